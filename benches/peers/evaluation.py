"""One national layout with numpy and lokigi, for comparison with benches/evaluation.rs.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install lokigi==0.9.1 zstandard
    /tmp/peers/bin/python benches/peers/evaluation.py
    cargo bench --bench evaluation

Prints the median of 15 runs in milliseconds, and the mean time that each found.
"""

import contextlib
import io
import os
import statistics
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import zstandard
from lokigi.site import SiteProblem

warnings.filterwarnings("ignore")
DATA = Path(__file__).parents[2] / "data" / "england"


def read(name):
    data = (DATA / name).read_bytes()
    return pd.read_csv(io.BytesIO(zstandard.ZstdDecompressor().stream_reader(data).read()))


def median_ms(work, runs=15):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times), result


times = read("road_times.csv.zst")
population = read("population.csv.zst").set_index("id").loc[times["id"]].reset_index()
layouts = pd.read_csv(DATA / "layouts.csv")
sites = layouts.loc[layouts.layout == "current-24", "site_id"].tolist()
demand = population["admissions"].to_numpy()
columns = np.asfortranarray(times[sites].to_numpy())
rows = np.ascontiguousarray(columns)


def by_numpy():
    soonest = columns.min(axis=1)
    return np.average(soonest, weights=demand)


problem = SiteProblem(debug_mode=False)
with contextlib.redirect_stdout(io.StringIO()):
    problem.add_demand(population[["id", "admissions"]], "admissions", "id")
    problem.add_travel_matrix(times, "id")
    problem._setup_sites_df_from_travel_matrix()


def by_lokigi():
    with contextlib.redirect_stdout(io.StringIO()):
        return problem.evaluate_single_solution_single_objective(
            "p_median", site_names=sites, threshold_for_coverage=45
        )


for order, table in [("area by area", rows), ("site by site", columns)]:
    ms, _ = median_ms(lambda: table.min(axis=1))
    print(f"numpy minimum over {len(sites)} columns, {order}: {ms:.2f} ms")
ms, mean = median_ms(by_numpy)
print(f"numpy minimum and weighted mean: {ms:.2f} ms, mean {mean:.3f} min")
by_lokigi()
ms, answer = median_ms(by_lokigi)
print(f"lokigi 0.9.1 evaluate: {ms:.2f} ms, mean {answer.weighted_average:.3f} min")
print(f"{os.cpu_count()} cores")
