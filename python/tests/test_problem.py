"""Problems from arrays, against NumPy and enumeration."""

from __future__ import annotations

import pickle
from array import array

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import grid_of_minutes, layouts_of

import catchment


def test_an_evaluation_is_that_of_numpy() -> None:
    times, demand = grid_of_minutes(400, 9, seed=1)
    layouts = layouts_of(9, 3)
    table = catchment.Problem(times, demand).evaluate(layouts, standards=[20, 45.5])
    assert table["layout"] == [str(number) for number in range(len(layouts))]
    for number, layout in enumerate(layouts):
        nearest = times[:, layout].min(axis=1)
        assert table["mean_minutes"][number] == pytest.approx(np.average(nearest, weights=demand), rel=1e-12)
        for standard in ("20", "45.5"):
            share = 100 * demand[nearest <= float(standard)].sum() / demand.sum()
            assert table[f"within_{standard}_percent"][number] == pytest.approx(share, rel=1e-12)
        reached = demand > 0
        assert table["max_minutes"][number] == nearest[reached].max()


def test_allocation_is_argmin_and_ties_go_to_the_first() -> None:
    times, demand = grid_of_minutes(500, 6, seed=2)
    times[::7, 4] = times[::7, 1]
    problem = catchment.Problem(times, demand, site_ids=list("abcdef"))
    table = problem.allocate(["e", "b", "f"])
    nearest = times[:, [1, 4, 5]]
    assert table["minutes"] == nearest.min(axis=1).tolist()
    assert table["site"] == np.array(["b", "e", "f"])[nearest.argmin(axis=1)].tolist()
    catchments = problem.catchments(["b", "e", "f"], standards=[30])
    assert sum(catchments["demand"]) == demand.sum()
    assert sum(catchments["points"]) == 500


@pytest.mark.parametrize("centres", [1, 2, 4])
def test_best_layouts_are_those_of_enumeration(centres: int) -> None:
    times, demand = grid_of_minutes(60, 9, seed=centres)
    problem = catchment.Problem(times, demand)
    nearest = {tuple(layout): times[:, layout].min(axis=1) for layout in layouts_of(9, centres)}
    mean = {layout: np.average(of, weights=demand) for layout, of in nearest.items()}
    covered = {layout: demand[of <= 25].sum() for layout, of in nearest.items()}
    longest = {layout: of[demand > 0].max() for layout, of in nearest.items()}

    best = problem.solve("p-median", centres=centres)
    assert best.is_proven and best.gap == 0 and best.value == best.bound
    assert best.value == pytest.approx(min(mean.values()), rel=1e-12)
    assert mean[tuple(best.sites)] == pytest.approx(best.value, rel=1e-12)

    most = problem.solve("mclp", centres=centres, within=25)
    assert (most.status, most.unit, most.value) == ("optimal", "demand", max(covered.values()))
    assert covered[tuple(most.sites)] == most.value

    least_longest = problem.solve("p-centre", centres=centres)
    assert (least_longest.status, least_longest.value) == ("optimal", min(longest.values()))
    assert longest[tuple(least_longest.sites)] == least_longest.value

    kept = problem.solve("p-median", centres=centres, keep=[8])
    assert kept.value == pytest.approx(min(v for k, v in mean.items() if 8 in k), rel=1e-12)
    few = problem.solve("p-median", centres=centres, candidates=[0, 1, 2, 3, 4], exclude=[0])
    allowed = [value for layout, value in mean.items() if set(layout) <= {1, 2, 3, 4}]
    assert few.value == pytest.approx(min(allowed), rel=1e-12)

    ranked = problem.solve("p-median", centres=centres, layouts=5)
    assert ranked.values == pytest.approx(sorted(mean.values())[:5], rel=1e-12)


def test_the_fewest_sites_are_those_of_enumeration() -> None:
    times, demand = grid_of_minutes(40, 8, seed=5)
    problem = catchment.Problem(times, demand)
    standard = 60
    enough = [
        centres
        for centres in range(1, 9)
        if any((times[:, layout].min(axis=1) <= standard)[demand > 0].all() for layout in layouts_of(8, centres))
    ]
    assert problem.solve("lscp", within=standard).value == enough[0]
    assert problem.solve("lscp", within=standard, share=0.5).value <= enough[0]


