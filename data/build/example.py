"""data/example: a small study cut out of England's, for `catchment init`."""

AUTHORITIES = {"Cornwall", "Plymouth", "Isles of Scilly"}
SITES = ["EX25DW", "EX314JB", "PL68DH", "TQ27AA", "TR13LQ"]
HEADER = ["id", "name", "lat", "lon", "population", "admissions", "local_authority"]


def write_example(output, register, persons, places, road_times, hospitals):
    """population.csv, hospitals.csv and travel_times.csv, in plain CSV."""
    chosen = [lsoa for lsoa in register.values() if lsoa.local_authority in AUTHORITIES]
    rows = []
    for lsoa in chosen:
        lat, lon = places[lsoa.code]
        rows.append([
            lsoa.code, lsoa.name, f"{lat:.5f}", f"{lon:.5f}",
            persons[lsoa.code], lsoa.admissions, lsoa.local_authority,
        ])  # fmt: skip
    output.table("example/population.csv", HEADER, rows)

    sites = [site for site in hospitals if site["id"] in SITES]
    header = ["id", "name", "lat", "lon", "ivt", "mt"]
    output.table("example/hospitals.csv", header, ([site[c] for c in header] for site in sites))

    times = road_times.only([lsoa.code for lsoa in chosen], SITES)
    times.write(output, "example/travel_times.csv", "id")
