use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which hospital an ambulance makes for.
///
/// A limit of bypass is included. Where both ways have the same expected utility, the best outcome
/// is drip and ship; with a pre-hospital test, the positives and the negatives are two populations.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Pathway {
    /// To the nearest unit, then a transfer.
    #[default]
    DripAndShip,
    /// Straight to a centre.
    Mothership,
    /// Straight to a centre if it is not much farther than the nearest unit.
    Bypass,
    /// Whichever of the first two gives the better expected outcome.
    BestOutcome,
}

impl Pathway {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 4] = [
        Self::DripAndShip,
        Self::Mothership,
        Self::Bypass,
        Self::BestOutcome,
    ];

    /// The name of the choice in a study and in tables.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::DripAndShip => "drip-and-ship",
            Self::Mothership => "mothership",
            Self::Bypass => "bypass",
            Self::BestOutcome => "best-outcome",
        }
    }
}