def test_infeasible_and_undecided_are_told_apart() -> None:
    times, demand = grid_of_minutes(60, 9, seed=3)
    problem = catchment.Problem(times, demand)
    with pytest.raises(catchment.Infeasible, match="within 0.1 min") as infeasible:
        problem.solve("lscp", within=0.1)
    assert infeasible.value.status == "infeasible"
    with pytest.raises(catchment.Infeasible, match="9 candidate sites"):
        problem.solve("p-median", centres=10)
    with pytest.raises(catchment.Infeasible):
        problem.solve("p-median", centres=4, min_demand=demand.sum() / 3)
    for error in (catchment.Infeasible("no"), catchment.Undecided("not yet", 3.5)):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.status, again.bound) == (
            type(error), str(error), error.status, error.bound
        )  # fmt: skip


def test_without_time_nothing_is_said_to_be_proven() -> None:
    times, demand = grid_of_minutes(3_000, 60, seed=4)
    problem = catchment.Problem(times, demand)
    hurried = problem.solve("p-median", centres=8, time_limit=0)
    assert hurried.status == "time-limit" and not hurried.is_proven
    assert hurried.bound < hurried.value and hurried.gap > 0
    times, demand = times[:200, :20], demand[:200]
    near = catchment.Problem(times, demand).solve("p-median", centres=4, gap=0.2)
    assert near.gap <= 0.2 and near.status in ("within-gap", "optimal")
    with pytest.raises(catchment.Undecided) as undecided:
        # Volumes are hard: without time no layout that keeps to them is found.
        volumes = catchment.Problem(times, demand)
        volumes.solve("p-median", centres=10, max_demand=demand.sum() / 10 * 1.02, time_limit=0)
    assert undecided.value.status == "undecided"


def test_little_memory_changes_the_work_and_not_the_answer() -> None:
    times, demand = grid_of_minutes(300, 30, seed=6)
    problem = catchment.Problem(times, demand)
    best = problem.solve("p-median", centres=3)
    little = problem.solve("p-median", centres=3, memory=1e-4)
    assert best.status == little.status == "optimal" and little.value == best.value
    none = problem.solve("p-median", centres=3, memory=0)
    assert none.status in ("memory-limit", "optimal") and none.bound <= best.value <= none.value


