"""Work on the executors of Spark, or of Sail, which speaks its language: the same answers, to the last digit,
as on one machine.

The session is yours. Rows come to the workers as Arrow batches (``mapInArrow``); what leaves them are exact
sums or finished tables. A task that is lost with its worker is done again, as the engine does it.

Examples
--------
>>> cells = spark.read.parquet("cells.parquet")                  # doctest: +SKIP
>>> question = catchment.GridQuestion.from_study(study)          # doctest: +SKIP
>>> grid(cells, question).by_layout.to_pandas()                  # doctest: +SKIP
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _tasks
from ._extras import need
from ._grid import GridQuestion, Partial
from ._problem import Problem, Solution
from ._study import Study
from ._table import Table
from .errors import NoSolution

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["grid", "simulate", "solve", "sweep"]

_ANSWER = "number long, answer binary"


def grid(
    cells: DataFrame,
    question: GridQuestion,
    *,
    rows: int = 1_000_000,
    threads: int | None = None,
) -> Partial:
    """Ask about the cells of a data frame, with the columns that the question names.

    Parameters
    ----------
    cells : pyspark.sql.DataFrame
        One row per cell; its partitions are the tasks.
    question : GridQuestion
        Sent to every task.
    rows : int
        Cells that a worker gathers before it asks: more are faster and take more memory, 24 bytes each.
    threads : int, optional
        Threads that a worker computes with; the cores of a task (``spark.task.cpus``) are right, or the
        workers of one machine hinder each other.

    Returns
    -------
    Partial
        The sums over all cells.
    """
    pyarrow = need("pyarrow", "spark", "catchment.spark")

    def ask(batches: Iterator[Any]) -> Iterator[Any]:
        partial = _tasks.call(threads, _tasks.sum_batches, question, batches, rows)
        yield pyarrow.RecordBatch.from_pydict({"number": [0], "answer": [partial.to_bytes()]})

    answers = cells.select(*question.columns).mapInArrow(ask, _ANSWER).collect()
    partials = (Partial.from_bytes(answer["answer"]) for answer in answers)
    return Partial.merge_all([question.empty(), *partials])


def _engine(spark: SparkSession, threads: int | None) -> _tasks.Engine:
    return lambda function, shared, tasks: _map(spark, threads, function, shared, tasks)


def _map(
    spark: SparkSession,
    threads: int | None,
    function: Callable[..., Any],
    shared: Any,
    tasks: Sequence[tuple[Any, ...]],
) -> list[Any]:
    """Do tasks, one in a partition, and return what they return, in order."""
    pyarrow = need("pyarrow", "spark", "catchment.spark")

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for number in batch.column("number").to_pylist():
                answer = _tasks.call(threads, function, shared, *tasks[number])
                packed = {"number": [number], "answer": [pickle.dumps(answer)]}
                yield pyarrow.RecordBatch.from_pydict(packed)

    numbers = spark.range(len(tasks)).toDF("number").repartition(len(tasks), "number")
    answers = numbers.mapInArrow(work, _ANSWER).collect()
    # What comes back was packed by the tasks above.
    found = {answer["number"]: pickle.loads(answer["answer"]) for answer in answers}
    return [found[number] for number in range(len(tasks))]


def sweep(
    spark: SparkSession,
    study: Study,
    changes: Sequence[Mapping[str, Any]],
    *,
    tables: Sequence[str] = ("summary",),
    per_task: int = 20,
    threads: int | None = None,
) -> list[dict[str, Table]]:
    """Run a study once for each of some changes; as :func:`catchment.dask.sweep`."""
    return _tasks.sweep(_engine(spark, threads), study, changes, tables, per_task)


def solve(
    spark: SparkSession,
    problem: Problem,
    questions: Sequence[Mapping[str, Any]],
    *,
    per_task: int = 20,
    threads: int | None = None,
) -> list[Solution | NoSolution]:
    """Answer many questions about one problem; as :func:`catchment.dask.solve`."""
    return _tasks.solve_all(_engine(spark, threads), problem, questions, per_task)


def simulate(
    spark: SparkSession,
    study: Study,
    replications: int,
    *,
    per_task: int = 16,
    threads: int | None = None,
    **asked: Any,
) -> Table:
    """Simulate many years of a study; as :func:`catchment.dask.simulate`."""
    return _tasks.simulate_all(_engine(spark, threads), study, replications, per_task, asked)
