use crate::care::{Delay, THE_STUDY};
use crate::flight::{AirDelay, FlyableShare, MissionCost, PadPolicy};
use crate::outcome::{OutcomeModel, TreatedShares};
use crate::study::{
    ALLOWABLE_DELAY, HelicopterChoice, MINIMUM_SAVING, PathwayChoice, Study, TestChoice,
    UtilityScale,
};
use crate::travel::RoadCurve;
use crate::units::{Share, TravelTime};
use serde::Serialize;
use serde_json::Value;

/// One value that a run used and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Assumption {
    /// Which.
    pub what: String,
    /// Its value: a number or words.
    pub value: Value,
    /// Its unit; empty if it has none.
    pub unit: String,
    /// Where it comes from.
    pub source: String,
}

/// Every value of the straight-line model, pathways, helicopters and outcomes of a study, with its
/// source.
#[must_use]
pub(crate) fn assumptions(study: &Study) -> Vec<Assumption> {
    let mut list = List(Vec::new());
    if let Some(curve) = study.travel.curve() {
        list.curve(curve);
    }
    if let Some(pathway) = &study.pathway {
        list.pathway(pathway);
    }
    if let Some(helicopter) = &study.helicopter {
        list.helicopter(helicopter, study);
    }
    list.0
}

const ALLEN_2021: &str = "Allen et al. 2021, European Stroke Journal";
const ASSUMED: &str = "assumption; no published figure was found";
const EXETER: &str = "stroke-outcome 0.1.8, the Exeter group's outcome model";

struct List(Vec<Assumption>);

impl List {
    fn add(&mut self, what: &str, value: impl Into<Value>, unit: &'static str, source: &str) {
        self.0.push(Assumption {
            what: what.to_owned(),
            value: value.into(),
            unit: unit.to_owned(),
            source: source.to_owned(),
        });
    }

    fn minutes(&mut self, what: &str, time: TravelTime, default: f64, source: &str) {
        let same = TravelTime::try_from_minutes(default).is_ok_and(|default| default == time);
        self.add(
            what,
            time.as_f64(),
            "min",
            if same { source } else { THE_STUDY },
        );
    }

    fn share(&mut self, what: &str, share: Share, default: Share, source: &str) {
        let same = share.as_f64().total_cmp(&default.as_f64()).is_eq();
        self.add(
            what,
            share.as_f64(),
            "",
            if same { source } else { THE_STUDY },
        );
    }

    fn curve(&mut self, curve: &RoadCurve) {
        let source = curve.fit().map_or_else(
            || THE_STUDY.to_owned(),
            |fit| {
                let (to, km) = (fit.fitted_to, fit.longest_km);
                format!("fitted to {to}, journeys of at most {km} km")
            },
        );
        let mut add = |what: &str, value: f64, unit| {
            self.add(
                &format!("straight-line model: {what}"),
                value,
                unit,
                &source,
            );
        };
        add("fixed time in every journey", curve.fixed.as_f64(), "min");
        add("road distance over great-circle distance", curve.detour, "");
        add(
            "speed of the shortest journeys",
            curve.slow.as_f64(),
            "km/h",
        );
        add(
            "speed that long journeys tend to",
            curve.fast.as_f64(),
            "km/h",
        );
        add(
            "distance over which the speed rises",
            curve.reach.kilometres(),
            "km",
        );
    }

    fn pathway(&mut self, choice: &PathwayChoice) {
        self.add("routing", choice.routing.key(), "", THE_STUDY);
        self.minutes(
            "allowable delay",
            choice.allowable,
            ALLOWABLE_DELAY.default_number(),
            "Allen et al. 2019, European Stroke Journal",
        );
        for delay in Delay::ALL {
            let source = choice.delays.source(delay);
            self.add(
                delay.label(),
                choice.delays.get(delay).as_f64(),
                "min",
                source,
            );
        }
        match choice.test {
            None => self.add("pre-hospital test", "none", "", THE_STUDY),
            Some(TestChoice::Race5) => self.add("pre-hospital test", "RACE ≥ 5", "", ALLEN_2021),
            Some(TestChoice::Accuracy {
                sensitivity,
                specificity,
            }) => {
                self.add("test sensitivity", sensitivity.as_f64(), "", THE_STUDY);
                self.add("test specificity", specificity.as_f64(), "", THE_STUDY);
            }
        }
        self.patients(choice);
    }

