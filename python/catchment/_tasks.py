"""What a worker of an engine does: one function per kind of task, and how its results are put together.

A task is a function and what it is given, all of it can be pickled; results do not depend on how work is
divided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from . import _catchment
from ._grid import GridQuestion, Partial
from ._problem import Problem, Solution
from ._study import Study
from ._table import Table
from .errors import InputError, NoSolution

Changes = Mapping[str, Any]
Questions = Sequence[Mapping[str, Any]]

# Does a function of what tasks share, and of each task, and returns what each returns, in order.
Engine = Callable[[Callable[..., Any], Any, Sequence[tuple[Any, ...]]], list[Any]]


def call(threads: int | None, function: Callable[..., Any], *given: Any) -> Any:
    """Do a task with so many threads, where their number is not fixed yet."""
    if threads is not None:
        _catchment.set_threads(threads)
    return function(*given)


def pieces(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items in pieces of a size, in order."""
    if size < 1:
        raise InputError(f"per_task: expected at least 1 (got {size})")
    for start in range(0, len(items), size):
        yield items[start : start + size]


def run_studies(study: Study, changes: Sequence[Changes], names: Sequence[str]) -> list[dict[str, Table]]:
    """The study with each of some changes, and these of its tables."""
    answers = []
    for change in changes:
        results = study.with_changes(change).run()
        tables = {"summary": results.summary} if list(names) == ["summary"] else results.tables
        if unknown := [name for name in names if name not in tables]:
            raise InputError(f"no table `{unknown[0]}`; there are {', '.join(tables)}")
        answers.append({name: tables[name] for name in names})
    return answers


def solve(problem: Problem, questions: Questions) -> list[Solution | NoSolution]:
    """The answer to each question, or why there is none."""
    answers: list[Solution | NoSolution] = []
    for question in questions:
        try:
            answers.append(problem.solve(**question))
        except NoSolution as none:
            answers.append(none)
    return answers


def simulate(study: Study, first: int, replications: int, asked: Mapping[str, Any]) -> Table:
    """The years of some replications."""
    return study.simulate(first=first, replications=replications, **asked).years


def sweep(
    engine: Engine, study: Study, changes: Sequence[Changes], tables: Sequence[str], per_task: int
) -> list[dict[str, Table]]:
    """Some tables of a study with each of some changes, in order."""
    tasks = [(piece, tables) for piece in pieces(list(changes), per_task)]
    return [answer for part in engine(run_studies, study, tasks) for answer in part]


def solve_all(
    engine: Engine, problem: Problem, questions: Questions, per_task: int
) -> list[Solution | NoSolution]:
    """The answers to questions, in order."""
    tasks = [(piece,) for piece in pieces(list(questions), per_task)]
    return [answer for part in engine(solve, problem, tasks) for answer in part]


def simulate_all(
    engine: Engine, study: Study, replications: int, per_task: int, asked: Mapping[str, Any]
) -> Table:
    """The years of all replications, in the order of one simulation."""
    parts = parts_of_replications(replications, per_task)
    tasks = [(first, number, asked) for first, number in parts]
    return years(engine(simulate, study, tasks))


def parts_of_replications(replications: int, per_task: int) -> list[tuple[int, int]]:
    """First replication and number of each part; a part has at least two, as one has no interval."""
    if replications < 2 or per_task < 2:
        raise InputError(
            f"expected at least 2 replications, in all and per task (got {replications} and {per_task})"
        )
    starts = list(range(0, replications, per_task))
    if replications - starts[-1] == 1 and len(starts) > 1:
        starts.pop()
    ends = [*starts[1:], replications]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def years(parts: Iterable[Table]) -> Table:
    """The years of all parts, in the order of one simulation: by layout, scenario and replication."""
    together = Table.concat(list(parts))
    services: dict[tuple[str, str], list[int]] = {}
    for row, service in enumerate(zip(together["layout"], together["scenario"], strict=True)):
        services.setdefault(service, []).append(row)
    return together.take([row for rows in services.values() for row in rows])


def sum_batches(question: GridQuestion, batches: Iterable[Any], rows: int) -> Partial:
    """The sums over batches of any size, gathered in pieces of so many rows: a question that is asked of
    few cells at a time spends its time asking."""
    total, waiting, count = question.empty(), [], 0
    for batch in batches:
        waiting.append(batch)
        count += len(batch)
        if count >= rows:
            total, waiting, count = total.merge(_sum(question, waiting)), [], 0
    return total.merge(_sum(question, waiting)) if waiting else total


def _sum(question: GridQuestion, batches: Sequence[Any]) -> Partial:
    if len(batches) == 1:
        return question.partial(batches[0])
    return question.partial(_catchment.concat_batches(batches, list(question.columns)))


def sum_partition(question: GridQuestion, partition: Any) -> Partial:
    """The sums over a partition: a batch, several of them, or a function that returns either."""
    found = partition() if callable(partition) else partition
    if isinstance(found, (list, tuple)) or isinstance(found, Iterator):
        return Partial.merge_all([question.empty(), *(question.partial(batch) for batch in found)])
    return question.partial(found)
