//! The numbers of `[simulation]` that a sensitivity analysis varies.

use crate::study::setting::Setting;
use crate::units::{Share, TravelTime};

pub(super) const ONSET_KNOWN: Setting<Share> = Setting::new(
    "onset_known_share",
    0.705,
    "SSNAP 2016–2021: 70.5% of 282,302",
)
.known([0.6, 0.8], "fact");
pub(super) const OPENING_WAIT: Setting<TravelTime> =
    Setting::new("opening_wait_minutes", 60.0, "an assumption").known([0.0, 180.0], "assumption");
pub(super) const SPELL: Setting<TravelTime> =
    Setting::new("weather_spell_minutes", 360.0, "an assumption")
        .known([120.0, 1_440.0], "assumption");
pub(super) const CLEAR: Setting<TravelTime> = Setting::new(
    "aircraft_clear_minutes",
    25.0,
    "Devon Air Ambulance 2022–2024: about 25 min",
)
.known([15.0, 60.0], "inference");
