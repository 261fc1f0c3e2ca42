//! Who may drive: on ways, and past barriers.

use super::profile::Profile;
use super::tags::{Key, Tags};

/// From the key that is most about cars to the least.
const CAR: [Key; 4] = [Key::Motorcar, Key::MotorVehicle, Key::Vehicle, Key::Access];

/// A direction along a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// What a tag says of one who wants to drive.
fn allows(value: &str, profile: &Profile) -> Option<bool> {
    match value {
        "yes"
        | "designated"
        | "official"
        | "permissive"
        | "destination"
        | "customers"
        | "delivery"
        | "public"
        | "permit"
        | "destination;delivery" => Some(true),
        "private" | "residents" | "employees" | "military" => Some(profile.private_roads),
        "no"
        | "agricultural"
        | "forestry"
        | "agricultural;forestry"
        | "emergency"
        | "psv"
        | "bus"
        | "taxi"
        | "use_sidepath" => Some(false),
        // Anything else says nothing: `unknown`, `variable`.
        _ => None,
    }
}

/// Whether the tags say that a vehicle may pass; `None` where they say nothing.
pub(super) fn permission(
    tags: &Tags<'_>,
    direction: Option<Direction>,
    profile: &Profile,
) -> Option<bool> {
    if profile.emergency {
        match tags.get(Key::Emergency) {
            Some("yes" | "designated" | "official" | "permissive" | "destination") => {
                return Some(true);
            }
            Some("no") => return Some(false),
            _ => {}
        }
        let buses = tags.first(&[Key::Bus, Key::Psv]);
        if matches!(buses, Some("yes" | "designated" | "official")) {
            return Some(true);
        }
        let access = tags.first(&CAR);
        if matches!(access, Some("emergency" | "bus" | "psv")) {
            return Some(true);
        }
    }
    let directed: &[Key] = match direction {
        None => &[],
        Some(Direction::Forward) => &[
            Key::MotorVehicleForward,
            Key::VehicleForward,
            Key::AccessForward,
        ],
        Some(Direction::Backward) => &[
            Key::MotorVehicleBackward,
            Key::VehicleBackward,
            Key::AccessBackward,
        ],
    };
    let keys = directed.iter().chain(&CAR);
    keys.filter_map(|&key| tags.get(key))
        .find_map(|value| allows(value, profile))
}

/// Whether a barrier on a node closes the road there.
pub(super) fn closes(tags: &Tags<'_>, profile: &Profile) -> bool {
    let Some(barrier) = tags.get(Key::Barrier) else {
        return false;
    };
    if let Some(allowed) = permission(tags, None, profile) {
        return !allowed;
    }
    match barrier {
        // A gate is open unless its own tag says otherwise.
        "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "hampshire_gate" | "bump_gate"
        | "sally_port" | "cattle_grid" | "toll_booth" | "border_control" | "entrance" | "no"
        | "height_restrictor" | "width_restrictor" | "checkpoint" | "arch" | "kerb"
        | "speed_bump" => false,
        _ => tags.get(Key::Bollard) != Some("rising"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(pairs: &[(&str, &str)]) -> [Option<bool>; 2] {
        let tags = Tags::of(pairs);
        [Profile::car(), Profile::blue_light()].map(|profile| permission(&tags, None, &profile))
    }

    #[test]
    fn the_key_that_is_most_about_cars_decides() {
        let tags = [
            ("access", "no"),
            ("vehicle", "no"),
            ("motor_vehicle", "yes"),
        ];
        assert_eq!(open(&tags), [Some(true); 2]);
        assert_eq!(
            open(&[("access", "yes"), ("motorcar", "no")]),
            [Some(false); 2]
        );
        assert_eq!(open(&[("access", "unknown")]), [None; 2]);
    }

    #[test]
    fn blue_lights_open_private_roads_and_those_of_buses() {
        for tags in [
            &[("access", "private")][..],
            &[("access", "no"), ("emergency", "yes")],
            &[("motor_vehicle", "no"), ("bus", "yes")],
            &[("access", "psv")],
        ] {
            assert_eq!(open(tags), [Some(false), Some(true)], "{tags:?}");
        }
        assert_eq!(open(&[("motor_vehicle", "no")]), [Some(false); 2]);
        assert_eq!(open(&[("emergency", "no")]), [None, Some(false)]);
    }

    #[test]
    fn a_direction_can_be_closed() {
        let tags = Tags::of(&[("motor_vehicle:backward", "no")]);
        let of = |direction| permission(&tags, Some(direction), &Profile::car());
        assert_eq!(of(Direction::Forward), None);
        assert_eq!(of(Direction::Backward), Some(false));
    }

    #[test]
    fn gates_are_open_and_bollards_closed_unless_a_tag_says_otherwise() {
        let closed = |pairs: &[(&str, &str)]| {
            let tags = Tags::of(pairs);
            [Profile::car(), Profile::blue_light()].map(|profile| closes(&tags, &profile))
        };
        assert_eq!(closed(&[("barrier", "gate")]), [false; 2]);
        assert_eq!(
            closed(&[("barrier", "gate"), ("access", "private")]),
            [true, false]
        );
        assert_eq!(closed(&[("barrier", "bollard")]), [true; 2]);
        assert_eq!(
            closed(&[("barrier", "bollard"), ("emergency", "yes")]),
            [true, false]
        );
        assert_eq!(
            closed(&[("barrier", "bollard"), ("motor_vehicle", "yes")]),
            [false; 2]
        );
        assert_eq!(
            closed(&[("barrier", "bollard"), ("bollard", "rising")]),
            [false; 2]
        );
        assert_eq!(closed(&[("access", "no")]), [false; 2], "not a barrier");
    }
}
