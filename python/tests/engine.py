"""What an engine that speaks Spark is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from conftest import REPOSITORY, code_of_page, grid_of_minutes
from test_grid import CENTRES, LAYOUTS, cells

import catchment
from catchment import spark as engine


def the_engine_answers_as_one_process(spark: Any, folder: Any) -> None:
    question = catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 60])
    batch = cells(60_000, seed=11)
    file = Path(folder) / "cells.parquet"
    pq.write_table(pa.table(batch), file, row_group_size=7_000)
    expected = question.partial(batch).to_bytes()
    frame = spark.read.parquet(str(file))
    for rows in (10_000, 1_000_000):
        assert engine.grid(frame.repartition(5), question, rows=rows, threads=1).to_bytes() == expected
    nobody = engine.grid(frame.filter("population < 0"), question, threads=1)
    assert nobody == question.empty()

    times, demand = grid_of_minutes(300, 10, seed=12)
    problem = catchment.Problem(times, demand)
    questions = [{"model": "p-median", "centres": centres} for centres in (1, 11, 3)]
    answers = engine.solve(spark, problem, questions, per_task=1, threads=1)
    assert [type(answer).__name__ for answer in answers] == ["Solution", "Infeasible", "Solution"]
    assert answers[2].sites == problem.solve("p-median", centres=3).sites

    names: dict[str, Any] = {"session": spark, "question": question, "problem": problem, "questions": questions}
    exec(code_of_page("docs/scaling.md", "## Spark and Sail", {"/data/cells": str(file)}), names)
    assert names["total"].to_bytes() == expected
    assert [type(answer) for answer in names["solutions"]] == [type(answer) for answer in answers]

    study = catchment.Study.open(REPOSITORY / "data" / "example")
    changes = [{"report.standards_minutes": [minutes]} for minutes in (20, 40)]
    swept = engine.sweep(spark, study, changes, per_task=1, threads=1)
    assert swept == [{"summary": study.with_changes(change).run().summary} for change in changes]

    england = catchment.Study.england()
    years = engine.simulate(spark, england, 4, per_task=2, threads=1, layouts=["current-24"])
    assert years == england.simulate(replications=4, layouts=["current-24"]).years
