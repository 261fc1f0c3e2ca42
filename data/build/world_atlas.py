"""Countries of Natural Earth, 1:10 million, from the TopoJSON of world-atlas."""

import shapely


def decode_arcs(topology):
    """Arcs as lists of (longitude, latitude)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    return arcs


def ring(arcs, numbers):
    """Arcs joined end to end; `~number` means the other way round."""
    vertices = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        vertices.extend(arc[1:] if vertices else arc)
    return vertices


def polygons(topology, name):
    """(id, name, valid geometry) of each polygonal geometry of an object."""
    arcs = decode_arcs(topology)
    for geometry in topology["objects"][name]["geometries"]:
        parts = geometry.get("arcs", [])
        if geometry["type"] == "Polygon":
            parts = [parts]
        shapes = []
        for part in parts:
            rings = [r for r in (ring(arcs, numbers) for numbers in part) if len(r) >= 4]
            if rings:  # islets of the source that quantisation left without an area are not
                shapes.append(shapely.Polygon(rings[0], rings[1:]))
        whole = shapely.make_valid(shapely.MultiPolygon(shapes))
        yield geometry.get("id"), geometry.get("properties", {}).get("name"), whole


def countries(packages, box):
    """(name, geometry clipped to the box) of each country that reaches into it, by name."""
    topology = packages.world_atlas("countries-10m.json")
    clipped = ((n, shapely.intersection(g, box)) for _, n, g in polygons(topology, "countries"))
    return sorted((name, shape) for name, shape in clipped if not shape.is_empty)
