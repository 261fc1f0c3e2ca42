"""Spark itself, on two cores with retries, and one of its Python workers killed. Slow: run by
`tests/environments.sh --spark`, not in every run."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from engine import the_engine_answers_as_one_process
from test_grid import CENTRES, LAYOUTS, cells

import catchment

pytestmark = pytest.mark.skipif(
    not os.environ.get("CATCHMENT_TEST_SPARK") or shutil.which("java") is None,
    reason="set CATCHMENT_TEST_SPARK; needs Java",
)


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    pytest.importorskip("pyspark")
    from pyspark.sql import SparkSession

    # Its workers are of this environment, not of the first Python of the path.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_answers_are_those_of_one_process(spark: object, tmp_path: object) -> None:
    the_engine_answers_as_one_process(spark, tmp_path)


def test_a_killed_python_worker_changes_nothing(spark: Any, tmp_path: Any) -> None:
    from catchment import spark as engine

    mark = str(tmp_path / "killed")
    question = catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 60])
    batch = cells(8_000, seed=13)
    rows = list(zip(*(column.tolist() for column in batch.values()), strict=True))
    frame = spark.createDataFrame(rows, list(batch)).repartition(4)

    def die_once(batches: Iterator[Any]) -> Iterator[Any]:
        for one in batches:
            try:
                os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                yield one
            else:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)

    dying = frame.mapInArrow(die_once, frame.schema)
    found = engine.grid(dying, question, threads=1)
    assert os.path.exists(mark)
    assert found.to_bytes() == question.partial(batch).to_bytes()