def inputs(times: np.ndarray, demand: np.ndarray) -> dict[str, tuple[object, object]]:
    names = [f"s{number}" for number in range(times.shape[1])]
    arrow = pa.table({name: times[:, number] for number, name in enumerate(names)})
    halves = pa.chunked_array([demand[: len(demand) // 2], demand[len(demand) // 2 :]])
    frame = pd.DataFrame(times, columns=names)
    return {
        "C order": (np.ascontiguousarray(times), demand),
        "Fortran order": (np.asfortranarray(times), demand),
        "strided": (np.repeat(times, 2, axis=1)[:, ::2], np.repeat(demand, 2)[::2]),
        "at an odd address": (unaligned(times), unaligned(demand)),
        "read-only": (readonly(times), readonly(demand)),
        "pandas": (frame, pd.Series(demand)),
        "pandas integers": (frame, pd.Series(demand.astype(int), dtype="Int64")),
        "polars": (pl.DataFrame(arrow), pl.Series(demand)),
        "pyarrow": (arrow, pa.array(demand)),
        "pyarrow chunks": (pa.concat_tables([arrow[:100], arrow[100:]]), halves),
        "pyarrow small": (arrow, pa.array(demand.astype(np.uint16))),
        "lists": (times.tolist(), demand.tolist()),
        "array": (times, array("d", demand)),
        "integers": (times, demand.astype(np.int16)),
        "single precision": (times, demand.astype(np.float32)),
    }


def unaligned(values: np.ndarray) -> np.ndarray:
    room = np.zeros(values.nbytes + 1, dtype=np.uint8)[1:]
    copy = room.view(values.dtype).reshape(values.shape)
    copy[...] = values
    return copy


def readonly(values: np.ndarray) -> np.ndarray:
    values = values.copy()
    values.flags.writeable = False
    return values


@pytest.mark.parametrize("kind", inputs(*grid_of_minutes(300, 5, seed=7)))
def test_all_forms_of_input_are_alike(kind: str) -> None:
    times, demand = grid_of_minutes(300, 5, seed=7)
    expected = catchment.Problem(times, demand).evaluate([[0, 1], [2, 4]])
    given = catchment.Problem(*inputs(times, demand)[kind])
    layouts = [[given.site_ids[0], given.site_ids[1]], [given.site_ids[2], given.site_ids[4]]]
    assert given.evaluate(layouts) == expected


TIMES, DEMAND = [[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0]


@pytest.mark.parametrize(
    ("times", "demand", "more", "text"),
    [
        ([[1, float("nan")], [3, 4]], DEMAND, {}, r"times: row 0, column 1: .*NaN or null.*inf"),
        (pa.table({"a": [1, None], "b": [1, 2]}), DEMAND, {}, r"times: row 1, column 0: .*NaN or null"),
        (pd.DataFrame({"a": [1, None], "b": [1, 2]}), DEMAND, {}, r"times: row 1, column 0: .*NaN or null"),
        ([[1, 2], [-3, 4]], DEMAND, {}, r"times: row 1, column 0: a time must be .* \(got `-3`\)"),
        ([[1, float("-inf")], [3, 4]], DEMAND, {}, r"times: row 0, column 1: a time must be"),
        ([[1, 40_000], [3, 4]], DEMAND, {}, r"a number from 0 to 30,000 minutes"),
        ([[1, 2], [3]], DEMAND, {}, r"times: row 1: expected 2 times, as in row 0 \(got 1\)"),
        ([1, 2], DEMAND, {}, r"times: row 0: expected the times to every site"),
        ([], [], {}, "expected at least one demand point and one site"),
        (np.zeros((0, 2)), [], {}, r"expected at least one demand point and one site \(got 0 × 2\)"),
        (np.zeros((2, 0)), DEMAND, {}, r"expected at least one demand point and one site \(got 2 × 0\)"),
        (np.zeros(2), DEMAND, {}, r"times: expected two dimensions, demand points × sites \(got 1\)"),
        (np.zeros((2, 2, 2)), DEMAND, {}, r"times: expected two dimensions"),
        (np.zeros((2, 70_000), dtype=np.uint8), DEMAND, {}, "at most 65,535 sites"),
        (np.array(TIMES, dtype=object), DEMAND, {}, "times: expected .*numbers|times: expected float32"),
        (np.array(TIMES, dtype="datetime64[s]") if False else np.array([["a", "b"]] * 2), DEMAND, {}, "times: expected"),
        (np.zeros((2, 2), dtype="M8[s]"), DEMAND, {}, "times: expected numbers"),
        (np.array(TIMES, dtype=">f8"), DEMAND, {}, "byte order of this machine .*astype"),
        (np.array(TIMES, dtype=complex), DEMAND, {}, "times: expected float32, float64 or integers"),
        (np.array(TIMES, dtype=bool), DEMAND, {}, "times: expected float32, float64 or integers"),
        (pl.DataFrame({"a": ["x", "y"], "b": [1, 2]}), DEMAND, {}, "column `a`: expected numbers"),
        ("minutes", DEMAND, {}, "times: expected numbers"),
        (None, DEMAND, {}, "times: expected numbers"),
        (TIMES, [1], {}, r"demand: expected 2, one for each row of times \(got 1\)"),
        (TIMES, [1, -2], {}, r"demand: row 1: a count of people .* \(got `-2`\)"),
        (TIMES, [1, float("nan")], {}, "demand: row 1: a count of people"),
        (TIMES, pl.Series([1, None]), {}, "demand: row 1: a count of people"),
        (TIMES, [1, 2e9], {}, "demand: row 1: a count of people"),
        (TIMES, [1, "2"], {}, "demand: expected a number at position 1"),
        (TIMES, np.array(["a", "b"]), {}, "demand: expected"),
        (TIMES, pd.Series(["a", "b"]), {}, "demand: expected"),
        (TIMES, np.zeros((2, 1)), {}, r"demand: expected one dimension \(got 2\)"),
        (TIMES, DEMAND, {"site_ids": ["a", "a"]}, "site_ids: `a` appears twice, at positions 0 and 1"),
        (TIMES, DEMAND, {"site_ids": ["a"]}, r"site_ids: expected 2, one each \(got 1\)"),
        (TIMES, DEMAND, {"site_ids": [1.5, 2.5]}, "site_ids: expected words or whole numbers"),
        (TIMES, DEMAND, {"site_ids": pa.array(["a", None])}, "site_ids: expected an id everywhere"),
        (TIMES, DEMAND, {"point_ids": np.array([7, 7])}, "point_ids: `7` appears twice"),
        (TIMES, DEMAND, {"unit": "days"}, "unit: expected `minutes`, `seconds` or `hours`"),
        (TIMES, DEMAND, {"missing": "drop"}, "missing: expected `error` or `unreachable`"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    times: object, demand: object, more: dict[str, object], text: str
) -> None:
    with pytest.raises(catchment.InputError, match=text):
        catchment.Problem(times, demand, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ({"model": "p-hub", "centres": 1}, "expected `p-median`, `mclp`, `backup`, `lscp`, `p-centre`, `gini` or `mad`"),
        ({"model": "p-median"}, "expected `centres`"),
        ({"model": "p-median", "centres": 0}, "at least one centre"),
        ({"model": "p-median", "centres": 1, "within": 5}, "`within` has no meaning for p-median"),
        ({"model": "mclp", "centres": 1}, "expected `within`"),
        ({"model": "mclp", "centres": 1, "within": -5}, "within: "),
        ({"model": "mclp", "centres": 1, "within": float("nan")}, "within: "),
        ({"model": "lscp", "within": 5, "centres": 1}, "`centres` has no meaning for lscp"),
        ({"model": "lscp", "within": 5, "share": 1.5}, "share: "),
        ({"model": "p-median", "centres": 1, "keep": ["c"]}, "`c` is not the id of a site"),
        ({"model": "p-median", "centres": 1, "keep": "a"}, "expected a list of ids"),
        ({"model": "p-median", "centres": 1, "keep": ["a"], "exclude": ["a"]}, "site `a` is both kept and"),
        ({"model": "p-median", "centres": 1, "gap": -0.1}, "gap: expected a part of the value"),
        ({"model": "p-median", "centres": 1, "gap": float("nan")}, "gap: expected a part of the value"),
        ({"model": "p-median", "centres": 1, "time_limit": -1}, "time_limit: expected a number of seconds"),
        ({"model": "p-median", "centres": 1, "memory": float("inf")}, "memory: expected a number of GiB"),
        ({"model": "p-median", "centres": 1, "min_demand": -1}, "min_demand: "),
        ({"model": "p-median", "centres": 1, "layouts": 0}, "layouts: expected at least 1"),
        ({"model": "p-median", "centres": 1, "unreachable": "never"}, "unreachable: expected a number"),
        ({"model": "p-median", "centres": 1, "unreachable": 1}, "less than the longest time"),
    ],
)
def test_questions_without_meaning_are_refused(question: dict[str, object], text: str) -> None:
    problem = catchment.Problem(TIMES, DEMAND, site_ids=["a", "b"])
    with pytest.raises(catchment.InputError, match=text):
        problem.solve(**question)  # type: ignore[arg-type]


def test_layouts_without_meaning_are_refused() -> None:
    problem = catchment.Problem(TIMES, DEMAND, site_ids=["north", "south"])
    for layouts, text in [
        ([[]], "layout `0` has no site"),
        ({"mine": ["north", "north"]}, "layout `mine` names site `north` twice"),
        ({"mine": ["nroth"]}, "`nroth` is not the id of a site; did you mean `north`"),
        ("north", "layouts: expected lists of ids"),
        (["north"], "expected a list of ids"),
    ]:
        with pytest.raises(catchment.InputError, match=text):
            problem.evaluate(layouts)
    for standards in ([60, 30], [30, 30], [-1], [float("nan")], ["x"], "soon"):
        with pytest.raises(catchment.InputError, match="standards"):
            problem.evaluate([["north"]], standards=standards)


def test_units_are_alike_and_limits_inclusive() -> None:
    minutes = np.array([[45.0, 10.0], [30.0, 60.0]])
    layouts = [[0], [0, 1]]
    expected = catchment.Problem(minutes, [3, 1]).evaluate(layouts, standards=[45])
    assert expected["within_45_percent"] == [100.0, 100.0]
    for unit, times in [("seconds", minutes * 60), ("hours", minutes / 60)]:
        assert catchment.Problem(times, [3, 1], unit=unit).evaluate(layouts, standards=[45]) == expected


def test_a_missing_route_is_said_and_counted() -> None:
    times = np.array([[10.0, np.inf], [np.nan, 20.0], [np.nan, np.inf]])
    problem = catchment.Problem(times, [3, 1, 2], missing="unreachable")
    assert problem.allocate([0, 1])["site"] == [0, 1, None]
    table = problem.evaluate([[0], [0, 1]])
    assert table["unreachable"] == [3.0, 2.0]
    assert table["mean_minutes"] == [10.0, 12.5]
    assert problem.solve("p-median", centres=1).unreachable == 1.0


def test_a_problem_can_be_pickled() -> None:
    times, demand = grid_of_minutes(50, 7, seed=8)
    times[3, 4] = np.inf
    for ids in (None, list("abcdefg")):
        problem = catchment.Problem(times, demand, site_ids=ids)
        again = pickle.loads(pickle.dumps(problem))
        layout = [list(problem.site_ids)[:3]]
        assert again.site_ids == problem.site_ids
        assert again.evaluate(layout) == problem.evaluate(layout)
        assert again.solve("p-median", centres=2).sites == problem.solve("p-median", centres=2).sites
    with pytest.raises(catchment.InputError, match="not a problem of this version"):
        type(problem)._unpacked(problem._native.to_bytes()[:-1])
