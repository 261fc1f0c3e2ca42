"""National optima by HiGHS, for tests/reference/optimise-england.csv.

python -m venv venv && venv/bin/pip install highspy==1.11.0 numpy
venv/bin/python benches/peers/optimise_oracle.py > tests/reference/optimise-england.csv

Equal rows are merged here too, independently; the value written is computed again from the
instance, and the solver's bound must agree with it.
"""

import math
import sys
import time

import highspy
import numpy as np

from optimise_instance import england, zstd_rows

SITES, DEMAND, SECONDS = england()
POINTS, CANDIDATES = SECONDS.shape
REACHABLE = SECONDS.max(axis=1) >= 0


def solve(rows, centres, floors=()):
    """min sum of rows[A] * [no site of A], or without `centres` the fewest sites that hit all rows.

    `floors`: so much of the weights of some rows must be hit.
    """
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    sets = list(rows)
    for _ in range(CANDIDATES + (len(sets) if centres else 0)):
        highs.addVar(0, 1)
    sites = np.arange(CANDIDATES, dtype=np.int32)
    highs.changeColsIntegrality(
        CANDIDATES, sites, np.array([highspy.HighsVarType.kInteger] * CANDIDATES)
    )
    if centres:
        weights = np.array([float(rows[key]) / 1e6 for key in sets])
        columns = np.arange(CANDIDATES, CANDIDATES + len(sets), dtype=np.int32)
        highs.changeColsCost(len(sets), columns, weights)
        highs.addRow(centres, centres, CANDIDATES, sites, np.ones(CANDIDATES))
    else:
        highs.changeColsCost(CANDIDATES, sites, np.ones(CANDIDATES))
    for place, key in enumerate(sets):
        index = [j for j in range(CANDIDATES) if key >> j & 1]
        if centres:
            index.append(CANDIDATES + place)
        highs.addRow(1, highspy.kHighsInf, len(index), np.array(index, dtype=np.int32), np.ones(len(index)))
    for weights, required in floors:
        hit = []
        for key, weight in weights.items():
            index = [j for j in range(CANDIDATES) if key >> j & 1]
            if index:
                hit.append((highs.getNumCol(), float(weight) / 1e6))
                highs.addVar(0, 1)
                index.append(hit[-1][0])
                ones = np.array([1.0] * (len(index) - 1) + [-1.0])
                highs.addRow(0, highspy.kHighsInf, len(index), np.array(index, dtype=np.int32), ones)
        index, weight = zip(*hit)
        highs.addRow(
            required / 1e6, highspy.kHighsInf, len(hit), np.array(index, dtype=np.int32), np.array(weight)
        )
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    opened = np.where(np.array(highs.getSolution().col_value[:CANDIDATES]) > 0.5)[0]
    return opened, highs.getInfo().mip_dual_bound


def median_rows(centres):
    nearest = min(CANDIDATES - 1, 3 * CANDIDATES // centres + 6)
    rows, base = {}, 0
    for i in np.where(REACHABLE & (DEMAND > 0))[0]:
        order = np.argsort(SECONDS[i], kind="stable")[: nearest + 1]
        base += DEMAND[i] * int(SECONDS[i, order[0]])
        key = 0
        for near, far in zip(order[:-1], order[1:]):
            key |= 1 << int(near)
            step = int(SECONDS[i, far] - SECONDS[i, near])
            if step:
                rows[key] = rows.get(key, 0) + DEMAND[i] * step
    return rows, base


def demand_seconds(opened):
    soonest = SECONDS[:, opened].min(axis=1)
    return sum(int(d) * int(s) for d, s, r in zip(DEMAND, soonest, REACHABLE) if r)


def p_median(centres):
    rows, base = median_rows(centres)
    opened, bound = solve(rows, centres)
    value = demand_seconds(opened)
    assert abs(bound * 1e6 + base - value) < 1e-9 * value
    return value


def group_floors(column, minutes, percent):
    """The rows of every group of a column, and how much of them must be hit."""
    near = (SECONDS >= 0) & (SECONDS <= minutes * 60)
    groups = {}
    for i, area in enumerate(zstd_rows("population.csv.zst")):
        of_group = groups.setdefault(area[column], {})
        key = sum(1 << int(j) for j in np.where(near[i])[0])
        of_group[key] = of_group.get(key, 0) + DEMAND[i]
    return [(rows, math.ceil(sum(rows.values()) * percent / 100)) for rows in groups.values()]


def floor(column, minutes, percent, centres):
    """The p-median with so much of every group of a column within the standard."""
    floors = group_floors(column, minutes, percent)
    rows, base = median_rows(centres)
    opened, bound = solve(rows, centres, floors)
    value = demand_seconds(opened)
    assert abs(bound * 1e6 + base - value) < 1e-9 * value
    chosen = sum(1 << int(j) for j in opened)
    for of_group, required in floors:
        assert sum(demand for key, demand in of_group.items() if key & chosen) >= required
    return value


def fewest(column, minutes, percent):
    """The fewest centres that give every group its floor."""
    opened, bound = solve({}, None, group_floors(column, minutes, percent))
    assert bound > len(opened) - 1
    return len(opened)


def cover_sets(minutes):
    rows, outside = {}, 0
    for i in range(POINTS):
        near = (SECONDS[i] >= 0) & (SECONDS[i] <= minutes * 60)
        key = sum(1 << int(j) for j in np.where(near)[0])
        if key and DEMAND[i]:
            rows[key] = rows.get(key, 0) + DEMAND[i]
        else:
            outside += DEMAND[i]
    return rows, outside


def mclp(minutes, centres):
    rows, outside = cover_sets(minutes)
    opened, bound = solve(rows, centres)
    near = (SECONDS[:, opened] >= 0) & (SECONDS[:, opened] <= minutes * 60)
    value = sum(DEMAND[near.any(axis=1)])
    assert abs(sum(DEMAND) - outside - bound * 1e6 - value) < 1e-9 * value
    return value


def lscp(minutes):
    rows, _ = cover_sets(minutes)
    opened, bound = solve(rows, None)
    assert bound > len(opened) - 1
    return len(opened)


def note(*words):
    print(*words, file=sys.stderr, flush=True)


print("model,minutes,centres,value")
for centres in (10, 24, 30, 40, 60):
    start = time.time()
    print(f"p-median,0,{centres},{p_median(centres)}", flush=True)
    note("p-median", centres, f"{time.time() - start:.1f} s")
for minutes in (30, 45, 60):
    for centres in (24, 30):
        start = time.time()
        print(f"mclp,{minutes},{centres},{mclp(minutes, centres)}", flush=True)
        note("mclp", minutes, centres, f"{time.time() - start:.1f} s")
for minutes in (60, 75, 90):
    print(f"lscp,{minutes},0,{lscp(minutes)}", flush=True)
for column, minutes, percent, centres in (("icb", 45, 70, 27), ("icb", 60, 80, 24), ("isdn", 45, 70, 24)):
    start = time.time()
    print(f"floor:{column}:{percent},{minutes},{centres},{floor(column, minutes, percent, centres)}", flush=True)
    note("floor", column, minutes, percent, centres, f"{time.time() - start:.1f} s")
for column, minutes, percent, below in (("icb", 49, 80, 24), ("icb", 45, 70, 24), ("isdn", 30, 40, 24)):
    print(f"fewest:{column}:{percent},{minutes},{below},{fewest(column, minutes, percent)}", flush=True)
