"""Groups, centres and changes of England's two layouts with pandas, from the files in data/england.

Prints what `tests/reference/england_pandas.csv` holds: layout, what, key, measure, value.
"""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import zstandard

DATA = Path(__file__).parents[2] / "data" / "england"


def read(name):
    data = (DATA / name).read_bytes()
    return pd.read_csv(io.BytesIO(zstandard.ZstdDecompressor().stream_reader(data).read()))


times = read("road_times.csv.zst").set_index("id")
people = read("population.csv.zst").set_index("id")
layouts = pd.read_csv(DATA / "layouts.csv")
weight = people["admissions"]


def show(layout, what, key, measure, value):
    print(f"{layout},{what},\"{key}\",{measure},{value:.6f}")


def quantile(minutes, weights, part):
    order = minutes.sort_values(kind="stable")
    share = weights[order.index].cumsum() / weights.sum()
    return order[share >= part - 1e-12].iloc[0]


print("layout,what,key,measure,value")
soonest = {}
for layout in ["current-24", "example-30"]:
    sites = sorted(layouts.loc[layouts.layout == layout, "site_id"])
    minutes = times[sites].min(axis=1).reindex(people.index)
    soonest[layout] = minutes
    for grouping in ["region", "isdn", "icb", "ambulance_service"]:
        for label, members in people.groupby(grouping):
            reached = minutes[members.index].dropna()
            w = weight[members.index]
            show(layout, grouping, label, "mean", np.average(reached, weights=w[reached.index]))
            show(layout, grouping, label, "p95", quantile(reached, w, 0.95))
            show(layout, grouping, label, "within_45", 100 * w[minutes[w.index] <= 45].sum() / w.sum())
    centre = times[sites].idxmin(axis=1)
    for site, members in weight[centre.index].groupby(centre):
        show(layout, "centre", site, "demand", members.sum())
before, after = soonest["current-24"], soonest["example-30"]
for name, part in [("nearer", after < before), ("farther", after > before)]:
    show("example-30", "change", name, "percent", 100 * weight[part].sum() / weight.sum())
    show("example-30", "change", name, "minutes", np.average((after - before)[part], weights=weight[part]))
