"""The Python package beside NumPy, lokigi and spopt, on the England table.

    python/build.sh
    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install dist/catchment-*.whl lokigi==0.9.1 spopt==0.7.0 \
        pulp zstandard numpy pandas pyarrow polars
    /tmp/peers/bin/python benches/peers/python_overheads.py

Prints medians in milliseconds of so many runs.
"""

import contextlib
import io
import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import zstandard

import catchment

warnings.filterwarnings("ignore")
DATA = Path(__file__).parents[2] / "data" / "england"


def read(name):
    data = (DATA / name).read_bytes()
    return pd.read_csv(io.BytesIO(zstandard.ZstdDecompressor().stream_reader(data).read()))


def shown(what, work, runs=15):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(1e3 * (time.perf_counter() - start))
    print(f"{what:<68} {statistics.median(times):>11.3f} ms  ({runs} runs)", flush=True)
    return result


start = time.perf_counter()
study = catchment.Study.england()
results = study.run()
print(f"study opened and run the first time: {1e3 * (time.perf_counter() - start):.0f} ms")
shown("study run, data loaded", study.run, 5)

times = read("road_times.csv.zst")
population = read("population.csv.zst").set_index("id").loc[times["id"]].reset_index()
layouts = pd.read_csv(DATA / "layouts.csv")
current = layouts.loc[layouts.layout == "current-24", "site_id"].tolist()
demand = population["admissions"].to_numpy()
names = list(times.columns[1:])
matrix = times[names].to_numpy(dtype=float)
has_times = ~np.isnan(matrix).all(axis=1)
matrix, demand = np.where(np.isnan(matrix), np.inf, matrix)[has_times], demand[has_times]
columns = np.asfortranarray(matrix[:, [names.index(site) for site in current]])

problem = shown("Problem from NumPy, 32,844 × 125", lambda: catchment.Problem(matrix, demand, names), 7)
table = pl.DataFrame({name: matrix[:, number] for number, name in enumerate(names)})
shown("Problem from polars", lambda: catchment.Problem(table, demand), 7)

shown("numpy: minimum and weighted mean of 24 columns", lambda: np.average(columns.min(axis=1), weights=demand), 51)
shown("evaluate, 24 centres, three standards", lambda: problem.evaluate([current]), 51)
shown("allocate, 24 centres, one row per point", lambda: problem.allocate(current), 51)
many = [current] * 100
shown("evaluate, 100 layouts of 24", lambda: problem.evaluate(many), 7)
areas = shown("areas of one layout as a table", lambda: results.areas("current-24"), 7)
shown("that table to pyarrow", lambda: pa.table(areas), 51)
shown("that table to polars", lambda: pl.DataFrame(areas), 51)
small = catchment.Problem([[1.0, 2.0], [2.0, 1.0]], [1, 1])
shown("evaluate of a problem of 2 × 2: the cost of a call", lambda: small.evaluate([[0]]), 501)
shown("solve of a problem of 2 × 2: the cost of a call", lambda: small.solve("p-median", centres=1), 501)
ivt = study.sites("ivt")
english = study.problem()
shown("solve, p-median, 24 of 113", lambda: english.solve("p-median", centres=24, candidates=ivt), 7)
shown("solve, MCLP, 45 min, 24 of 113", lambda: english.solve("mclp", centres=24, within=45, candidates=ivt), 7)

random = np.random.default_rng(1)
question = catchment.GridQuestion.from_study(study)
for cells in (10_000, 100_000, 1_000_000):
    batch = {
        "lat": random.uniform(50, 55, cells), "lon": random.uniform(-5, 1, cells), "population": random.random(cells)
    }
    ms = shown(f"partial of {cells:,} cells, 4 layouts", lambda: question.partial(batch), 7)
partial = question.partial(batch)
shown("merge of two partial sums", lambda: partial.merge(partial), 501)

if "--peers" in sys.argv:
    from lokigi.site import SiteProblem

    theirs = SiteProblem(debug_mode=False)
    with contextlib.redirect_stdout(io.StringIO()):
        theirs.add_demand(population[["id", "admissions"]], "admissions", "id")
        theirs.add_travel_matrix(times, "id")
        theirs._setup_sites_df_from_travel_matrix()

    def by_lokigi():
        with contextlib.redirect_stdout(io.StringIO()):
            return theirs.evaluate_single_solution_single_objective(
                "p_median", site_names=current, threshold_for_coverage=45
            )

    by_lokigi()
    shown("lokigi: evaluate, 24 centres", by_lokigi, 15)

    import pulp
    from spopt.locate import PMedian

    first = np.where(np.isinf(matrix[:300]), 1e6, matrix[:300])[:, :60]
    weights = demand[:300]

    def by_spopt():
        solver = pulp.PULP_CBC_CMD(msg=False)
        return PMedian.from_cost_matrix(first, weights, p_facilities=5).solve(solver).problem.objective.value()

    value = shown("spopt with CBC: p-median, 5 of 60, 300 points", by_spopt, 3)
    part = catchment.Problem(first, weights)
    best = shown("solve: the same", lambda: part.solve("p-median", centres=5), 7)
    assert abs(best.value * weights.sum() - value) < 1e-3 * value
