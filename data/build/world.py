"""data/world/land.topojson.zst: the land of the Earth, for maps that bring none.

Natural Earth 1:10 million as world-atlas packs it, with fewer corners: each corner takes the area of
the triangle with its two neighbours, and the one that takes least goes first (Visvalingam and Whyatt
1993, Line generalisation by repeated elimination of points), until every corner takes at least
LEAST_AREA. The grid of the source is kept, so that no corner moves. Every island stays, as a triangle
at least. Usage: world.py LAND OUTPUT (see world.sh).
"""

import heapq
import json
import math
import sys
from pathlib import Path

from output import Output

# In square kilometres: the triangle of a corner that is left out is smaller, as one of 2 km by 2 km is;
# the file has to stay below 400 kB.
LEAST_AREA = 2.0
KM_PER_DEGREE = 111.2
# The corners of a closed line, of which the last is the first again.
FEWEST_OF_RING = 4


def positions(steps):
    """The corners of an arc as whole steps of the grid."""
    x = y = 0
    corners = []
    for dx, dy in steps:
        x, y = x + dx, y + dy
        corners.append((x, y))
    return corners


def triangle(a, b, c, scale, south):
    """The area between three corners in square kilometres, on a plane at their latitude."""
    latitude = south + b[1] * scale[1]
    across = scale[0] * KM_PER_DEGREE * math.cos(math.radians(latitude))
    up = scale[1] * KM_PER_DEGREE
    doubled = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return abs(doubled) * across * up / 2


def simplified(corners, scale, south):
    """An arc without the corners that take little; its ends stay."""
    count = len(corners)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    fewest = FEWEST_OF_RING if corners[0] == corners[-1] else 2
    area = [math.inf] * count

    def measure(at):
        around = (corners[n] for n in (before[at], at, after[at]))
        return triangle(*around, scale, south)

    heap = []
    for at in range(1, count - 1):
        area[at] = measure(at)
        heap.append((area[at], at))
    heapq.heapify(heap)
    left = count
    gone = [False] * count
    while heap and left > fewest:
        size, at = heapq.heappop(heap)
        if gone[at] or size != area[at]:
            continue
        if size >= LEAST_AREA:
            break
        gone[at] = True
        left -= 1
        one, other = before[at], after[at]
        after[one], before[other] = other, one
        for near in (one, other):
            if 0 < near < count - 1:
                # Not smaller than what went before it, so that the order of leaving is kept.
                area[near] = max(measure(near), size)
                heapq.heappush(heap, (area[near], near))
    return [corner for corner, out in zip(corners, gone) if not out]


def steps(corners):
    """As TopoJSON writes them: each corner from the one before."""
    last = (0, 0)
    coded = []
    for x, y in corners:
        coded.append([x - last[0], y - last[1]])
        last = (x, y)
    return coded


def main(land, output):
    source = json.loads(Path(land).read_text(encoding="utf-8"))
    scale, south = source["transform"]["scale"], source["transform"]["translate"][1]
    arcs = [positions(arc) for arc in source["arcs"]]
    fewer = [simplified(arc, scale, south) for arc in arcs]
    print(f"  corners: {sum(map(len, fewer)):,} of {sum(map(len, arcs)):,}")
    document = {
        "type": "Topology",
        "transform": source["transform"],
        "objects": source["objects"],
        "arcs": [steps(arc) for arc in fewer],
    }
    files = Output(Path(output))
    files.json("world/land.topojson.zst", document)
    files.checksums_beside_others("world/")


if __name__ == "__main__":
    main(*sys.argv[1:])
