"""Population of each LSOA: the authority's, spread equally. Modelled, not counted."""

from collections import defaultdict

from sources import figures

HEADER = [
    "id", "name", "lat", "lon", "population", "admissions",
    "local_authority", "region", "icb", "isdn", "ambulance_service",
]  # fmt: skip


def spread(register):
    """Whole persons by LSOA code.

    An authority's total is shared equally over its LSOAs; what does not
    divide goes one each to the lowest codes, so that the sum is exact.
    """
    members = defaultdict(list)
    for lsoa in register.values():
        if lsoa.english:
            members[lsoa.local_authority].append(lsoa.code)
    persons = {}
    areas = figures("england-area-populations.csv")
    assert {row["area"] for row in areas} == set(members)
    for row in areas:
        codes = sorted(members[row["area"]])
        assert len(codes) == int(row["lsoas"]), row["area"]
        each, left_over = divmod(int(row["population"]), len(codes))
        for i, code in enumerate(codes):
            persons[code] = each + (1 if i < left_over else 0)
    assert sum(persons.values()) == sum(int(row["population"]) for row in areas)
    print(f"  population: {sum(persons.values()):,} in {len(areas)} authorities")
    return persons


def write_population(output, register, persons, places):
    """population.csv.zst, in code order."""
    rows = []
    for lsoa in register.values():
        if lsoa.english:
            lat, lon = places[lsoa.code]
            rows.append([
                lsoa.code, lsoa.name, f"{lat:.5f}", f"{lon:.5f}",
                persons[lsoa.code], lsoa.admissions, lsoa.local_authority,
                lsoa.region, lsoa.icb, lsoa.isdn, lsoa.ambulance_service,
            ])  # fmt: skip
    output.table("england/population.csv.zst", HEADER, rows)
