"""Systems of coordinates that catchment knows, and where they put points: from PROJ's copy of EPSG.

    python tests/reference/crs.py        # needs pyproj; nothing is fetched, no grids are used

Writes `src/crs/systems.csv` (what the program embeds) and `tests/reference/crs.csv` (points of
every system by PROJ, which the program's own places are compared with).
"""

import csv
import re
import warnings
from pathlib import Path

import pyproj
from pyproj.enums import WktVersion
from pyproj.transformer import AreaOfInterest, Transformer, TransformerGroup

warnings.simplefilter("ignore")
ROOT = Path(__file__).resolve().parents[2]


def span(first, last):
    return list(range(first, last + 1))


# Degrees that are those of WGS 84 within 2 m.
DEGREES = [4326, 4258, 4269, 4979, 4937, 4171, 4173, 4619, 4617, 4152, 6318, 4283, 7844, 4167, 4674,
           4612, 6668, 4490, 4737, 4148, 9057, 9755, 4759, 4140, 4955, 4019]

EPSG = (
    # Britain, Ireland, the Channel Islands
    [27700, 29902, 29903, 29901, 29900, 2157, 2158, 3109, 3108]
    # Europe
    + [3034, 3035] + span(25828, 25838) + span(3040, 3051) + span(23028, 23038)
    + [28992, 28991, 31370, 3812, 2169, 2154, 27572] + span(3942, 3950)
    + [21781, 2056] + span(31466, 31469) + [5243, 4839, 4647, 5650, 3068]
    + [31287, 31254, 31255, 31256, 31257, 31258, 31259, 3416]
    + [3763, 27493, 3003, 3004, 6875, 7791, 7792, 7793, 3794, 3912, 3765]
    + [5514, 2065, 2180] + span(2176, 2179) + [23700, 3844, 31700, 7801, 2100]
    + [3006, 3021, 3067, 2393, 3301, 3300, 3059, 3346, 5105, 5110, 3057, 5325]
    + span(3007, 3018) + span(5253, 5259) + [2039, 6991]
    + [8682]
    # The Americas
    + span(26901, 26923) + [3347, 3348, 3978, 3979, 5070, 6350, 3338, 3005, 3400, 3401, 3857]
    + span(31965, 31985) + [5880, 6372, 6362, 32198, 3310, 3083]
    # Asia, Oceania, Africa
    + span(6669, 6687) + span(2443, 2461) + [5179, 5185, 5186, 5187, 5188, 3826, 3825, 2326, 3414]
    + span(28348, 28358) + span(7846, 7859) + [3577, 9473, 3112, 3111, 7899, 2193]
    + span(4491, 4554) + [7755, 24378, 24382, 32190]
    + span(21035, 21037) + [20135, 20136, 20137, 20138, 22391, 22392]
    # The world
    + span(32601, 32660) + span(32701, 32760) + [3395, 6933, 4087, 32662, 8857, 3410, 3408, 3409,
                                                  3413, 3031, 3976, 32661, 32761, 3571, 3575, 54009]
)
# Published by the survey of Luxembourg; PROJ prefers a transformation of another form.
SHIFTS = {"EPSG:2169": ([-189.6806, 18.3463, -42.7695, -0.33746, -3.09264, 2.53861, 0.4598], 2)}
# One shift for a system whose countries have their own: metres by which they differ.
WITHIN = 12
ESRI = [54009, 54034, 54017, 54008, 54030, 102022, 102024, 102013, 102014, 102001, 102003,
        102033, 102028, 102025, 102015, 102031, 102009, 102010, 102008]


def helmert(code):
    """Parameters that take geocentric places to those of WGS 84, and their accuracy in metres."""
    crs = pyproj.CRS.from_user_input(code)
    area = crs.area_of_use
    interest = AreaOfInterest(area.west, area.south, area.east, area.north) if area and area.west < area.east else None
    group = TransformerGroup(crs.geodetic_crs, 4326, always_xy=True, allow_ballpark=False, area_of_interest=interest)
    for one in group.transformers:
        text = one.definition
        if "grid" in text:
            continue
        found = re.search(r"(?:proj=|step )?helmert (.*?)(?: step|$)", text)
        accuracy = one.accuracy if one.accuracy >= 0 else 1
        if not found:
            if "molodensky" in text or "geogoffset" in text:
                continue
            return [0.0] * 3, accuracy
        words = dict(w.split("=") for w in found.group(1).split() if "=" in w)
        if any(key in words for key in ("dx", "px")):
            continue
        sign = -1 if words.get("convention") == "coordinate_frame" else 1
        shift = [float(words.get(k, 0)) for k in "xyz"]
        turn = [sign * float(words.get(k, 0)) for k in ("rx", "ry", "rz")]
        scale = float(words.get("s", 0))
        if re.search(r"inv proj=helmert", text):
            shift, turn, scale = [-v for v in shift], [-v for v in turn], -scale
        return shift + (turn + [scale] if any(turn) or scale else []), accuracy
    return None, None


