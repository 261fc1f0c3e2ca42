"""British National Grid (EPSG:27700) to and from WGS 84 (EPSG:4326).

No shift grid is installed, so pyproj uses the seven-parameter Helmert
transformation: good to about 5 m anywhere in Great Britain.
"""

import pyproj

pyproj.network.set_network_enabled(False)
_TO_WGS84 = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
_TO_GRID = pyproj.Transformer.from_crs(4326, 27700, always_xy=True)


def to_wgs84(easting, northing):
    """Longitudes and latitudes, degrees."""
    return _TO_WGS84.transform(easting, northing)


def to_grid(lon, lat):
    """Eastings and northings, metres."""
    return _TO_GRID.transform(lon, lat)
