"""How the cost of a grid and of questions grows with the workers of a Dask cluster on this machine.

    /tmp/peers/bin/pip install distributed
    /tmp/peers/bin/python benches/peers/python_workers.py

Every worker is a process that computes with one thread. Prints medians of three runs.
"""

import statistics
import time
from functools import partial

import numpy as np
from distributed import Client, LocalCluster

import catchment
from catchment import dask

PARTITIONS, CELLS, QUESTIONS = 40, 1_000_000, 400


def cells(seed):
    random = np.random.default_rng(seed)
    return {
        "lat": random.uniform(50, 55, CELLS), "lon": random.uniform(-5, 1, CELLS), "population": random.random(CELLS)
    }


def seconds(work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def main():
    catchment.set_threads(1)
    question = catchment.GridQuestion.from_study(catchment.Study.england())
    parts = [partial(cells, seed) for seed in range(PARTITIONS)]
    print(f"a grid of {PARTITIONS} partitions of {CELLS:,} cells, 4 layouts; {QUESTIONS} tasks of one small question")
    took, alone = seconds(lambda: catchment.Partial.merge_all(question.partial(part()) for part in parts))
    print(f"one process, one thread: grid {took:.2f} s", flush=True)
    problem = catchment.Problem([[1.0, 2.0], [2.0, 1.0]], [1, 1])
    questions = [{"model": "p-median", "centres": 1}] * QUESTIONS
    for workers in (1, 2):
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            dask.grid(client, question, parts[:workers], threads=1)
            took, found = seconds(lambda: dask.grid(client, question, parts, threads=1))
            assert found.to_bytes() == alone.to_bytes()
            small, _ = seconds(lambda: dask.solve(client, problem, questions, per_task=1, threads=1))
            print(f"{workers} workers: grid {took:.2f} s, a task {1e3 * small / QUESTIONS:.2f} ms", flush=True)


if __name__ == "__main__":
    main()
