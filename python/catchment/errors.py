"""What can go wrong, as exceptions with the texts of the library.

Every exception of this package is a :class:`CatchmentError`.
"""

from __future__ import annotations

__all__ = [
    "CatchmentError",
    "ForkError",
    "Infeasible",
    "InputError",
    "MissingExtra",
    "NoSolution",
    "OutputError",
    "StudyError",
    "Undecided",
]


class CatchmentError(Exception):
    """The base of all exceptions of this package."""


class InputError(CatchmentError, ValueError):
    """Numbers, names or options that cannot be used; the text says where and what was expected."""


class StudyError(CatchmentError):
    """A study that cannot be opened, or a question that it cannot answer."""


class OutputError(CatchmentError):
    """Results that cannot be written or drawn; earlier results are as they were."""


class ForkError(CatchmentError, RuntimeError):
    """A call in a process that was forked after the package had been used: start it with `spawn`."""


class MissingExtra(CatchmentError, ImportError):
    """A library that is not needed otherwise; the text names the extra that installs it."""


class NoSolution(CatchmentError):
    """There is no layout to return.

    Attributes
    ----------
    status : str
        ``"infeasible"`` or ``"undecided"``.
    bound : float or None
        No layout's value is less than this, where that is known.
    """

    status = "none"

    def __init__(self, text: str, bound: float | None = None) -> None:
        super().__init__(text)
        self.bound = bound

    def __reduce__(self) -> tuple[type[NoSolution], tuple[str, float | None]]:
        return type(self), (str(self), self.bound)


class Infeasible(NoSolution):
    """No layout does what is asked for, and that is proven."""

    status = "infeasible"


class Undecided(NoSolution):
    """The budget ended before a layout was found, or a proof that there is none."""

    status = "undecided"
