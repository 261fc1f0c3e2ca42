use crate::units::KmPerHour;

/// A type of helicopter and its cruise speed.
///
/// # Examples
///
/// ```
/// use catchment::flight::Aircraft;
/// let slowest = Aircraft::KNOWN.iter().map(Aircraft::cruise).fold(f64::INFINITY, |slow, cruise| {
///     slow.min(cruise.as_f64())
/// });
/// assert!(Aircraft::cruise_of("AW169").as_f64() >= slowest);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aircraft {
    /// The type, as a list of bases writes it.
    pub name: &'static str,
    cruise: u16,
    /// The source of the speed.
    pub source: &'static str,
}

/// Cruise speed where the type is not known, or has no figure here: the H145's, 225 km/h, the
/// slowest of those known.
pub const DEFAULT_CRUISE: u16 = 225;

impl Aircraft {
    /// The types whose cruise speed is known. The H135 is the EC135 under its later name.
    pub const KNOWN: [Self; 4] = [
        Self::new("H145", 225),
        Self::new("EC135", 254),
        Self::new("H135", 254),
        Self::new("AW169", 269),
    ];

    const fn new(name: &'static str, cruise: u16) -> Self {
        Self {
            name,
            cruise,
            source: "published cruise speed of the type",
        }
    }

    /// Cruise speed.
    #[must_use]
    pub fn cruise(&self) -> KmPerHour {
        whole(self.cruise)
    }

    /// Cruise speed of the aircraft that a list of bases names, `2 x EC135` or `AW169/MD902`: the
    /// slowest of the known types in it, or [`DEFAULT_CRUISE`].
    #[must_use]
    pub fn cruise_of(text: &str) -> KmPerHour {
        let known = Self::KNOWN.iter().filter(|known| text.contains(known.name));
        whole(
            known
                .map(|known| known.cruise)
                .min()
                .unwrap_or(DEFAULT_CRUISE),
        )
    }
}

fn whole(speed: u16) -> KmPerHour {
    KmPerHour::try_new(f64::from(speed)).expect("the table holds speeds above zero")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_types_the_slowest_known_counts() {
        for (text, cruise) in [
            ("2 x EC135", 254.0),
            ("AS365 Dauphin / H145", 225.0),
            ("AW169/MD902", 269.0),
            ("H145, AW169", 225.0),
            ("Bell 429", 225.0),
            ("", 225.0),
        ] {
            assert!(
                (Aircraft::cruise_of(text).as_f64() - cruise).abs() < 1e-9,
                "{text}"
            );
        }
    }
}
