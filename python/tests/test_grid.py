"""Grids in parts, against a brute-force search and one another."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import catchment

CENTRES = {"london": (51.52, -0.12), "bristol": (51.46, -2.6), "leeds": (53.8, -1.55), "truro": (50.27, -5.09)}
LAYOUTS = {"two": ["london", "leeds"], "all": list(CENTRES)}


def cells(count: int, seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        "lat": random.uniform(50, 55, count),
        "lon": random.uniform(-5, 1, count),
        "population": random.integers(0, 4_000, count) / 8,
    }


@pytest.fixture(scope="module")
def question() -> catchment.GridQuestion:
    return catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 60])


def part(batch: dict[str, np.ndarray], start: int, end: int) -> dict[str, np.ndarray]:
    return {name: column[start:end] for name, column in batch.items()}


def test_sums_are_those_of_every_cell_to_every_centre(question: catchment.GridQuestion) -> None:
    batch = cells(3_000, seed=1)
    lat, lon = np.radians(batch["lat"]), np.radians(batch["lon"])
    place = np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    for layout, ids in LAYOUTS.items():
        at = np.radians(np.array([CENTRES[id_] for id_ in ids]))
        centre = np.array(
            [np.cos(at[:, 0]) * np.cos(at[:, 1]), np.cos(at[:, 0]) * np.sin(at[:, 1]), np.sin(at[:, 0])]
        )
        nearest = (place.T @ centre).argmax(axis=1)
        allocated = question.allocate(layout, batch)
        assert allocated["centre"] == [ids[number] for number in nearest]
        table = question.partial(batch).by_centre
        rows = {row["centre"]: row for row in table if row["layout"] == layout}
        minutes = np.array(allocated["minutes"])
        for number, id_ in enumerate(ids):
            of = nearest == number
            people = batch["population"][of]
            assert rows[id_]["people"] == people.sum()
            assert rows[id_]["mean_minutes"] == pytest.approx(np.average(minutes[of], weights=people), rel=1e-9)
            within = 100 * people[minutes[of] <= 60].sum() / people.sum()
            assert rows[id_]["within_60_percent"] == pytest.approx(within, rel=1e-9)


def test_parts_merge_exactly_in_any_order(question: catchment.GridQuestion) -> None:
    batch = cells(5_000, seed=2)
    whole = question.partial(batch)
    cuts = [0, 1, 77, 1_000, 1_001, 4_200, 5_000]
    parts = [question.partial(part(batch, *of)) for of in zip(cuts, cuts[1:], strict=False)]
    forward = catchment.Partial.merge_all(parts)
    backward = question.empty().merge(*reversed(parts))
    paired = (parts[0] + parts[1]) + ((parts[2] + parts[3]) + (parts[4] + parts[5]))
    assert forward.to_bytes() == backward.to_bytes() == paired.to_bytes() == whole.to_bytes()
    assert forward == whole and forward.cells == 5_000
    assert question.empty() != whole


def test_exact_sums_are_decimals_and_whole_numbers(question: catchment.GridQuestion) -> None:
    partial = question.partial(cells(100, seed=3))
    exact = pa.table(partial.exact)
    assert exact.schema.field("people_milliseconds_millionths").type == pa.decimal128(38, 0)
    for row, people in zip(partial.exact, partial.by_centre["people"], strict=True):
        assert isinstance(row["people_millionths"], int) and row["people_millionths"] == people * 10**6
    many = question.partial({"lat": [51.0] * 10, "lon": [0.0] * 10, "population": [1e9] * 10})
    for _ in range(40):
        many = many + many
    assert sum(many.exact["people_millionths"]) == 2 * 2**40 * 10**16
    with pytest.raises(catchment.InputError, match="38 digits"):
        for _ in range(100):
            many = many + many


def test_partials_can_be_pickled_and_do_not_mix(question: catchment.GridQuestion) -> None:
    partial = question.partial(cells(100, seed=4))
    assert pickle.loads(pickle.dumps(partial)) == partial
    again = pickle.loads(pickle.dumps(question))
    assert again.partial(cells(100, seed=4)) == partial
    other = catchment.GridQuestion(CENTRES, LAYOUTS, standards=[30, 61]).empty()
    with pytest.raises(catchment.InputError, match="different questions"):
        partial.merge(other)
    for damaged in (b"", b"x" * 40, partial.to_bytes()[:-1], partial.to_bytes() + b"x"):
        with pytest.raises(catchment.InputError, match="not a partial sum"):
            catchment.Partial.from_bytes(damaged)
    with pytest.raises(catchment.InputError, match="at least one"):
        catchment.Partial.merge_all([])


def test_all_forms_of_batches_are_alike(question: catchment.GridQuestion) -> None:
    batch = cells(200, seed=5)
    expected = question.partial(batch)
    table = pa.table(batch)
    for form in (
        table,
        pa.concat_tables([table[:50], table[50:]]),
        table.to_batches()[0],
        pl.DataFrame(batch),
        pd.DataFrame(batch),
        {name: column.tolist() for name, column in batch.items()},
        {name: pl.Series(column) for name, column in batch.items()},
    ):
        assert question.partial(form) == expected
    named = catchment.GridQuestion(CENTRES, LAYOUTS, [30, 60], columns=("y", "x", "people"))
    assert named.partial(table.rename_columns(["y", "x", "people"])).to_bytes() == expected.to_bytes()
    frame = pl.DataFrame({"id": list(CENTRES), "lat": [p[0] for p in CENTRES.values()], "lon": [p[1] for p in CENTRES.values()]})
    for centres in (frame, frame.to_pandas(), frame.to_arrow()):
        assert catchment.GridQuestion(centres, LAYOUTS, [30, 60]).partial(batch) == expected


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"lat": [91.0]}, "cell number 0: latitude must lie between"),
        ({"lon": [float("nan")]}, "cell number 0: longitude must lie between"),
        ({"population": [-1.0]}, "cell number 0: a count of people"),
        ({"population": pl.Series([None], dtype=pl.Float64)}, "cell number 0: a count of people"),
        ({"population": [1.0, 2.0]}, "expected equally many"),
        ({"population": ["x"]}, "column `population`: expected a number at position 0"),
        ({"population": np.array(["x"])}, "population: expected"),
    ],
)
def test_cells_that_cannot_be_are_refused(
    question: catchment.GridQuestion, change: dict[str, object], text: str
) -> None:
    with pytest.raises(catchment.InputError, match=text):
        question.partial({"lat": [51.0], "lon": [0.0], "population": [1.0], **change})


def test_tables_without_the_columns_are_refused(question: catchment.GridQuestion) -> None:
    with pytest.raises(catchment.InputError, match="no column `population`"):
        question.partial({"lat": [51.0], "lon": [0.0]})
    with pytest.raises(catchment.InputError, match="no column `population`; there are lat, lon"):
        question.partial(pa.table({"lat": [51.0], "lon": [0.0]}))
    with pytest.raises(catchment.InputError, match="column `lat`: expected numbers"):
        question.partial(pa.table({"lat": ["x"], "lon": [0.0], "population": [1]}))


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"centres": {}}, "expected at least one centre|`london` is not|1 to 65535 centres"),
        ({"centres": {"x": (91, 0)}, "layouts": [["x"]]}, "centre `x`: latitude must lie"),
        ({"centres": {"x": 1}, "layouts": [["x"]]}, "a latitude and a longitude"),
        ({"centres": [1, 2]}, "columns `id`, `lat` and `lon`"),
        ({"layouts": [[]]}, "layout `0`: expected at least one centre"),
        ({"layouts": [["london", "london"]]}, "each once"),
        ({"layouts": [["lodnon"]]}, "did you mean `london`"),
        ({"standards": [60, 30]}, "standards: expected minutes in ascending order"),
        ({"curve": {"detour": 1.3}}, "curve: expected fixed_minutes"),
        ({"curve": {"fixed_minutes": -1, "detour": 1, "slow_kmh": 1, "fast_kmh": 2, "reach_km": 1}}, "curve: "),
    ],
)
def test_questions_that_cannot_be_are_refused(arguments: dict[str, object], text: str) -> None:
    with pytest.raises(catchment.InputError, match=text):
        catchment.GridQuestion(**{"centres": CENTRES, "layouts": LAYOUTS, **arguments})  # type: ignore[arg-type]


def test_a_study_asks_with_its_own_centres(england: catchment.Study) -> None:
    question = catchment.GridQuestion.from_study(england, standards=[45])
    assert question.layouts == england.layouts
    table = question.partial({"lat": [51.5], "lon": [-0.1], "population": [10]}).by_layout
    assert table["people"] == [10.0] * len(england.layouts)
