"""Work on the workers of a Dask cluster: the same answers, to the last digit, as on one machine.

The cluster is yours: every function takes a ``distributed.Client``. What all tasks share, a study, a problem
or a question, is sent to every worker once. A task that is lost with its worker is done again by another.

Examples
--------
>>> import catchment
>>> from distributed import Client
>>> client = Client(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None)
>>> problem = catchment.Problem([[10, 50], [60, 40]], demand=[3, 1])
>>> questions = [{"model": "p-median", "centres": centres} for centres in (1, 2)]
>>> [solution.value for solution in solve(client, problem, questions)]
[22.5, 17.5]
>>> client.close()
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import _tasks
from ._extras import need
from ._grid import GridQuestion, Partial
from ._problem import Problem, Solution
from ._study import Study
from ._table import Table
from .errors import NoSolution

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["grid", "simulate", "solve", "sweep"]


def _submit(
    client: Client,
    threads: int | None,
    function: Callable[..., Any],
    shared: Any,
    tasks: Iterable[tuple[Any, ...]],
) -> list[Future[Any]]:
    """Send what tasks share to every worker, and the tasks after it."""
    need("distributed", "dask", "catchment.dask")
    # The library of clusters has no types.
    scatter: Any = client.scatter
    everywhere = scatter(shared, broadcast=True, hash=False)
    return [
        client.submit(_tasks.call, threads, function, everywhere, *task, pure=False, retries=2)
        for task in tasks
    ]


def _engine(client: Client, threads: int | None) -> _tasks.Engine:
    def gathered(function: Callable[..., Any], shared: Any, tasks: Sequence[tuple[Any, ...]]) -> list[Any]:
        gather: Any = client.gather
        found: list[Any] = gather(_submit(client, threads, function, shared, tasks))
        return found

    return gathered


def sweep(
    client: Client,
    study: Study,
    changes: Sequence[Mapping[str, Any]],
    *,
    tables: Sequence[str] = ("summary",),
    per_task: int = 20,
    threads: int | None = None,
) -> list[dict[str, Table]]:
    """Run a study once for each of some changes, as :meth:`Study.with_changes` takes them.

    Parameters
    ----------
    client : distributed.Client
        The cluster.
    study : Study
        Its files must be where the workers can read them, under the same paths.
    changes : list of dict
        One for each run.
    tables : list of str
        The tables that are wanted of each run.
    per_task : int
        Runs in a task.
    threads : int, optional
        Threads of a worker that it computes with; those of the machine where nothing is said.

    Returns
    -------
    list of dict of str to Table
        One for each run, in order.
    """
    return _tasks.sweep(_engine(client, threads), study, changes, tables, per_task)


def solve(
    client: Client,
    problem: Problem,
    questions: Sequence[Mapping[str, Any]],
    *,
    per_task: int = 20,
    threads: int | None = None,
) -> list[Solution | NoSolution]:
    """Answer many questions about one problem, each a dictionary of arguments of :meth:`Problem.solve`.

    Returns
    -------
    list of Solution or NoSolution
        One for each question, in order; where there is no layout, the exception that says why.
    """
    return _tasks.solve_all(_engine(client, threads), problem, questions, per_task)


def simulate(
    client: Client,
    study: Study,
    replications: int,
    *,
    per_task: int = 16,
    threads: int | None = None,
    **asked: Any,
) -> Table:
    """Simulate many years of a study, some replications in a task.

    Returns
    -------
    Table
        The same as ``study.simulate(replications=replications).years``.
    """
    return _tasks.simulate_all(_engine(client, threads), study, replications, per_task, asked)


def grid(
    client: Client,
    question: GridQuestion,
    partitions: Iterable[Any],
    *,
    threads: int | None = None,
) -> Partial:
    """Ask about the cells of many partitions.

    Parameters
    ----------
    client : distributed.Client
        The cluster.
    question : GridQuestion
        Sent to every worker once.
    partitions : iterable
        Of each a batch, a future or delayed object of one (``dask.dataframe.DataFrame.to_delayed()``), or a
        function without arguments that returns a batch or an iterator of batches where it is called: on the
        worker, so that no cell passes through this process.
    threads : int, optional
        As in :func:`sweep`.

    Returns
    -------
    Partial
        The sums over all cells.
    """
    distributed = need("distributed", "dask", "catchment.dask")
    compute: Any = client.compute
    tasks = [(compute(each) if hasattr(each, "dask") else each,) for each in partitions]
    futures = _submit(client, threads, _tasks.sum_partition, question, tasks)
    total = question.empty()
    for _, partial in distributed.as_completed(futures, with_results=True):
        total = total.merge(partial)
    return total
