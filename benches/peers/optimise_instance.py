"""The national instance, read from data/england without catchment."""

import csv
import pathlib
import subprocess

import numpy as np

ENGLAND = pathlib.Path(__file__).parents[2] / "data" / "england"


def zstd_rows(name):
    text = subprocess.run(["zstdcat", ENGLAND / name], capture_output=True, check=True, text=True).stdout
    return csv.DictReader(text.splitlines())


def england(points=None):
    """Demand in millionths and seconds by point and candidate (-1: no way), in file order."""
    with open(ENGLAND / "hospitals.csv", newline="") as file:
        sites = sorted(row["id"] for row in csv.DictReader(file) if row["ivt"] == "yes")
    population = list(zstd_rows("population.csv.zst"))[:points]
    times = {row["id"]: row for row in zstd_rows("road_times.csv.zst")}
    demand = np.array([round(float(row["admissions"] or 0) * 1e6) for row in population], dtype=object)
    seconds = np.full((len(population), len(sites)), -1, dtype=np.int64)
    for i, row in enumerate(population):
        cells = times.get(row["id"], {})
        for j, site in enumerate(sites):
            if cells.get(site):
                seconds[i, j] = round(float(cells[site]) * 60)
    return sites, demand, seconds
