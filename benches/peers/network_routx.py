"""How long routx takes to read an OpenStreetMap extract into a graph for cars.

Needs Python 3.12 with `pip install routx==1.1.1`. `catchment network check EXTRACT` reads the same file into its
graph, and reports on it; run both in turn.

Usage: network_routx.py EXTRACT
"""

import resource
import sys

import routx


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main():
    graph = routx.Graph()
    before = processor_seconds()
    graph.add_from_osm_file(sys.argv[1], routx.OsmProfile.CAR)
    print(f"{len(graph)} nodes: {processor_seconds() - before:.2f} s of processor time")


if __name__ == "__main__":
    main()
