"""Where the people of an LSOA are: the mean of its postcode points.

Checked against the population-weighted centroids of ONS the mean of the
postcode points is closer (median 80 m) than the geometric centroid (164 m).
"""

import numpy as np
import shapely

from projection import to_grid, to_wgs84

# A point shared by more postcodes is a sorting office: large users, PO boxes.
MOST_POSTCODES_AT_A_POINT = 20


def postcode_points(packages):
    """Distinct grid points of England's postcodes, and how many postcodes are at each.

    English by the authority's code; terminated postcodes are included.
    """
    eastings, northings = [], []
    for authority, easting, northing in packages.postcodes():
        for code, e, n in zip(authority, easting, northing):
            # A missing code or coordinate is None or not a number.
            if isinstance(code, str) and code.startswith("E"):
                eastings.append(e)
                northings.append(n)
    points = np.column_stack([eastings, northings]).astype(float)
    points = points[np.isfinite(points).all(axis=1) & (points > 0).all(axis=1)]
    distinct, count = np.unique(points, axis=0, return_counts=True)
    keep = count <= MOST_POSTCODES_AT_A_POINT
    print(
        f"  postcodes: {len(points):,} at {len(distinct):,} points;"
        f" dropped {count[~keep].sum():,} at {(~keep).sum():,} shared points"
    )
    return distinct[keep], count[keep]


def assign(points, codes, polygons):
    """The position in `codes` of each point's LSOA, and how many lay outside all.

    A point on a shared boundary goes to the lower code; a point outside every
    polygon (generalised coast, border) to the nearest.
    """
    grid = shapely.transform([polygons[c] for c in codes], _grid_coordinates)
    tree = shapely.STRtree(grid)
    geometry = shapely.points(points)
    owner = np.full(len(points), len(codes))
    point, polygon = tree.query(geometry, predicate="intersects")
    np.minimum.at(owner, point, polygon)
    outside = np.flatnonzero(owner == len(codes))
    point, polygon = tree.query_nearest(geometry[outside], all_matches=True)
    np.minimum.at(owner, outside[point], polygon)
    return owner, len(outside)


def _grid_coordinates(lon_lat):
    return np.column_stack(to_grid(lon_lat[:, 0], lon_lat[:, 1]))


def english_centroids(packages, polygons, label_points):
    """(latitude, longitude) by code, rounded to 5 decimals (1 m) as they are written."""
    codes = [c for c in polygons if c.startswith("E")]
    points, count = postcode_points(packages)
    owner, outside = assign(points, codes, polygons)
    weight = np.bincount(owner, weights=count, minlength=len(codes))
    with np.errstate(invalid="ignore"):
        easting = np.bincount(owner, weights=count * points[:, 0], minlength=len(codes)) / weight
        northing = np.bincount(owner, weights=count * points[:, 1], minlength=len(codes)) / weight
    lon, lat = to_wgs84(easting, northing)
    placed, without = {}, []
    for i, code in enumerate(codes):
        if weight[i] > 0:
            placed[code] = (round(float(lat[i]), 5), round(float(lon[i]), 5))
        else:
            without.append(code)
            placed[code] = (round(label_points[code][1], 5), round(label_points[code][0], 5))
    print(f"  centroids: {outside:,} points outside all polygons;")
    print(f"    geometric centroid used for {len(without)}: {', '.join(without)}")
    return placed
