"""Times over a small friction surface by `MCP_Geometric` of scikit-image, for a test of this project.

    python benches/peers/friction_skimage.py tests/reference/friction.csv

Needs numpy and scikit-image, in an environment of its own. Writes one row per cell: minutes per metre
(empty for a barrier) and the minutes from each of three cells (empty where there is no way), for square
cells of 250 m. Barriers touch along sides only: scikit-image steps between two that touch at a corner.
"""

import sys

import numpy as np
from skimage.graph import MCP_Geometric

ROWS, COLUMNS, METRES = 36, 44, 250.0
STARTS = [(2, 3), (30, 40), (18, 20)]


def surface():
    random = np.random.default_rng(20_240_501)
    friction = random.uniform(0.01, 0.03, (ROWS, COLUMNS))
    friction[7::9, :] = 0.000_8
    friction[:, 5::13] = 0.001_5
    for _ in range(14):
        row, column = random.integers(0, ROWS - 6), random.integers(0, COLUMNS - 6)
        high, wide = random.integers(1, 6, 2)
        friction[row : row + high, column : column + wide] = np.nan
    friction[25:29, 1:5] = np.nan
    friction[26:28, 2:4] = 0.02
    for start in STARTS:
        friction[start] = 0.01
    while True:
        barrier = np.isnan(friction)
        one = barrier[:-1, :-1] & barrier[1:, 1:] & ~barrier[:-1, 1:] & ~barrier[1:, :-1]
        other = ~barrier[:-1, :-1] & ~barrier[1:, 1:] & barrier[:-1, 1:] & barrier[1:, :-1]
        if not (one.any() or other.any()):
            return friction.astype(np.float32)
        friction[:-1, 1:][one] = np.nan
        friction[:-1, :-1][other] = np.nan


def main(file):
    friction = surface()
    costs = np.where(np.isnan(friction), -1.0, friction.astype(float))
    minutes = []
    for start in STARTS:
        assert costs[start] > 0
        found, _ = MCP_Geometric(costs, fully_connected=True).find_costs([start])
        minutes.append(found * METRES)
    with open(file, "w") as out:
        starts = ",".join(f"from_{row}_{column}" for row, column in STARTS)
        out.write(f"minutes_per_metre,{starts}\n")
        for cell in np.ndindex(friction.shape):
            value = "" if np.isnan(friction[cell]) else repr(float(friction[cell]))
            times = [f"{m[cell]:.6f}" if np.isfinite(m[cell]) else "" for m in minutes]
            out.write(",".join([value, *times]) + "\n")


main(sys.argv[1])
