"""Builds data/england. Usage: build.py PACKAGES OUTPUT (see build.sh)."""

import sys
from pathlib import Path

from areas import write_areas
from centroids import english_centroids
from example import write_example
from hospitals import read_hospitals, write_hospitals
from layouts import read_layouts, write_bases, write_layouts
from lsoa_register import read_register
from outlines import write_outlines
from output import Output
from polygons import read_polygons
from population import spread, write_population
from repair import repair_by_home_lsoa, repair_by_neighbours
from repair_effect import write_repair_effect
from repairs_table import write_repairs
from sources import Packages
from times import read_hospital_times, read_lsoa_times


def main(package_directory, output_directory):
    packages, output = Packages(package_directory), Output(Path(output_directory))

    print("population")
    register = read_register(packages)
    polygons, label_points = read_polygons(packages)
    places = english_centroids(packages, polygons, label_points)
    persons = spread(register)
    write_population(output, register, persons, places)

    print("times")
    england, wales = read_lsoa_times(packages, register)
    road_times, repairs = repair_by_neighbours(england, places, "road_times")
    road_times.write(output, "england/road_times.csv.zst", "id")

    print("hospitals")
    hospitals = read_hospitals(packages, road_times.columns)
    write_hospitals(output, hospitals)
    lsoa_of_unit = {r["id"]: r["lsoa"] for r in hospitals}
    hospital_times, hospital_repairs = repair_by_home_lsoa(
        read_hospital_times(packages), lsoa_of_unit, (road_times, wales), "hospital_times"
    )
    hospital_times.write(output, "england/hospital_times.csv", "from_id")
    names = {r["id"]: r["name"] for r in hospitals} | {c: r.name for c, r in register.items()}
    write_repairs(output, repairs + hospital_repairs, names)

    print("layouts")
    layouts = read_layouts()
    write_layouts(output, layouts, hospitals)
    write_bases(output)
    write_repair_effect(output, layouts, register, england, road_times)

    print("example")
    write_example(output, register, persons, places, road_times, hospitals)

    print("maps")
    write_areas(output, polygons)
    write_outlines(output, packages, register, polygons)

    output.checksums()


if __name__ == "__main__":
    main(*sys.argv[1:])
