"""Location problems from arrays."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Literal

from . import _catchment, _columns
from ._table import Table

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

Model = Literal["p-median", "mclp", "backup", "lscp", "p-centre", "p-center", "gini", "mad"]


class Problem:
    """Demand points, sites and the travel times between them.

    Parameters
    ----------
    times : array of shape (points, sites), table, or list of lists
        Travel time from every demand point to every site: a NumPy array of any numbers, a table with one
        column per site (polars, pyarrow, pandas), or lists. ``inf`` means that there is no route.
    demand : array, column or list
        People, admissions or whatever is counted, for every demand point: from 0 to 1e9 each, kept to a
        millionth.
    site_ids : list or column of str or int, optional
        The ids of the sites, each once; ``0, 1, 2, …`` where nothing is said, or the names of the columns
        of a table.
    point_ids : list or column of str or int, optional
        The ids of the demand points, each once; ``0, 1, 2, …`` where nothing is said.
    unit : {"minutes", "seconds", "hours"}
        Unit of `times`. All answers are in minutes. Times are kept in whole milliseconds, rounded up, so
        that a time equal to a standard is within it.
    missing : {"error", "unreachable"}
        What NaN and null in `times` mean: a mistake, or that there is no route.

    Raises
    ------
    InputError
        Anything that cannot be used: negative numbers, NaN, wrong shapes, ids that appear twice.

    Notes
    -----
    Where two sites are equally near, the one that comes first is taken. Data are copied once; all work is
    done without Python's lock, on all cores (``RAYON_NUM_THREADS`` limits them), and Ctrl-C ends it.

    Examples
    --------
    Three places in a row, 10 min apart, each a candidate:

    >>> import catchment
    >>> problem = catchment.Problem(
    ...     times=[[0, 10, 20], [10, 0, 10], [20, 10, 0]],
    ...     demand=[4, 2, 4],
    ...     site_ids=["west", "middle", "east"],
    ... )
    >>> best = problem.solve("p-median", centres=1)
    >>> best.sites, best.value, best.status
    (['middle'], 8.0, 'optimal')
    >>> problem.evaluate({"one": ["west"], "two": ["west", "east"]}, standards=[10])["mean_minutes"]
    [10.0, 2.0]
    """

    def __init__(
        self,
        times: Any,
        demand: Any,
        site_ids: Any = None,
        point_ids: Any = None,
        *,
        unit: Literal["minutes", "seconds", "hours"] = "minutes",
        missing: Literal["error", "unreachable"] = "error",
    ) -> None:
        matrix, names = _columns.matrix(times)
        self._take(
            _catchment.Problem(
                matrix,
                _columns.numbers("demand", demand),
                _columns.ids(names if site_ids is None else site_ids),
                _columns.ids(point_ids),
                unit,
                missing,
            )
        )

    @classmethod
    def _from_native(cls, native: _catchment.Problem) -> Problem:
        problem = cls.__new__(cls)
        problem._take(native)
        return problem

    def _take(self, native: _catchment.Problem) -> None:
        self._native = native
        self._sites = _columns.Places("site", native.site_ids)

    @classmethod
    def _unpacked(cls, packed: bytes) -> Problem:
        return cls._from_native(_catchment.Problem.from_bytes(packed))

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return Problem._unpacked, (self._native.to_bytes(),)

    @property
    def site_ids(self) -> Sequence[Hashable]:
        """The ids of the sites, in order."""
        return self._sites.known

    @property
    def demand(self) -> float:
        """All demand."""
        return self._native.demand

    def __repr__(self) -> str:
        native = self._native
        return f"<Problem: {native.points:,} demand points, {native.demand:,.1f} of demand, {native.sites} sites>"

    def evaluate(
        self,
        layouts: Mapping[str, Sequence[Hashable]] | Sequence[Sequence[Hashable]],
        standards: Sequence[float] = (30, 45, 60),
    ) -> Table:
        """Evaluate layouts: how long everybody takes to the nearest site, and who is within the standards.

        Parameters
        ----------
        layouts : dict of str to list of ids, or list of lists of ids
            The sites of each layout; layouts of a list are called ``0``, ``1``, ….
        standards : list of float
            Time standards in minutes, ascending, each inclusive.

        Returns
        -------
        Table
            One row per layout, unrounded. Shares and percentiles are of all demand; means are of those who
            can reach a site.

        Examples
        --------
        >>> import catchment
        >>> problem = catchment.Problem([[5, 50], [40, 20]], demand=[300, 100], site_ids=["a", "b"])
        >>> table = problem.evaluate({"one": ["a"], "both": ["a", "b"]}, standards=[30])
        >>> table["within_30_percent"]
        [75.0, 100.0]
        """
        named = _columns.layouts(layouts)
        places = [self._sites.all(sites) for _, sites in named]
        names = [name for name, _ in named]
        return Table(self._native.evaluate(names, places, _columns.standards(standards)))

    def allocate(self, sites: Sequence[Hashable]) -> Table:
        """Send every demand point to the nearest of some sites.

        Parameters
        ----------
        sites : list of ids
            The sites that are open.

        Returns
        -------
        Table
            One row per demand point: ``point``, ``demand``, ``site`` and ``minutes``; the last two are null
            where no site can be reached.

        Examples
        --------
        >>> import catchment
        >>> problem = catchment.Problem([[5, 50], [40, float("inf")]], demand=[300, 100])
        >>> problem.allocate([1])["minutes"]
        [50.0, None]
        """
        return Table(self._native.allocate(self._sites.all(sites)))

    def catchments(self, sites: Sequence[Hashable], standards: Sequence[float] = (30, 45, 60)) -> Table:
        """Sum up who goes to each of some sites.

        Parameters
        ----------
        sites : list of ids
            The sites that are open.
        standards : list of float
            Time standards in minutes, ascending, each inclusive.

        Returns
        -------
        Table
            One row per site: points and demand that are nearest to it, and their minutes.

        Examples
        --------
        >>> import catchment
        >>> problem = catchment.Problem([[5, 50], [40, 20]], demand=[300, 100], site_ids=["a", "b"])
        >>> problem.catchments(["a", "b"])["demand"]
        [300.0, 100.0]
        """
        return Table(self._native.catchments(self._sites.all(sites), _columns.standards(standards)))

    def solve(
        self,
        model: Model,
        *,
        centres: int | None = None,
        within: float | None = None,
        share: float | None = None,
        layouts: int | None = None,
        candidates: Sequence[Hashable] | None = None,
        keep: Sequence[Hashable] = (),
        exclude: Sequence[Hashable] = (),
        min_demand: float | None = None,
        max_demand: float | None = None,
        mean_within: float | None = None,
        unreachable: str | float | None = None,
        gap: float = 0.0,
        time_limit: float | None = None,
        memory: float | None = None,
    ) -> Solution:
        """Find the best layout of a location model, with proof or with its gap.

        Parameters
        ----------
        model : {"p-median", "mclp", "backup", "lscp", "p-centre", "gini", "mad"}
            The least mean time; the most demand within a standard; the most demand within a standard of at
            least two sites; the fewest sites that put all demand within a standard; the least longest time,
            then the least mean; the least Gini coefficient, or mean absolute deviation in minutes, of the
            times of layouts with nearly the least mean.
        centres : int
            How many sites are open, kept ones included. Not for ``"lscp"``.
        within : float
            The standard in minutes, inclusive. For ``"mclp"``, ``"backup"`` and ``"lscp"``.
        share : float, optional
            The part of all demand, from 0 to 1, that must be within the standard. For ``"lscp"``; all of it
            where nothing is said.
        layouts : int, optional
            How many of the best layouts are wanted. For ``"p-median"``.
        candidates, keep, exclude : list of ids, optional
            The sites that may be open, beside those that are kept; that must be; that must not be.
        min_demand, max_demand : float, optional
            What every open site must and may be sent. For ``"p-median"``.
        mean_within : float, optional
            How far the mean may be above the least, as a part of it. For ``"gini"`` and ``"mad"``; 0.01 where
            nothing is said.
        unreachable : str or float, optional
            What demand costs that a layout leaves without a route: ``"twice-longest"`` journey, a number of
            minutes, ``"strict"`` (as little of it as possible, then time), or ``"exclude"``.
        gap : float
            A gap between value and bound that is enough, as a part of the value; 0 asks for a proof.
        time_limit : float, optional
            Seconds after which the best layout so far is returned with its bound.
        memory : float, optional
            GiB that the waiting parts of the search may take, 2 where nothing is said. Where they need
            more, the search forgets and takes longer.

        Returns
        -------
        Solution
            ``sites``, ``value``, ``bound``, ``gap``, ``status`` and more.

        Raises
        ------
        Infeasible
            No layout does what is asked for: proven.
        Undecided
            The budget ended before a layout was found.
        KeyboardInterrupt
            Ctrl-C was pressed.

        Examples
        --------
        >>> import catchment
        >>> problem = catchment.Problem([[0, 10, 20], [10, 0, 10], [20, 10, 0]], demand=[5, 1, 4])
        >>> problem.solve("p-median", centres=2, keep=[1]).sites
        [0, 1]
        >>> problem.solve("lscp", within=10).sites
        [1]
        >>> problem.solve("mclp", centres=1, within=5).value
        5.0
        >>> problem.solve("backup", centres=2, within=10).value
        6.0
        >>> problem.solve("gini", centres=1).sites
        [1]
        >>> try:
        ...     problem.solve("lscp", within=5, exclude=[0])
        ... except catchment.Infeasible as error:
        ...     print(error.status)
        infeasible
        """
        places = self._sites.all
        solved = self._native.solve(
            model,
            centres=centres,
            within=within,
            share=share,
            layouts=layouts,
            candidates=None if candidates is None else places(candidates),
            keep=places(keep),
            exclude=places(exclude),
            min_demand=min_demand,
            max_demand=max_demand,
            mean_within=mean_within,
            unreachable=None if unreachable is None else str(unreachable),
            gap=gap,
            time_limit=time_limit,
            memory=memory,
        )
        return Solution(solved, self.site_ids)


class Solution:
    """The best layout that was found, and what is proven of it.

    Attributes
    ----------
    sites : list of ids
        The sites of the layout, in the order of the problem.
    value : float or None
        What it is worth, in `unit`.
    unit : str
        ``"mean_minutes"``, ``"demand"``, ``"centres"`` or ``"longest_minutes"``.
    bound : float or None
        No layout is better than this.
    gap : float
        What is between value and bound, as a part of the value.
    status : str
        ``"optimal"`` where there is proof, ``"within-gap"``, ``"time-limit"`` or ``"memory-limit"``.
    mean_minutes : float or None
        Mean time of the demand that can reach one of the sites.
    unreachable : float
        Demand that has a route to a candidate, but to none of the sites.
    layouts : list of list of ids
        All layouts that were asked for, best first.
    values : list of float
        What each of them is worth.
    nodes : int
        Parts into which the search divided the question.
    seconds : float
        How long it took.
    """

    def __init__(self, solved: _catchment.Solved, ids: Sequence[Hashable]) -> None:
        self.layouts = [[ids[place] for place in places] for places, *_ in solved.layouts]
        self.values = [value for _, value, *_ in solved.layouts]
        _, self.value, self.mean_minutes, self.unreachable = solved.layouts[0]
        self.sites = self.layouts[0]
        self.unit = solved.unit
        self.bound = solved.bound
        self.gap = solved.gap
        self.status = solved.status
        self.nodes = solved.nodes
        self.seconds = solved.seconds

    @property
    def is_proven(self) -> bool:
        """Whether it is proven that no layout is better."""
        return self.status == "optimal"

    def __repr__(self) -> str:
        proof = "proven optimal" if self.is_proven else f"{self.status}, gap {self.gap:.3%}"
        value = "none" if self.value is None else f"{self.value:,.3f}"
        return f"<Solution: {len(self.sites)} sites, {self.unit} {value}, {proof}>"

    def _repr_html_(self) -> str:
        sites = html.escape(", ".join(map(str, self.sites)))
        return f"<p>{html.escape(repr(self)[1:-1])}</p><p>{sites}</p>"
