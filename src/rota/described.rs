use crate::service::{Certainty, Parameter};

const fn parameter(
    key: &'static str,
    unit: &'static str,
    default: f64,
    range: (f64, f64),
    limits: (f64, f64),
    (certainty, source): (Certainty, &'static str),
) -> Parameter {
    Parameter {
        key,
        unit,
        default,
        range,
        limits,
        certainty,
        source,
    }
}

const WILLIAMS: &str = "Williams 2018, nine US centres (abstract)";
const WORKING_TIME: &str = "Working Time Regulations, as BMA and SALG state them; leave does not \
                            count, and on call away from the workplace is not working time";

pub(crate) const ONE_IN: Parameter = parameter(
    "one_in",
    "duties",
    6.0,
    (4.0, 8.0),
    (1.0, 100.0),
    (
        Certainty::Fact,
        "RCR QSI IR-802: at least 1 in 6, substantive staff; RCR 2019: 1 in 8 above 1 million people",
    ),
);
pub(crate) const WORKING_DAYS: Parameter = parameter(
    "working_days",
    "days per year",
    260.0,
    (260.0, 261.0),
    (1.0, 366.0),
    (Certainty::Fact, "52 weeks of five days"),
);
pub(crate) const DAYS_AWAY: Parameter = parameter(
    "days_away",
    "days per year",
    52.0,
    (40.0, 60.0),
    (0.0, 365.0),
    (
        Certainty::Inference,
        "BMA: 6 weeks, 2 days after 7 years, 2 statutory days, 8 public holidays; 10 study days \
         (unverified)",
    ),
);
pub(crate) const CONTRACT_HOURS: Parameter = parameter(
    "contract_hours",
    "hours per week",
    40.0,
    (30.0, 44.0),
    (1.0, 100.0),
    (
        Certainty::Assumption,
        "ten programmed activities of 4 hours; not found in a source",
    ),
);
pub(crate) const AVERAGE_WEEK: Parameter = parameter(
    "average_week_limit",
    "hours per week",
    48.0,
    (48.0, 56.0),
    (1.0, 168.0),
    (Certainty::Fact, WORKING_TIME),
);
pub(crate) const DAILY_REST: Parameter = parameter(
    "daily_rest",
    "hours",
    11.0,
    (8.0, 11.0),
    (0.0, 24.0),
    (Certainty::Fact, WORKING_TIME),
);
pub(crate) const OUT_OF_HOURS: Parameter = parameter(
    "out_of_hours_share",
    "of MT",
    0.58,
    (0.53, 0.60),
    (0.0, 1.0),
    (
        Certainty::Fact,
        "Royal Stoke, 501 MT, outside 08-17 from Monday to Friday: Weddell 2020 (abstract); \
         St George's 53 %: Zhang 2021; 59.8 % of consultations: Williams 2018",
    ),
);
pub(crate) const MT_MINUTES: Parameter = parameter(
    "minutes_per_mt",
    "minutes",
    171.0,
    (120.0, 240.0),
    (0.0, 1_440.0),
    (Certainty::Fact, WILLIAMS),
);
pub(crate) const FALSE_ALARMS: Parameter = parameter(
    "false_alarms_per_mt",
    "per MT",
    1.55,
    (0.5, 2.5),
    (0.0, 100.0),
    (Certainty::Fact, "130 per 84 MT: Williams 2018 (abstract)"),
);
pub(crate) const FALSE_ALARM_MINUTES: Parameter = parameter(
    "minutes_per_false_alarm",
    "minutes",
    27.0,
    (10.0, 60.0),
    (0.0, 1_440.0),
    (Certainty::Fact, WILLIAMS),
);
pub(crate) const OPERATOR_MINIMUM: Parameter = parameter(
    "operator_minimum",
    "MT per year",
    15.0,
    (15.0, 40.0),
    (0.0, 1_000.0),
    (
        Certainty::Fact,
        "Joint Commission: 15 in 12 months or 30 in 24; a UK minimum was not found",
    ),
);
pub(super) const MT_PER_YEAR: Parameter = parameter(
    "mt_per_year",
    "MT per year",
    8_080.0,
    (3_474.0, 10_000.0),
    (0.0, 1_000_000.0),
    (
        Certainty::Inference,
        "10 % of 80,800 strokes (McMeekin 2017 and 2019); 4.3 % were treated in 2023/24",
    ),
);
