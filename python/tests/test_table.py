"""Tables in the libraries that take them."""

from __future__ import annotations

import pickle

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import catchment


@pytest.fixture
def table() -> catchment.Table:
    problem = catchment.Problem([[0, 10], [10, float("inf")]], [3, 1], site_ids=["n", "s"])
    return problem.allocate(["s"])


def test_every_library_takes_a_table_as_it_is(table: catchment.Table) -> None:
    expected = {"point": [0, 1], "demand": [3.0, 1.0], "site": ["s", None], "minutes": [10.0, None]}
    assert table.to_pydict() == expected
    assert pa.table(table).to_pydict() == expected
    assert pa.record_batch(table).to_pydict() == expected
    assert pl.DataFrame(table).to_dict(as_series=False) == expected
    frame = pd.DataFrame.from_arrow(table)
    assert frame["demand"].tolist() == [3.0, 1.0] and frame["site"].isna().tolist() == [False, True]
    answer = table
    assert duckdb.sql("select sum(demand) from answer where site is not null").fetchall() == [(3.0,)]
    assert table.to_polars().equals(pl.DataFrame(table))
    assert table.to_pyarrow().equals(pa.table(table))
    assert table.to_pandas()["minutes"].tolist()[0] == 10.0


def test_a_requested_schema_is_kept(table: catchment.Table) -> None:
    schema = pa.schema({"point": pa.int32(), "demand": pa.float32(), "site": pa.large_string(), "minutes": pa.float64()})
    assert pa.table(table, schema=schema).schema == schema


def test_numbers_are_those_of_the_csv_files(results: catchment.Results, tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = results.write(tmp_path / "out", pictures=False)
    for name, table in results.tables.items():
        written = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        assert list(written.columns) == table.column_names, name
        for column in table.column_names:
            values = [
                "" if value is None else " ".join(value) if isinstance(value, list) else f"{value:g}" if False else value
                for value in table[column]
            ]
            for value, text in zip(values, written[column], strict=True):
                if isinstance(value, float | int):
                    assert float(text) == value, (name, column)
                else:
                    assert text == value, (name, column)


def test_a_table_can_be_pickled_joined_and_compared(results: catchment.Results) -> None:
    for name, table in results.tables.items():
        again = pickle.loads(pickle.dumps(table))
        assert again == table, name
    summary = results.summary
    assert catchment.Table.concat([summary, summary]).take(range(len(summary))) == summary
    with pytest.raises(catchment.InputError, match="different columns"):
        catchment.Table.concat([summary, results.tables["sites"]])
    with pytest.raises(catchment.InputError, match="no row 99"):
        summary.take([99])
    with pytest.raises(KeyError):
        summary["nothing"]


def test_html_is_escaped() -> None:
    problem = catchment.Problem([[1.0]], [1], site_ids=["<script>"])
    shown = problem.allocate(["<script>"])._repr_html_()
    assert "&lt;script&gt;" in shown and "<script>" not in shown
    assert "30 are shown" not in shown
