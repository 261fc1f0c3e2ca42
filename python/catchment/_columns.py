"""What people have their numbers in, as what the native part takes."""

from __future__ import annotations

import difflib
from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from .errors import InputError

Ids = list[Any]


def is_pandas(values: object) -> bool:
    """Whether an object is of pandas, which exchanges Arrow only together with pyarrow, and NaN as null."""
    return type(values).__module__.partition(".")[0] in ("pandas", "geopandas")


def is_arrow(values: object) -> bool:
    """Whether an object is exchanged through Arrow."""
    return hasattr(values, "__arrow_c_stream__") or hasattr(values, "__arrow_c_array__")


def _numeric(values: Any, name: str) -> Any:
    """The buffer of an object of pandas."""
    converted = values.to_numpy()
    if converted.dtype == object:
        try:
            converted = values.to_numpy(dtype=float, na_value=float("nan"))
        except (TypeError, ValueError) as cause:
            raise InputError(f"{name}: expected numbers (got {cause})") from None
    return converted


def numbers(name: str, values: Any) -> Any:
    """A column of numbers that has a buffer or an Arrow interface."""
    if is_pandas(values):
        return _numeric(values, name)
    if isinstance(values, (list, tuple, range)):
        return _packed(name, values)
    return values


def _packed(name: str, values: Iterable[Any]) -> array[float]:
    packed = array("d")
    for place, value in enumerate(values):
        if isinstance(value, (str, bytes)):
            raise InputError(f"{name}: expected a number at position {place} (got {value!r})")
        try:
            packed.append(value)
        except TypeError:
            raise InputError(f"{name}: expected a number at position {place} (got {value!r})") from None
    return packed


def matrix(values: Any) -> tuple[Any, list[str] | None]:
    """Times, demand points by sites, and the names of the columns where they have any."""
    if is_pandas(values):
        return _numeric(values, "times"), [str(name) for name in getattr(values, "columns", [])] or None
    if isinstance(values, (list, tuple)):
        rows = [_packed(f"times: row {place}", row) for place, row in enumerate(_rows(values))]
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            place = next(place for place, row in enumerate(rows) if len(row) != len(rows[0]))
            raise InputError(
                f"times: row {place}: expected {len(rows[0])} times, as in row 0 (got {len(rows[place])})"
            )
        flat = array("d")
        for row in rows:
            flat.extend(row)
        if not flat:
            raise InputError("times: expected at least one demand point and one site (got none)")
        return memoryview(flat).cast("B").cast("d", (len(rows), len(rows[0]))), None
    return values, None


def _rows(values: Sequence[Any]) -> Iterable[Iterable[Any]]:
    for place, row in enumerate(values):
        if isinstance(row, (str, bytes)) or not isinstance(row, Iterable):
            raise InputError(f"times: row {place}: expected the times to every site (got {row!r})")
        yield row


def ids(values: Any) -> Any:
    """Ids as a list, or as what has an Arrow interface."""
    if values is None or (is_arrow(values) and not is_pandas(values)):
        return values
    if hasattr(values, "tolist"):
        return values.tolist()
    return list(values)


class Places:
    """The places of ids, and a helpful word about those that are not there."""

    def __init__(self, what: str, known: Sequence[Hashable]) -> None:
        self.what = what
        self.known = known
        self._places = {id_: place for place, id_ in enumerate(known)}

    def of(self, id_: Hashable) -> int:
        place = self._places.get(id_)
        if place is None:
            alike = difflib.get_close_matches(str(id_), map(str, self.known), n=1)
            hint = f"; did you mean `{alike[0]}`?" if alike else ""
            raise InputError(f"`{id_}` is not the id of a {self.what}{hint}")
        return place

    def all(self, ids: Any) -> list[int]:
        if isinstance(ids, (str, bytes)):
            raise InputError(f"expected a list of ids of {self.what}s (got {ids!r})")
        return [self.of(getattr(id_, "item", lambda id_=id_: id_)()) for id_ in ids]


def layouts(given: Any) -> list[tuple[str, Any]]:
    """Layouts by name: a mapping, or a list whose layouts are numbered."""
    if isinstance(given, Mapping):
        return [(str(name), sites) for name, sites in given.items()]
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise InputError(f"layouts: expected lists of ids, or a dictionary of them by name (got {given!r})")
    return [(str(number), sites) for number, sites in enumerate(given)]


def standards(given: Any) -> list[float]:
    """Minutes as a list of numbers."""
    if isinstance(given, (int, float)):
        return [float(given)]
    try:
        return [float(minutes) for minutes in given]
    except (TypeError, ValueError):
        raise InputError(f"standards: expected minutes (got {given!r})") from None
