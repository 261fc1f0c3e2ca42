"""Results as tables."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

from . import _catchment
from ._extras import need

# Rows that a notebook shows.
_SHOWN = 20


def _written(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3g}"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)


class Table:
    """A result: named columns of equal length, in the memory of Arrow.

    Other libraries take it as it is, without a copy: ``polars.DataFrame(table)``,
    ``pandas.DataFrame.from_arrow(table)``, ``pyarrow.table(table)``, and DuckDB in a query. None of them is
    needed to read it.

    Examples
    --------
    >>> import catchment
    >>> problem = catchment.Problem([[0, 10], [10, 0]], demand=[3, 1], site_ids=["north", "south"])
    >>> table = problem.allocate(["north"])
    >>> table.column_names
    ['point', 'demand', 'site', 'minutes']
    >>> table["minutes"]
    [0.0, 10.0]
    >>> for row in table:
    ...     print(row["point"], row["site"])
    0 north
    1 north
    """

    __slots__ = ("_native",)

    def __init__(self, native: _catchment.Table) -> None:
        self._native = native

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, from left to right."""
        return self._native.column_names

    @property
    def num_rows(self) -> int:
        """How many rows there are."""
        return self._native.num_rows

    def __len__(self) -> int:
        return self._native.num_rows

    def __getitem__(self, column: str) -> list[Any]:
        """The values of a column; ``None`` where there is none."""
        return self._native.column(column)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """The rows, each a dictionary."""
        columns = self.to_pydict()
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))

    def to_pydict(self) -> dict[str, list[Any]]:
        """All columns as lists, by name."""
        return {name: self._native.column(name) for name in self.column_names}

    @classmethod
    def concat(cls, tables: Sequence[Table]) -> Table:
        """Tables of the same columns below one another."""
        return cls(_catchment.Table.concat([table._native for table in tables]))

    def take(self, rows: Sequence[int]) -> Table:
        """The rows with these numbers, in this order."""
        return Table(self._native.take(list(rows)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def _unpacked(cls, columns: list[tuple[str, str, list[Any]]]) -> Table:
        return cls(_catchment.Table.from_columns(columns))

    def __reduce__(self) -> tuple[Any, tuple[list[tuple[str, str, list[Any]]]]]:
        columns = zip(self._native.column_names, self._native.kinds, strict=True)
        return Table._unpacked, ([(name, kind, self[name]) for name, kind in columns],)

    def to_pandas(self) -> Any:
        """As a pandas ``DataFrame``."""
        pandas = need("pandas", "pandas", "to_pandas()")
        return pandas.DataFrame(self.to_pydict())

    def to_polars(self) -> Any:
        """As a polars ``DataFrame``."""
        return need("polars", "polars", "to_polars()").DataFrame(self)

    def to_pyarrow(self) -> Any:
        """As a pyarrow ``Table``."""
        return need("pyarrow", "pyarrow", "to_pyarrow()").table(self)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self._native.__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Table: {self.num_rows} rows; {', '.join(self.column_names)}>"

    def _repr_html_(self) -> str:
        columns = self.to_pydict()
        head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
        rows = []
        for number, values in enumerate(zip(*columns.values(), strict=True)):
            if number == _SHOWN:
                break
            cells = (
                f'<td style="text-align:{"right" if isinstance(value, (int, float)) else "left"}">'
                f"{html.escape(_written(value))}</td>"
                for value in values
            )
            rows.append(f"<tr>{''.join(cells)}</tr>")
        more = f"<p>{self.num_rows:,} rows, of which {_SHOWN} are shown.</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>{more}"
