use crate::load::warning::Warning;
use crate::model::Grouping;
use crate::study::MergedGroups;
use crate::wording::counted;

/// Adds the groupings that take groups of others together; warns of labels that nothing has.
pub(super) fn add(groupings: &mut Vec<Grouping>, choices: &[MergedGroups]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for choice in choices {
        let of = groupings
            .iter()
            .find(|grouping| grouping.name() == choice.column);
        let Some(of) = of else { continue };
        let label = |label: &String| {
            let mut groups = choice.groups.iter();
            let merged = groups.find(|group| group.of.contains(label));
            merged.map_or(label, |group| &group.label).clone()
        };
        let labels: Vec<String> = of.labels().iter().map(label).collect();
        let of_points = of.members().iter();
        let of_points: Vec<&str> = of_points
            .map(|&group| labels[group as usize].as_str())
            .collect();
        let listed = choice.groups.iter().flat_map(|group| &group.of);
        let absent = listed.filter(|label| !of.labels().contains(label));
        let absent: Vec<&String> = absent.collect();
        if !absent.is_empty() {
            let what = format!(
                "`merged_groups` of `{}` has {} that no demand point has in `{}`",
                choice.name,
                counted(absent.len(), "label"),
                choice.column,
            );
            warnings.push(Warning::of_study(absent.len(), what).examples(absent));
        }
        groupings.push(Grouping::new(&choice.name, &of_points));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::MergedGroup;

    #[test]
    fn listed_labels_are_taken_together_and_others_keep_theirs() {
        let mut groupings = vec![Grouping::new("class", &["A1", "E1", "", "B1", "C1"])];
        let group = |label: &str, of: &[&str]| MergedGroup {
            label: label.to_owned(),
            of: of.iter().map(ToString::to_string).collect(),
        };
        let choice = MergedGroups {
            name: "settlement".to_owned(),
            column: "class".to_owned(),
            groups: vec![group("urban", &["A1", "B1"]), group("rural", &["E1", "X9"])],
        };
        let warnings = add(&mut groupings, &[choice]);
        let merged = &groupings[1];
        assert_eq!(merged.labels(), ["(none)", "C1", "rural", "urban"]);
        assert_eq!(merged.members(), [3, 2, 0, 3, 1]);
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings[0].examples, ["X9"]);
    }
}
