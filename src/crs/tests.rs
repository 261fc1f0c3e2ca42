use super::*;
use std::collections::BTreeSet;

/// Points of every system, as PROJ places them.
#[test]
fn every_system_puts_points_where_proj_does() {
    let mut rows = csv::Reader::from_path("tests/reference/crs.csv").unwrap();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for row in rows.records() {
        let row = row.unwrap();
        let number = |n: usize| row[n].parse::<f64>().unwrap();
        let expected = LatLon::try_new(number(2), number(1)).unwrap();
        let Ok(crs) = Crs::from_code(&row[0]) else {
            wrong.push(format!("{} is not known", &row[0]));
            continue;
        };
        let place = crs.place(number(3), number(4));
        let off = place.map(|place| place.distance_to(expected).as_f64());
        if off.is_none_or(|off| off > number(5)) {
            wrong.push(format!(
                "{}: {place:?} for {expected:?}, off {off:?} m",
                &row[0]
            ));
        }
        let back = crs.coordinates(expected);
        let off = back.map(|(x, y)| (x - number(3)).hypot(y - number(4)));
        if off.is_none_or(|off| off > 3.0 * number(5)) {
            wrong.push(format!(
                "{}: {back:?} for {expected:?}, off {off:?} m",
                &row[0]
            ));
        }
        seen.insert(row[0].to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for system in systems::systems() {
        let degrees = system.definition.is_none();
        assert!(degrees || seen.contains(&system.code), "{}", system.code);
    }
}

/// What the error says is known is known.
#[test]
fn systems_that_the_error_lists_are_known() {
    let text = CrsError::Unknown("Mars".to_owned()).to_string();
    let listed = text.replace("xx", "30");
    let mut found = 0;
    for word in listed.split([' ', ',', ':', ')']) {
        if let Ok(number) = word.parse::<u32>() {
            assert!(Crs::from_number(number).is_some(), "{number}");
            found += 1;
        }
    }
    assert_eq!(found, 16, "{text}");
}

#[test]
fn systems_are_known_by_the_names_in_files() {
    let known = |text: &str| Crs::from_text(text).map(|crs| crs.code().to_owned());
    for (text, code) in [
        (
            "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]",
            "EPSG:4326",
        ),
        ("World_Mollweide|GCS Name = GCS_WGS_1984|", "ESRI:54009"),
        ("PCS Name = World_Mollweide", "ESRI:54009"),
        (
            "ESRI PE String = PROJCS[\"World_Mollweide\",GEOGCS[\"GCS_WGS_1984\"]]",
            "ESRI:54009",
        ),
        (
            "PROJCS[\"unknown\",GEOGCS[\"GCS_unknown\",DATUM[\"D_WGS_1984\"]],\
             PROJECTION[\"Mollweide\"],PARAMETER[\"False_Easting\",0.0],\
             PARAMETER[\"Central_Meridian\",0.0],UNIT[\"Meter\",1.0]]",
            "ESRI:54009",
        ),
        ("PROJCS[\"WGS_1984_UTM_Zone_30N\",GEOGCS[]]", "EPSG:32630"),
        ("OSGB 1936 / British National Grid|OSGB 1936|", "EPSG:27700"),
        ("ETRS_1989_LAEA", "EPSG:3035"),
        (
            "PROJCS[\"x\",AUTHORITY[\"EPSG\",\"7030\"],AUTHORITY[\"EPSG\",\"27700\"]]",
            "EPSG:27700",
        ),
        (
            "PROJCRS[\"x\",BASEGEOGCRS[\"y\",ID[\"EPSG\",4277]],ID[\"EPSG\",27700]]",
            "EPSG:27700",
        ),
        (
            "COMPD_CS[\"x\",PROJCS[\"y\",UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"27700\"]],\
             VERT_CS[\"z\"],AUTHORITY[\"EPSG\",\"7405\"]]",
            "EPSG:27700",
        ),
        ("urn:ogc:def:crs:EPSG::2157", "EPSG:2157"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("http://www.opengis.net/def/crs/EPSG/0/3035", "EPSG:3035"),
    ] {
        assert_eq!(known(text).as_deref(), Ok(code), "{text}");
    }
}

/// A part of a system, or a system of another kind, is not the system.
#[test]
fn systems_are_not_guessed_from_their_parts() {
    for text in [
        "PROJCS[\"Mars\",GEOGCS[\"WGS 84\"]]",
        "PROJCS[\"Mars\",GEOGCS[\"WGS 84\",AUTHORITY[\"EPSG\",\"4326\"]],UNIT[\"metre\",1]]",
        "PROJCS[\"unknown\",GEOGCS[\"x\",DATUM[\"D_WGS_1984\"]],PROJECTION[\"Mollweide\"],\
         PARAMETER[\"Central_Meridian\",90.0],UNIT[\"Meter\",1.0]]",
        "PROJCS[\"WGS 84\",GEOGCS[\"WGS 84\"]]",
        "unnamed|GCS Name = WGS 84|",
        "LOCAL_CS[\"WGS 84\"]",
        "user-defined",
        "",
    ] {
        assert!(Crs::from_text(text).is_err(), "{text}");
    }
    for code in ["EPSG:1", "Moll?", "EPSG:", "", "-4326", "EPSG:99999999999"] {
        assert!(Crs::from_code(code).is_err(), "{code}");
    }
}

#[test]
fn systems_agree_where_they_place_points_alike() {
    let crs = |code| Crs::from_code(code).unwrap();
    let (x, y) = (500_000.0, 5_700_000.0);
    assert!(crs("EPSG:25830").agrees_with(&crs("EPSG:32630"), x, y));
    assert!(!crs("EPSG:25830").agrees_with(&crs("EPSG:32631"), x, y));
    assert!(!crs("EPSG:27700").agrees_with(&Crs::wgs84(), 0.0, 52.0));
    assert!(crs("EPSG:4258").agrees_with(&Crs::wgs84(), 0.0, 52.0));
}
