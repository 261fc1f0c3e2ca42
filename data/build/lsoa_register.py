"""The register of LSOA 2011: code, name, and the areas each belongs to.

Names clash (`Shepway 015A-D` in the tables are `Shepway 014E-H` in the
polygons), so everything after this file is keyed by code.
"""

from dataclasses import dataclass

from sources import figures

ISLES_OF_SCILLY = "E01019077"


@dataclass(frozen=True)
class Lsoa:
    """One lower layer super output area of 2011."""

    code: str
    name: str
    local_authority: str
    region: str
    icb: str
    isdn: str
    ambulance_service: str
    admissions: str

    @property
    def english(self):
        return self.code.startswith("E")


def short_icb(name):
    """"NHS Kent and Medway Integrated Care Board" -> "Kent and Medway"."""
    return name.removeprefix("NHS ").removesuffix(" Integrated Care Board")


def read_register(packages):
    """Every LSOA of England and Wales, by code, in code order."""
    regions = {r["region_code"]: r for r in packages.table("regions_ew.csv")}
    service_names = {
        r["ambulance_service"]: r["ambulance_service_name"]
        for r in packages.table("ambulance_service_names.csv")
    }
    service_of = {
        r["LSOA11CD"]: service_names[r["ambo22"]] for r in packages.table("lsoa_ambo_lookup.csv")
    }
    region_of = {r["area"]: r["region"] for r in figures("england-area-populations.csv")}
    rows = sorted(packages.table("regions_lsoa_ew.csv"), key=lambda r: r["lsoa_code"])
    code_of = {r["lsoa"]: r["lsoa_code"] for r in rows}
    admissions = {
        code_of[r["area"]]: r["admissions"] for r in packages.table("admissions_2017-2019.csv")
    }
    # The source has no row for the Isles of Scilly.
    assert ISLES_OF_SCILLY not in admissions
    admissions[ISLES_OF_SCILLY] = "0"

    register = {}
    for row in rows:
        code, name = row["lsoa_code"], row["lsoa"]
        area = name.rsplit(" ", 1)[0]
        care = regions[row["region_code"]]
        register[code] = Lsoa(
            code=code,
            name=name,
            local_authority=area,
            region=region_of[area] if code.startswith("E") else "Wales",
            icb=short_icb(care["icb"]),
            isdn=care["isdn"],
            ambulance_service=service_of[code],
            admissions=admissions[code],
        )
    check(register)
    return register


def check(register):
    """The totals that the source and the figures must agree on."""
    english = [lsoa for lsoa in register.values() if lsoa.english]
    assert len(english) == 32_844, len(english)
    assert len(register) == 34_753, len(register)
    admissions = sum(float(lsoa.admissions) for lsoa in english)
    assert abs(admissions - 80_958) < 0.001, admissions
    assert all(lsoa.icb and lsoa.isdn and lsoa.ambulance_service for lsoa in english)