    fn patients(&mut self, choice: &PathwayChoice) {
        let (patients, usual) = (&choice.patients, crate::outcome::PatientMix::default());
        let mix_source = if patients.mix == usual {
            ALLEN_2021
        } else {
            THE_STUDY
        };
        self.add("share of LVO", patients.mix.lvo(), "", mix_source);
        self.add(
            "share of other ischaemic stroke",
            patients.mix.nlvo(),
            "",
            mix_source,
        );
        self.add(
            "share of haemorrhage",
            patients.mix.haemorrhage(),
            "",
            mix_source,
        );
        let (treated, default) = (patients.treated, TreatedShares::default());
        self.add(
            "MT, of LVO",
            treated.mt_of_lvo.as_f64(),
            "",
            "the study; if it gives none, its share of demand eligible for MT",
        );
        self.share(
            "IVT, of those given MT",
            treated.ivt_with_mt,
            default.ivt_with_mt,
            ASSUMED,
        );
        self.share(
            "IVT, of LVO without MT",
            treated.ivt_of_other_lvo,
            default.ivt_of_other_lvo,
            ASSUMED,
        );
        self.share(
            "IVT, of other ischaemic stroke",
            treated.ivt_of_nlvo,
            default.ivt_of_nlvo,
            ALLEN_2021,
        );
        let model = OutcomeModel::EXETER;
        let (ivt, mt) = (model.nlvo_ivt, model.lvo_mt);
        let (ivt_cut_off, mt_cut_off) = (patients.ivt_cut_off, patients.mt_cut_off);
        self.minutes(
            "IVT is given up to",
            ivt_cut_off,
            ivt.cut_off().as_f64(),
            EXETER,
        );
        self.minutes(
            "MT is given up to",
            mt_cut_off,
            mt.cut_off().as_f64(),
            EXETER,
        );
        let emberson = "Emberson et al. 2014, Lancet";
        let fransen = "Fransen et al. 2016, JAMA Neurology";
        self.add(
            "IVT has no effect from",
            ivt.no_effect().as_f64(),
            "min",
            emberson,
        );
        self.add(
            "MT has no effect from",
            mt.no_effect().as_f64(),
            "min",
            fransen,
        );
        self.add("mRS by time to treatment", "its tables", "", EXETER);
        let (scale, source) = match patients.utility {
            UtilityScale::Wang2020 => ("Wang 2020", "Wang et al. 2020, Stroke 51:2411–2417"),
            UtilityScale::Dijkland2018 => {
                ("Dijkland 2018", "Dijkland et al. 2018, Stroke 49:965–971")
            }
        };
        self.add("utility of the mRS", scale, "", source);
        let source = "stroke-lifetime 3.0.1; utilities of Dijkland et al. 2018, 3.5% per year";
        self.add("QALYs of the mRS", "at the age of 75", "", source);
    }

    fn helicopter(&mut self, choice: &HelicopterChoice, study: &Study) {
        let service = &choice.service;
        for delay in AirDelay::ALL {
            let what = format!("helicopter: {}", delay.key().replace('_', " "));
            let minutes = service.delays.get(delay).as_f64();
            self.add(&what, minutes, "min", service.delays.source(delay));
        }
        let pads = match service.delays.unknown_pad() {
            PadPolicy::RoadLeg => "a road leg",
            PadPolicy::Pad => "a pad",
        };
        self.add("an unknown pad counts as", pads, "", THE_STUDY);
        match choice.cruise {
            Some(speed) => self.add("cruise speed", speed.as_f64(), "km/h", THE_STUDY),
            None => self.add(
                "cruise speed",
                "225 (H145, and types not known), 254 (EC135, H135), 269 (AW169)",
                "km/h",
                "published cruise speeds of the types",
            ),
        }
        for scenario in &service.scenarios {
            let what = format!("hours of {}", scenario.name);
            self.add(&what, scenario.hours.to_string(), "", THE_STUDY);
            if let Some(busy) = scenario.busy {
                let what = format!("chance that an aircraft is out in {}", scenario.name);
                self.add(&what, busy.as_f64(), "", THE_STUDY);
            }
        }
        let usual = crate::flight::Availability::default();
        let months = service.availability.flyable;
        let shares: Vec<String> = months
            .months()
            .iter()
            .map(|m| m.as_f64().to_string())
            .collect();
        let alike = shares.windows(2).all(|pair| pair[0] == pair[1]);
        let weather = if months == usual.flyable {
            FlyableShare::SOURCE
        } else {
            THE_STUDY
        };
        let shares = if alike {
            shares[0].clone()
        } else {
            shares.join(" ")
        };
        self.add("missions that the weather allows", shares, "", weather);
        self.share(
            "chance that an aircraft is out",
            service.availability.busy,
            usual.busy,
            "inferred from Finland 2024: 34 of 51 transfers flew",
        );
        let arrivals = if service.availability.arrivals == usual.arrivals {
            ("the same number in every hour", "assumption")
        } else {
            ("by the hours in the study", THE_STUDY)
        };
        self.add("transfers over the day", arrivals.0, "", arrivals.1);
        self.minutes(
            "minimum saving worth flying",
            service.minimum_saving,
            MINIMUM_SAVING.default_number(),
            "assumption: any saving",
        );
        match service.mission_cost {
            None => self.add("cost of a mission", "not known", "", THE_STUDY),
            Some(cost) => {
                let survey = "survey of English air ambulances (Lumley et al., abstract)";
                let surveyed = cost == MissionCost::SURVEYED;
                let source = if surveyed { survey } else { THE_STUDY };
                let currency = cost.currency().code();
                self.add("cost of a mission", cost.amount(), currency, source);
            }
        }
        match &study.time_zone {
            Some(zone) => self.add("clock of daylight", zone.name(), "", THE_STUDY),
            None => self.add(
                "clock of daylight",
                "UTC and the whole hours of a base's longitude",
                "",
                "assumption; the study names no `time_zone`",
            ),
        }
    }
}
