"""Minutes to the nearest of 20 sites over the raster of `cargo bench --bench network -- surface` by
xarray-spatial.

    python benches/peers/friction_xarray.py

Needs numpy, xarray and xarray-spatial with numba, in an environment of its own. Gives the processor time of
the second of two runs, so that compiling is not counted.
"""

import time

import numpy as np
import xarray as xr
from xrspatial.cost_distance import cost_distance

SIDE = 2_000
row, column = np.indices((SIDE, SIDE))
slow = np.float32(0.012) + ((row * 31 + column * 17) % 97).astype(np.float32) * np.float32(0.000_2)
friction = np.where((row % 97 == 0) | (column % 89 == 0), np.float32(0.001), slow)
sites = np.zeros((SIDE, SIDE), np.float32)
for site in range(20):
    sites[site * 7_919 % SIDE, site * 6_007 % SIDE] = site + 1
axes = {"y": np.arange(SIDE)[::-1] * 100.0, "x": np.arange(SIDE) * 100.0}
layers = [xr.DataArray(layer, dims=("y", "x"), coords=axes) for layer in (sites, friction)]
for _ in range(2):
    clock, processor = time.perf_counter(), time.process_time()
    found = cost_distance(*layers)
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
print(f"xarray-spatial {processor:.3f} s of processor time, {clock:.3f} s elapsed")
print(f"mean {float(np.nanmean(found.values)):.4f} min")
