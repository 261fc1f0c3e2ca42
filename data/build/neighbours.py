"""The nearest LSOAs of each LSOA, by great-circle distance between their places."""

import numpy as np

NEIGHBOURS = 8
_CANDIDATES = 32
_BLOCK = 1024


def unit_vectors(places):
    """Places (latitude, longitude in degrees) as points of the unit sphere."""
    lat, lon = np.radians(np.array(places)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def nearest(places):
    """Positions of the 8 nearest others, nearest first; ties to the lower position.

    The chord between two points of the sphere orders them as the great circle does.
    """
    vectors = unit_vectors(places)
    result = np.empty((len(places), NEIGHBOURS), dtype=int)
    for start in range(0, len(places), _BLOCK):
        block = vectors[start : start + _BLOCK]
        closeness = block @ vectors.T
        candidates = np.argpartition(-closeness, _CANDIDATES, axis=1)[:, :_CANDIDATES]
        for i, others in enumerate(candidates):
            others = np.sort(others[others != start + i])
            squared_chord = ((vectors[others] - block[i]) ** 2).sum(axis=1)
            order = np.argsort(squared_chord, kind="stable")[:NEIGHBOURS]
            result[start + i] = others[order]
    return result
