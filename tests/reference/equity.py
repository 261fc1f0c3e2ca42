"""Equity of England's two layouts with PySAL and NumPy, from the files in data/england.

Prints what `tests/reference/equity.csv` holds: layout, what, value. Every admission is one person (three times
over, as admissions are thirds), Gini and Theil are those of PySAL's `inequality`, slopes are least squares over
single people, and cold spots are connected components of PySAL's rook contiguity.

Regions in alphabetical order serve as an order from the worst-off to the best-off: it means nothing, and every
figure depends on it.
"""

import io
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import zstandard
from inequality.gini import Gini
from inequality.theil import Theil
from libpysal.graph import Graph

DATA = Path(__file__).parents[2] / "data" / "england"


def unpacked(name):
    return zstandard.ZstdDecompressor().stream_reader((DATA / name).read_bytes()).read()


def read(name):
    return pd.read_csv(io.BytesIO(unpacked(name))).set_index("id")


times = read("road_times.csv.zst")
people = read("population.csv.zst")
layouts = pd.read_csv(DATA / "layouts.csv")
thirds = (3 * people["admissions"]).round().astype(int)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "areas.topojson"
    path.write_bytes(unpacked("areas.topojson.zst"))
    areas = gpd.read_file(path)
areas = areas.set_index("id") if "id" in areas else areas.set_index(areas.columns[0])
areas = areas.loc[people.index]
touching = Graph.build_contiguity(areas, rook=True)

print("layout,what,value")
for layout in ["current-24", "example-30"]:

    def show(what, value):
        print(f"{layout},{what},{value:.9f}")

    sites = sorted(layouts.loc[layouts.layout == layout, "site_id"])
    minutes = times[sites].min(axis=1).reindex(people.index)
    reached = minutes.notna() & (thirds > 0)
    each = np.repeat(minutes[reached].to_numpy(), thirds[reached])
    show("gini", Gini(each).g)
    show("theil", Theil(each).T)

    # Ridits and group means, as every area-level index takes them.
    region = people.loc[reached, "region"]
    weight = thirds[reached].groupby(region).sum().sort_index()
    mean = (minutes[reached] * thirds[reached]).groupby(region).sum().sort_index() / weight
    rank = ((weight.cumsum() - weight / 2) / weight.sum()).to_numpy()
    single = np.repeat(np.arange(len(weight)), weight)
    x, y = rank[single], mean.to_numpy()[single]
    slope, intercept = np.polyfit(x, y, 1)
    show("slope_index", -slope)
    show("relative_index", intercept / (intercept + slope))
    show("concentration_index", 2 * np.cov(x, y, bias=True)[0, 1] / y.mean())
    third = len(y) // 3
    show("worst_off_third", y[:third].mean())
    show("best_off_third", y[-third:].mean())

    beyond = minutes.isna() | (minutes > 45)
    part = touching.subgraph(people.index[beyond])
    of = part.component_labels
    demand = (thirds[of.index] / 3).groupby(of).sum().sort_values(ascending=False)
    demand = demand[demand > 0]
    show("cold_spots", len(demand))
    for place in range(5):
        show(f"cold_spot_{place + 1}", demand.iloc[place])
        show(f"points_{place + 1}", (of == demand.index[place]).sum())
