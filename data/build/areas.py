"""areas.topojson.zst: the polygons of the English LSOAs, for drawing."""

from topology import Topology

# About 10 m by 10 m at 53 degrees north; the source is generalised to about 200 m.
SCALE = (0.00015, 0.00009)
ORIGIN = (-6.5, 49.8)


def write_areas(output, polygons):
    """One object, `areas`; each geometry's `id` is the LSOA code."""
    topology = Topology(SCALE, ORIGIN)
    for code, polygon in polygons.items():
        if code.startswith("E"):
            topology.add(code, polygon)
    document, shared = topology.document("areas")
    vertices = sum(map(len, document["arcs"]))
    print(f"  areas: {len(document['arcs']):,} arcs, {shared:,} shared, {vertices:,} vertices")
    output.json("england/areas.topojson.zst", document)
