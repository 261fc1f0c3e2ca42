"""Nearest centre by scikit-learn and SciPy, on the points of `cargo bench --bench grid`.

    GRID_POINTS=folder cargo bench --bench grid -- peers
    python benches/peers/grid_peers.py folder

Needs numpy, scipy and scikit-learn, in an environment of its own. Gives million points a second:
by the clock, and by two cores' worth of processor time.
"""

import sys
import time

import numpy as np
from scipy.spatial import cKDTree
from sklearn.neighbors import BallTree


def unit_vectors(places):
    lat, lon = np.radians(places).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def measure(what, count, work, runs=3):
    clock, processor = [], []
    for _ in range(runs):
        began, before = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - began)
        processor.append(time.process_time() - before)
    million = count / 1e6
    print(
        f"{what:56} {million / sorted(clock)[runs // 2]:9.2f} M/s by the clock "
        f"{2 * million / sorted(processor)[runs // 2]:9.2f} M/s by two cores' time"
    )


def main(folder):
    places = np.fromfile(f"{folder}/points.f64").reshape(-1, 2)
    some = places[:200_000]
    for count in (30, 130, 1_000):
        centres = np.fromfile(f"{folder}/centres{count}.f64").reshape(-1, 2)
        tree = cKDTree(unit_vectors(centres))
        units = unit_vectors(places)
        measure(
            f"scipy cKDTree, unit vectors, 2 workers, {count}",
            len(units),
            lambda: tree.query(units, workers=2),
        )
        ball = BallTree(np.radians(centres), metric="haversine")
        radians = np.radians(some)
        measure(
            f"scikit-learn BallTree, haversine, 1 thread, {count}",
            len(radians),
            lambda: ball.query(radians),
        )


if __name__ == "__main__":
    main(sys.argv[1])
