"""hospitals.csv: the 141 stroke units of England and Wales."""

import numpy as np

from neighbours import unit_vectors
from sources import figures

HEADER = [
    "id", "name", "label", "lat", "lon", "ivt", "mt", "helipad",
    "country", "isdn", "lsoa", "in_travel_table",
]  # fmt: skip

EARTH_RADIUS_KM = 6371.0088
PAD_WITHIN_KM = 1.5


def yes_no(condition):
    return "yes" if condition else "no"


def distance_km(a, b):
    """Great-circle distance between two (latitude, longitude) places."""
    u, v = unit_vectors([a, b])
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.linalg.norm(u - v) / 2)


def read_hospitals(packages, travel_columns):
    """Rows of hospitals.csv, sorted by id.

    A helipad is `yes` or `unknown`: OurAirports lists pads, not their absence.
    """
    coordinates = {r["postcode"]: r for r in packages.table("unit_postcodes_coords.csv")}
    labels = {r["id"]: r for r in figures("unit-labels.csv")}
    pads = [
        (float(r["latitude_deg"]), float(r["longitude_deg"]))
        for r in figures("hospital-helipads.csv")
    ]
    units = sorted(packages.table("stroke_units_regions.csv"), key=lambda r: r["postcode"])
    rows = []
    for unit in units:
        key = unit["postcode"]
        place = (
            round(float(coordinates[key]["Latitude"]), 5),
            round(float(coordinates[key]["Longitude"]), 5),
        )
        pad = any(distance_km(place, p) <= PAD_WITHIN_KM for p in pads)
        rows.append({
            "id": key,
            "name": labels[key]["name"] or unit["stroke_team"],
            "label": labels[key]["label"],
            "lat": f"{place[0]:.5f}",
            "lon": f"{place[1]:.5f}",
            "ivt": yes_no(unit["use_ivt"] == "1"),
            "mt": yes_no(unit["use_mt"] == "1"),
            "helipad": "yes" if pad else "unknown",
            "country": unit["country"],
            "isdn": unit["isdn"],
            "lsoa": unit["lsoa_code"],
            "in_travel_table": yes_no(key in travel_columns),
        })  # fmt: skip
    check(rows, labels)
    return rows


def check(rows, labels):
    """Counts of the source; names and labels unique."""
    assert len(rows) == 141 and set(labels) == {r["id"] for r in rows}
    assert sum(r["in_travel_table"] == "yes" for r in rows) == 125
    assert sum(r["ivt"] == "yes" for r in rows) == 113
    assert sum(r["mt"] == "yes" for r in rows) == 25
    assert len({r["name"] for r in rows}) == 141
    assert len({r["label"] for r in rows}) == 141
    assert all(0 < len(r["label"]) <= 14 for r in rows)


def write_hospitals(output, rows):
    output.table("england/hospitals.csv", HEADER, ([r[c] for c in HEADER] for r in rows))
