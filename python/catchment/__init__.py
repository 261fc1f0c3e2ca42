"""How long people take to reach time-critical care, who is covered, and where centres should be.

>>> import catchment
>>> results = catchment.Study.england().run()
>>> results.summary["within_45_percent"][:2]
[75.061, 85.236]

A study is opened with :meth:`Study.open`; arrays of your own make a :class:`Problem`; populations of
millions of cells are asked about with a :class:`GridQuestion`. Results are tables that every library of
data frames takes. :mod:`catchment.dask` and :mod:`catchment.spark` spread work over the machines of engines
that you have.
"""

from __future__ import annotations

from . import _catchment
from ._grid import GridQuestion, Partial
from ._problem import Problem, Solution
from ._study import Check, Page, Picture, Results, Simulation, Study
from ._table import Table
from .errors import (
    CatchmentError,
    ForkError,
    Infeasible,
    InputError,
    MissingExtra,
    NoSolution,
    OutputError,
    StudyError,
    Undecided,
)

__version__: str = _catchment.VERSION


def set_threads(threads: int) -> bool:
    """Set how many threads work; ``False`` where work has begun with another number, which then stays.

    Without it there are as many as cores, or as ``RAYON_NUM_THREADS`` says.
    """
    return _catchment.set_threads(threads)


__all__ = [
    "CatchmentError",
    "Check",
    "ForkError",
    "GridQuestion",
    "Infeasible",
    "InputError",
    "MissingExtra",
    "NoSolution",
    "OutputError",
    "Page",
    "Partial",
    "Picture",
    "Problem",
    "Results",
    "Simulation",
    "Solution",
    "Study",
    "StudyError",
    "Table",
    "Undecided",
    "set_threads",
]
