"""Sail: the code of catchment.spark, without a machine of Java."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from engine import the_engine_answers_as_one_process

pysail = pytest.importorskip("pysail")
pytest.importorskip("pyspark")


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start(background=True)
    _, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()
    yield session
    session.stop()
    server.stop()


def test_answers_are_those_of_one_process(spark: object, tmp_path: object) -> None:
    os.environ.pop("SPARK_REMOTE", None)
    the_engine_answers_as_one_process(spark, tmp_path)
