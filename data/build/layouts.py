"""layouts.csv (which sites a layout has) and bases.csv (air ambulance bases)."""

import re

from sources import figures

BASES_HEADER = [
    "id", "name", "service", "lat", "lon", "aircraft", "hours", "position", "confidence",
]  # fmt: skip


def read_layouts():
    """Sorted site ids by layout."""
    layouts = {}
    for row in figures("layouts.csv"):
        layouts.setdefault(row["layout"], []).append(row["postcode"])
    return {name: sorted(sites) for name, sites in sorted(layouts.items())}


def write_layouts(output, layouts, hospitals):
    known = {r["id"] for r in hospitals if r["in_travel_table"] == "yes"}
    thrombectomy = {r["id"] for r in hospitals if r["mt"] == "yes" and r["country"] == "England"}
    assert set(layouts["current-24"]) == thrombectomy
    assert len(layouts["example-30"]) == len(set(layouts["example-30"])) == 30
    assert all(set(sites) <= known for sites in layouts.values())
    rows = ([name, site] for name, sites in layouts.items() for site in sites)
    output.table("england/layouts.csv", ["layout", "site_id"], rows)


def slug(name):
    """"Newquay Airport (EGHQ)" -> "newquay-airport"."""
    plain = re.sub(r"\(.*?\)", "", name).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def write_bases(output):
    rows = [
        [
            slug(r["base"]), r["base"], r["service"],
            f"{float(r['lat']):.5f}", f"{float(r['lon']):.5f}",
            r["aircraft"], r["hours"], r["position"], r["confidence"],
        ]
        for r in figures("air-ambulance-bases.csv")
    ]  # fmt: skip
    rows.sort()
    assert len({row[0] for row in rows}) == 27
    output.table("england/bases.csv", BASES_HEADER, rows)
