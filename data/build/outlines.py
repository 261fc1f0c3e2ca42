"""outlines.geojson: what is drawn around and over the areas.

`kind` is `land` (background: Scotland, Wales, Ireland, France and so on) or
`region` (the nine regions of England).
"""

from collections import defaultdict

import numpy as np
import shapely

from polygons import polygonal
from world_atlas import countries

BOX = shapely.box(-10.6, 48.5, 4.5, 58.0)

# Regions are simplified together, so that neighbours still meet: about 200 m,
# as the square root of the area a dropped vertex may take, in degrees.
REGION_TOLERANCE = 0.0025

# The coasts of the two sources differ. Between Scotland and England they are
# told apart by a line: along the Solway, inland, and out to sea at Berwick.
NORTH_OF_THE_BORDER = shapely.Polygon([
    (-11.0, 54.45), (-5.3, 54.45), (-3.9, 54.72), (-3.4, 54.92), (-3.05, 54.97),
    (-2.9, 54.8), (-1.9, 54.8), (-1.9, 55.55), (-2.06, 55.8), (-1.5, 55.82), (-1.5, 59.0),
    (-0.0, 59.0), (-0.0, 62.0), (-11.0, 62.0),
])  # fmt: skip


def round_vertices(geometry):
    """Vertices to 4 decimals (about 10 m), then made valid again."""
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, 4))
    return polygonal(shapely.make_valid(rounded))


def dissolve(polygons):
    return shapely.union_all([round_vertices(p) for p in polygons])


def split_united_kingdom(shape, england_and_wales):
    """Scotland and Northern Ireland: what the LSOAs do not cover."""
    northern_ireland, scotland = [], []
    for part in shapely.get_parts(shape):
        place = part.representative_point()
        if place.x < -5.9 and 53.9 < place.y < 55.33:
            northern_ireland.append(part)
        else:
            scotland.append(part)
    rest = shapely.difference(shapely.MultiPolygon(scotland), england_and_wales)
    yield "Northern Ireland", shapely.MultiPolygon(northern_ireland)
    yield "Scotland", shapely.intersection(rest, NORTH_OF_THE_BORDER)


def feature(kind, name, geometry):
    rounded = round_vertices(geometry)
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name},
        "geometry": shapely.geometry.mapping(rounded.normalize()),
    }


def write_outlines(output, packages, register, polygons):
    """Land first, then regions, each by name."""
    members = defaultdict(list)
    for code, polygon in polygons.items():
        members[register[code].region].append(polygon)
    dissolved = {name: dissolve(members[name]) for name in sorted(members)}
    wales = dissolved.pop("Wales")

    land = {"Wales": wales}
    for name, shape in countries(packages, BOX):
        if name == "United Kingdom":
            both = shapely.union_all([wales, *dissolved.values()])
            land.update(split_united_kingdom(shape, both))
        else:
            land[name] = shape

    simplified = shapely.coverage_simplify(list(dissolved.values()), REGION_TOLERANCE)
    features = [feature("land", name, land[name]) for name in sorted(land)]
    features += [feature("region", n, g) for n, g in zip(dissolved, simplified)]
    for f in features:
        print(f"    {f['properties']['kind']} {f['properties']['name']}")
    output.json("england/outlines.geojson", {"type": "FeatureCollection", "features": features})
