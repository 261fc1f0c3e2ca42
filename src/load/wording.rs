//! How errors say what would do instead.

use std::path::PathBuf;

pub(super) fn looked_in(folder: Option<&PathBuf>) -> String {
    folder.map_or_else(
        || " in the built-in study".to_owned(),
        |folder| format!(" in {}", folder.display()),
    )
}

pub(super) fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean `{nearest}`?")
    })
}

/// How many demand points lack a row.
pub(super) fn no_row(count: usize) -> String {
    if count == 1 {
        "1 demand point has no row here".to_owned()
    } else {
        format!("{count} demand points have no row here")
    }
}

/// A guess at what was meant.
pub(super) fn perhaps(guess: Option<&str>) -> String {
    guess.map_or_else(String::new, |guess| format!("; {guess}"))
}

/// A field with several usual names is one whose column the study can name.
pub(super) fn or_name_it(nearest: Option<&String>, looked_for: &[String]) -> String {
    match nearest {
        None if looked_for.len() > 1 => {
            "; a column of another name can be named in the study".to_owned()
        }
        _ => did_you_mean(nearest),
    }
}

pub(super) fn number_hint(found: &str) -> &'static str {
    if found.contains(',') {
        "; write it with a decimal point and without thousands separators"
    } else {
        ""
    }
}

/// The first few of a list, in backticks.
pub(super) fn list(words: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut text: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|word| format!("`{word}`"))
        .collect();
    if words.len() > SHOWN {
        text.push(format!("… {} more", words.len() - SHOWN));
    }
    text.join(", ")
}

/// How to bring shapes into degrees; a first coordinate that could be a latitude is perhaps one.
pub(super) fn in_degrees(x: f64, y: f64) -> &'static str {
    if x.abs() <= 90.0 && y.abs() > 90.0 && y.abs() <= 180.0 {
        "a position is longitude, then latitude: are they the other way round?"
    } else {
        "convert them, for example with `ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson`"
    }
}

/// The id that no shape has, and where it may be.
pub(super) fn no_id(property: Option<&String>, there: &[String]) -> String {
    let looked_for = match property {
        Some(property) => format!("the property `{property}`"),
        None => "an `id` of its own".to_owned(),
    };
    if there.is_empty() {
        return format!("{looked_for}, nor any property");
    }
    if let Some(property) = property.filter(|&property| there.contains(property)) {
        return format!("text or a number in its property `{property}`");
    }
    let nearest = property.and_then(|property| crate::study::nearest_word(property, there));
    format!(
        "{looked_for} (there are {}){}",
        list(there),
        match property {
            Some(_) => did_you_mean(nearest.as_ref()),
            None => "; name the property that holds it with `areas_id`".to_owned(),
        }
    )
}
