"""Sums of travel times on a graph by Dijkstra's algorithm of SciPy, for a test of this project.

    python benches/peers/network_scipy.py tests/reference/network.csv

Needs numpy and scipy, in an environment of its own. The graph is drawn by a linear congruential generator
that the test draws it by too; it has arcs that take no time, parallel arcs, loops and nodes that are not
connected. Writes one row per source: the sum of the times to all nodes in milliseconds, and to how many
there is a way.

    python benches/peers/network_scipy.py --time FOLDER

times the graphs that `cargo bench --bench network` wrote into the folder of `NETWORK_GRAPHS`.
"""

import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

NODES, ARCS, SOURCES = 3_000, 7_500, 40


def drawn():
    state = 20_240_501
    while True:
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        yield state >> 33


def graph():
    numbers = drawn()
    shortest = {}
    for _ in range(ARCS):
        tail, head = next(numbers) % NODES, next(numbers) % NODES
        time = next(numbers) % 90_000
        time = 0 if time < 4_500 else time
        if tail != head:
            shortest[tail, head] = min(time, shortest.get((tail, head), time))
    tails, heads = zip(*shortest)
    return csr_matrix((np.array(list(shortest.values()), float), (tails, heads)), (NODES, NODES))


def reference(file):
    sources = np.arange(SOURCES) * (NODES // SOURCES)
    times = dijkstra(graph(), indices=sources)
    with open(file, "w") as out:
        out.write("source,milliseconds,reached\n")
        for source, row in zip(sources, times):
            reached = np.isfinite(row)
            out.write(f"{source},{int(row[reached].sum())},{reached.sum()}\n")


def measure(folder):
    for name in ("malta", "large"):
        try:
            first = np.fromfile(f"{folder}/{name}.first.u32", np.uint32).astype(np.int64)
        except FileNotFoundError:
            continue
        heads = np.fromfile(f"{folder}/{name}.heads.u32", np.uint32).astype(np.int32)
        times = np.fromfile(f"{folder}/{name}.times.u32", np.uint32).astype(float)
        sources = np.fromfile(f"{folder}/{name}.sources.u32", np.uint32)
        targets = np.fromfile(f"{folder}/{name}.targets.u32", np.uint32)
        nodes = len(first) - 1
        matrix = csr_matrix((times, heads, first.astype(np.int32)), (nodes, nodes))
        some = sources[:20] if name == "malta" else sources[:3]
        before = time.process_time()
        total = 0
        for source in some:
            total += int(dijkstra(matrix, indices=source)[targets].sum())
        seconds = time.process_time() - before
        print(f"{name}: scipy {seconds / len(some):.4f} s of processor time a site, sum {total}")


if sys.argv[1] == "--time":
    measure(sys.argv[2])
else:
    reference(sys.argv[1])
