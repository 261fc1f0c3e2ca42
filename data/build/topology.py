"""Polygons to TopoJSON: shared boundaries stored once, as quantised arcs.

Every vertex is rounded to a grid first, so that neighbours that share a
boundary share its vertices exactly. A ring is cut where the set of
neighbouring vertices differs from one ring to another (a junction); the
pieces, the arcs, are then the same for both sides, one of them reversed.
"""

import numpy as np
import shapely


class Topology:
    """Collects polygons and cuts them into arcs.

    `scale` and `origin` are (longitude, latitude), in degrees: a vertex is
    stored as whole steps from the origin.
    """

    def __init__(self, scale, origin):
        self.scale, self.origin = scale, origin
        self.geometries = []  # (id, [polygon: [ring: [vertex]]])

    def quantise(self, ring):
        """Vertices as whole steps; repeats dropped; closed; None if it collapses."""
        steps = np.rint((shapely.get_coordinates(ring) - self.origin) / self.scale).astype(int)
        keep = np.append(True, (np.diff(steps, axis=0) != 0).any(axis=1))
        vertices = list(map(tuple, steps[keep].tolist()))
        return vertices if len(vertices) >= 4 else None

    def add(self, identifier, geometry):
        """Adds a polygon or multipolygon. A part smaller than a grid step is dropped."""
        parts = []
        for polygon in shapely.get_parts(geometry):
            rings = [self.quantise(r) for r in (polygon.exterior, *polygon.interiors)]
            if rings[0] is not None:
                parts.append([r for r in rings if r is not None])
        assert parts, identifier
        self.geometries.append((identifier, parts))

    def rings(self):
        for _, parts in self.geometries:
            for rings in parts:
                yield from rings

    def junctions(self):
        """Vertices where rings part: seen with different neighbours on either side."""
        neighbours, junctions = {}, set()
        for ring in self.rings():
            for i, vertex in enumerate(ring[:-1]):
                sides = frozenset((ring[i - 1] if i else ring[-2], ring[i + 1]))
                if neighbours.setdefault(vertex, sides) != sides:
                    junctions.add(vertex)
        return junctions

    def document(self, name):
        """The TopoJSON object, and how many arcs are used by more than one ring."""
        junctions, arcs, number, uses = self.junctions(), [], {}, []

        def arc(vertices):
            """The arc's number; `~number` where it is stored the other way round."""
            forward, backward = tuple(vertices), tuple(reversed(vertices))
            if backward in number and forward not in number:
                uses[number[backward]] += 1
                return ~number[backward]
            if forward not in number:
                number[forward] = len(arcs)
                arcs.append(forward)
                uses.append(0)
            uses[number[forward]] += 1
            return number[forward]

        def cut(ring):
            """A ring as arcs, from junction to junction; without any, from its lowest vertex."""
            body = ring[:-1]
            starts = [i for i, v in enumerate(body) if v in junctions]
            starts = starts or [body.index(min(body))]
            body = body[starts[0] :] + body[: starts[0]]
            bounds = [s - starts[0] for s in starts] + [len(body)]
            body.append(body[0])
            return [arc(body[a : b + 1]) for a, b in zip(bounds, bounds[1:])]

        shapes = []
        for identifier, parts in self.geometries:
            polygons = [[cut(ring) for ring in rings] for rings in parts]
            single = len(polygons) == 1
            shapes.append({
                "type": "Polygon" if single else "MultiPolygon",
                "id": identifier,
                "arcs": polygons[0] if single else polygons,
            })  # fmt: skip
        document = {
            "type": "Topology",
            "transform": {"scale": list(self.scale), "translate": list(self.origin)},
            "objects": {name: {"type": "GeometryCollection", "geometries": shapes}},
            "arcs": [delta_coded(a) for a in arcs],
        }
        return document, sum(u > 1 for u in uses)


def delta_coded(arc):
    """The first vertex, then each step from the one before."""
    steps = np.diff(np.array(arc), axis=0).tolist()
    return [list(arc[0]), *steps]
