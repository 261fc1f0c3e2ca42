"""A cluster of two processes, one of which is killed: answers are those of one process, byte for byte."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import code_of_page, grid_of_minutes
from test_grid import CENTRES, LAYOUTS, cells

import catchment

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client() -> Iterator[object]:
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, scheduler_port=0
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


def slow(seed: int) -> dict[str, np.ndarray]:
    time.sleep(0.2)
    return cells(20_000, seed)


def test_a_grid_in_partitions_is_the_grid_in_one_piece(client: object) -> None:
    from catchment import dask

    question = catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 60])
    partitions = [partial(cells, 5_000, seed) for seed in range(12)]
    expected = catchment.Partial.merge_all(question.partial(each()) for each in partitions)
    found = dask.grid(client, question, partitions, threads=1)
    assert found.to_bytes() == expected.to_bytes()
    assert dask.grid(client, question, [partition() for partition in partitions[:3]]).cells == 15_000
    in_pieces = [lambda: iter([cells(10, 1), cells(10, 2)])]
    assert dask.grid(client, question, in_pieces).cells == 20
    assert dask.grid(client, question, []) == question.empty()


def test_a_killed_worker_changes_nothing(client: object) -> None:
    from catchment import dask

    question = catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 60])
    partitions = [partial(slow, seed) for seed in range(30)]
    expected = catchment.Partial.merge_all(question.partial(cells(20_000, seed)) for seed in range(30))
    pids = list(client.run(os.getpid).values())  # type: ignore[attr-defined]
    assert len(pids) == 2
    killer = threading.Timer(1.0, os.kill, (pids[0], signal.SIGKILL))
    killer.start()
    found = dask.grid(client, question, partitions, threads=1)
    killer.join()
    assert found.to_bytes() == expected.to_bytes()
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
        # It was the child of another process, which may not have buried it yet.
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            time.sleep(0.2)
            os.kill(pids[0], 0)


def test_questions_are_answered_in_order(client: object) -> None:
    from catchment import dask

    times, demand = grid_of_minutes(400, 12, seed=9)
    problem = catchment.Problem(times, demand)
    questions = [{"model": "p-median", "centres": centres} for centres in (1, 2, 3, 13, 4)]
    answers = dask.solve(client, problem, questions, per_task=2, threads=1)
    assert [type(answer).__name__ for answer in answers] == ["Solution"] * 3 + ["Infeasible", "Solution"]
    for question, answer in zip(questions, answers, strict=True):
        if isinstance(answer, catchment.Solution):
            alone = problem.solve(**question)  # type: ignore[arg-type]
            assert (answer.sites, answer.value, answer.bound) == (alone.sites, alone.value, alone.bound)
    with pytest.raises(catchment.InputError, match="expected `centres`"):
        dask.solve(client, problem, [{"model": "p-median"}])


def test_a_study_is_swept_and_simulated(client: object, england: catchment.Study, example: object) -> None:
    from catchment import dask

    study = catchment.Study.open(example)  # type: ignore[arg-type]
    changes = [{"report.standards_minutes": [minutes]} for minutes in (20, 30, 40)]
    swept = dask.sweep(client, study, changes, per_task=1, tables=["summary", "sites"])
    for change, tables in zip(changes, swept, strict=True):
        alone = study.with_changes(change).run()
        assert tables == {"summary": alone.summary, "sites": alone.tables["sites"]}
    asked = {"layouts": ["current-24"]}
    years = dask.simulate(client, england, 5, per_task=2, threads=1, **asked)
    assert years == england.simulate(replications=5, **asked).years


def test_code_of_the_page_on_scaling(client: object, example: Path, tmp_path: Path) -> None:
    for number in range(2):
        pq.write_table(pa.table(cells(1_000, number)), tmp_path / f"{number:04}.parquet")
    code = code_of_page(
        "docs/scaling.md",
        "## Dask",
        {
            "scheduler:8786": client.scheduler.address,  # type: ignore[attr-defined]
            "/data/study": str(example),
            "/data/cells": str(tmp_path),
            "range(400)": "range(2)",
            "range(1, 100)": "range(1, 4)",
            "range(0, 60, 5)": "(10, 20)",
            "replications=1_000, per_task=50": "replications=4, per_task=2",
        },
    )
    names: dict[str, Any] = {}
    exec(code, names)
    names["client"].close()
    assert names["total"].cells == 2_000
    assert [len(solution.sites) for solution in names["solutions"]] == [1, 2, 3]
    assert len(names["tables"]) == 2 and len(names["years"]["replication"]) % 4 == 0
