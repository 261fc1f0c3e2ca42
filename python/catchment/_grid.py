"""Populations of millions of cells, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from . import _catchment, _columns
from ._table import Table
from .errors import InputError

if TYPE_CHECKING:
    from ._study import Study

_CURVE = ("fixed_minutes", "detour", "slow_kmh", "fast_kmh", "reach_km")


class GridQuestion:
    """Which centre is nearest to every cell of a grid, and who is within the standards.

    Road time is a function of great-circle distance. The question keeps the map of the nearest centres that
    its answers are looked up in: it costs some milliseconds once, so that batches should have 100,000 cells
    or more.

    Parameters
    ----------
    centres : dict of str to (lat, lon), or table with columns ``id``, ``lat`` and ``lon``
        All centres, in degrees. Where two are equally near, the one that comes first is taken.
    layouts : dict of str to list of ids, or list of lists of ids
        The centres of each layout; layouts of a list are called ``0``, ``1``, ….
    standards : list of float
        Time standards in minutes, ascending, each inclusive.
    curve : dict, optional
        ``fixed_minutes``, ``detour``, ``slow_kmh``, ``fast_kmh`` and ``reach_km``, as under ``[travel]`` of a
        study; fitted to road times of England where nothing is said.
    columns : tuple of str
        The names of latitude, longitude and people in the batches.

    Examples
    --------
    >>> import catchment
    >>> question = catchment.GridQuestion(
    ...     centres={"plymouth": (50.417, -4.114), "truro": (50.266, -5.093)},
    ...     layouts={"one": ["plymouth"], "two": ["plymouth", "truro"]},
    ...     standards=[30],
    ... )
    >>> east = question.partial({"lat": [50.37], "lon": [-4.14], "population": [264_000]})
    >>> west = question.partial({"lat": [50.12], "lon": [-5.54], "population": [21_000]})
    >>> all_cells = east.merge(west)
    >>> all_cells.by_layout["people"]
    [285000.0, 285000.0]
    >>> all_cells.by_layout["mean_minutes"][0] > all_cells.by_layout["mean_minutes"][1]
    True
    """

    def __init__(
        self,
        centres: Any,
        layouts: Mapping[str, Sequence[str]] | Sequence[Sequence[str]],
        standards: Sequence[float] = (30, 45, 60),
        curve: Mapping[str, float] | None = None,
        *,
        columns: tuple[str, str, str] = ("lat", "lon", "population"),
    ) -> None:
        self._asked = (_centres(centres), _columns.layouts(layouts), standards, curve, columns)
        ids, lat, lon = self._asked[0]
        if twice := next((id_ for place, id_ in enumerate(ids) if id_ in ids[:place]), None):
            raise InputError(f"centres: `{twice}` appears twice; each must be unique")
        places = _columns.Places("centre", ids)
        numbered = [(name, sorted(places.all(of))) for name, of in self._asked[1]]
        for name, of in numbered:
            if not of or len(set(of)) < len(of):
                raise InputError(f"layout `{name}`: expected at least one centre, and each once")
        self.layouts = [name for name, _ in numbered]
        self.columns = columns
        self._native = _catchment.GridQuestion(
            ids,
            _columns.numbers("lat", lat),
            _columns.numbers("lon", lon),
            numbered,
            _columns.standards(standards),
            None if curve is None else _curve(curve),
        )

    @classmethod
    def from_study(cls, study: Study, **changes: Any) -> GridQuestion:
        """Ask with the centres, layouts, standards and curve of a study; `changes` replace arguments."""
        centres, layouts, standards, curve = study._native.grid_parts()
        named = {id_: (lat, lon) for id_, lat, lon in centres}
        given = {
            "centres": named,
            "layouts": dict(layouts),
            "standards": standards,
            "curve": None if curve is None else dict(zip(_CURVE, curve, strict=True)),
        }
        return cls(**{**given, **changes})

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        (ids, lat, lon), layouts, standards, curve, columns = self._asked
        centres = {id_: (float(a), float(b)) for id_, a, b in zip(ids, lat, lon, strict=True)}
        named = {name: list(of) for name, of in layouts}
        return _rebuilt, (centres, named, list(standards), curve, columns)

    def partial(self, batch: Any) -> Partial:
        """Sum up a batch of cells.

        Parameters
        ----------
        batch : table or dict of arrays
            Columns of latitude, longitude and people with the names in ``columns``: an Arrow record batch or
            table, a ``DataFrame`` of polars or pandas, or a dictionary of NumPy arrays.

        Returns
        -------
        Partial
            Exact sums, which merge in any order.
        """
        if _columns.is_arrow(batch) and not _columns.is_pandas(batch):
            return Partial(self._native.partial_of_table(batch, list(self.columns)))
        return Partial(self._native.partial(*self._cells(batch, self.columns)))

    def allocate(self, layout: str, batch: Any) -> Table:
        """Return the nearest centre of a layout and the minutes to it, one row per cell of a batch."""
        if layout not in self.layouts:
            raise InputError(f"no layout `{layout}`; there are {', '.join(self.layouts)}")
        lat, lon = self._cells(batch, self.columns[:2])
        return Table(self._native.allocate(self.layouts.index(layout), lat, lon))

    def _cells(self, batch: Any, names: Sequence[str]) -> list[Any]:
        columns = []
        for name in names:
            try:
                values = batch[name]
            except (KeyError, IndexError, TypeError):
                raise InputError(f"batch: no column `{name}`") from None
            columns.append(_columns.numbers(f"batch: column `{name}`", values))
        return columns

    def empty(self) -> Partial:
        """The sums over no cells at all, which any partial sum can be merged with."""
        return Partial(self._native.empty())


def _rebuilt(*asked: Any) -> GridQuestion:
    *positional, columns = asked
    return GridQuestion(*positional, columns=columns)


def _centres(given: Any) -> tuple[list[str], Any, Any]:
    if isinstance(given, Mapping) and not {"id", "lat", "lon"} <= set(given):
        try:
            places = [(float(lat), float(lon)) for lat, lon in given.values()]
        except (TypeError, ValueError):
            raise InputError("centres: expected a latitude and a longitude for each id") from None
        return [str(id_) for id_ in given], [lat for lat, _ in places], [lon for _, lon in places]
    try:
        ids, lat, lon = (given[name] for name in ("id", "lat", "lon"))
    except (KeyError, IndexError, TypeError):
        raise InputError("centres: expected a dictionary of places, or columns `id`, `lat` and `lon`") from None
    read = [values.to_pylist() if hasattr(values, "to_pylist") else list(values) for values in (ids, lat, lon)]
    return [str(id_) for id_ in read[0]], read[1], read[2]


def _curve(given: Mapping[str, float]) -> list[float]:
    if set(given) != set(_CURVE):
        raise InputError(f"curve: expected {', '.join(_CURVE)} (got {', '.join(given)})")
    return [float(given[name]) for name in _CURVE]


class Partial:
    """Exact sums over some cells, by layout and centre.

    Sums are whole numbers of any size: merged in any order and grouping they are the same, to the last
    digit. Partial sums can be pickled, compared and added.

    Attributes
    ----------
    cells : int
        Cells that were summed.
    by_layout, by_centre : Table
        People, mean minutes and percentages within the standards.
    exact : Table
        Every sum as it is kept, as decimals without a fraction: millionths of people, and these times
        milliseconds.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _catchment.Partial) -> None:
        self._native = native

    def merge(self, *others: Partial) -> Partial:
        """Return the sums over all cells of these and `others`."""
        return Partial(reduce(_catchment.Partial.merge, (other._native for other in others), self._native))

    @classmethod
    def merge_all(cls, partials: Iterable[Partial]) -> Partial:
        """Return the sums over all cells; at least one partial sum is needed."""
        partials = iter(partials)
        try:
            first = next(partials)
        except StopIteration:
            raise InputError("expected at least one partial sum (got none)") from None
        return first.merge(*partials)

    def __add__(self, other: object) -> Partial:
        if not isinstance(other, Partial):
            return NotImplemented
        return self.merge(other)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Partial) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    @property
    def cells(self) -> int:
        return self._native.cells

    @property
    def by_layout(self) -> Table:
        return Table(self._native.by_layout())

    @property
    def by_centre(self) -> Table:
        return Table(self._native.by_centre())

    @property
    def exact(self) -> Table:
        return Table(self._native.exact())

    def to_bytes(self) -> bytes:
        """All of it as bytes: the same for the same sums."""
        return self._native.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Partial:
        """Read what :meth:`to_bytes` wrote."""
        return cls(_catchment.Partial.from_bytes(bytes(data)))

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return Partial.from_bytes, (self.to_bytes(),)

    def __repr__(self) -> str:
        return f"<Partial: {self.cells:,} cells>"

    def _repr_html_(self) -> str:
        return self.by_layout._repr_html_()