def definition(code):
    crs = pyproj.CRS.from_user_input(code)
    text = crs.to_proj4()
    text = re.sub(r"\+(type=crs|no_defs|wktext)\s*", "", text).strip()
    text = re.sub(r"\+towgs84=\S+\s*", "", text).strip()
    if "us-ft" in text or "to_meter" in text or "+axis" in text or "units=ft" in text:
        return None, None
    if "+proj=omerc" in text and "somerc" not in text:
        return None, None
    if code in ("EPSG:3857",) or "nadgrids=@null" in text:
        return text, 1
    text = re.sub(r"\+nadgrids=\S+\s*", "", text).strip()
    if "+datum=WGS84" in text:
        return text, 1
    text = re.sub(r"\+datum=NAD83", "+ellps=GRS80", text)
    text = re.sub(r"\+datum=OSGB36", "+ellps=airy", text)
    text = re.sub(r"\+datum=\S+", "", text).strip()
    if "+R=" in text:
        # A sphere has no datum: its degrees are those of WGS 84.
        return text, 1
    if crs.geodetic_crs.to_epsg() in DEGREES:
        return text + " +towgs84=0,0,0", 1
    parameters, accuracy = helmert(code)
    parameters, accuracy = SHIFTS.get(code, (parameters, accuracy))
    if parameters is None:
        return None, None
    if code in ("EPSG:3003", "EPSG:3004", "EPSG:5514") or code.startswith("EPSG:230"):
        accuracy = WITHIN
    return text + " +towgs84=" + ",".join(f"{v:g}" if v else "0" for v in parameters), accuracy


def names(code):
    crs = pyproj.CRS.from_user_input(code)
    try:
        esri = crs.to_wkt(WktVersion.WKT1_ESRI).split('"')[1]
    except Exception:
        esri = ""
    return crs.name, esri


def points(code):
    """Some places in the area of use, and their coordinates."""
    crs = pyproj.CRS.from_user_input(code)
    area = crs.area_of_use
    box = (area.west, area.south, area.east, area.north) if area else (-170, -80, 170, 80)
    west, south, east, north = box
    if east < west:
        east += 360
    interest = AreaOfInterest(*box) if area and area.west < area.east else None
    try:
        to = Transformer.from_crs("EPSG:4326", crs, always_xy=True, allow_ballpark=False, area_of_interest=interest)
    except Exception:
        to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    for u, v in ((0.5, 0.5), (0.1, 0.2), (0.9, 0.85), (0.25, 0.8)):
        lon = round(west + u * (east - west), 4)
        lon = lon - 360 if lon > 180 else lon
        lat = round(south + v * (north - south), 4)
        x, y = to.transform(lon, lat)
        if abs(x) < 1e9 and abs(y) < 1e9:
            yield lon, lat, x, y


def main():
    seen, systems, rows, left = set(), [], [], []
    for code in DEGREES:
        systems.append((f"EPSG:{code}", *names(f"EPSG:{code}"), "degrees"))
    codes = [f"EPSG:{n}" for n in EPSG if n != 54009] + [f"ESRI:{n}" for n in ESRI]
    for code in codes:
        if code in seen:
            continue
        seen.add(code)
        try:
            text, accuracy = definition(code)
            if text is None:
                left.append(code)
                continue
            systems.append((code, *names(code), text))
            for lon, lat, x, y in points(code):
                rows.append((code, lon, lat, f"{x:.3f}", f"{y:.3f}", max(2, accuracy)))
        except Exception as e:
            left.append(f"{code} ({e})")
    with open(ROOT / "src/crs/systems.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("code", "name", "esri_name", "definition"))
        out.writerows(systems)
    with open(ROOT / "tests/reference/crs.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("code", "lon", "lat", "x", "y", "within_metres"))
        out.writerows(rows)
    print(len(systems), "systems,", len(rows), "points, PROJ", pyproj.proj_version_str)
    print("left out:", ", ".join(left))


main()
