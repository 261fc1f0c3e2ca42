//! What is expected of an admission by its times to treatment, from the rows of `stroke-outcome` that
//! `tests/reference` keeps and the formula that `docs/methods.md` names. Times are in milliseconds.

use super::random_study::MINUTE;

const REFERENCE: &str = include_str!("../../reference/stroke_outcome.csv");
/// Wang et al. 2020, Stroke 51:2411–2417.
const UTILITY: [f64; 7] = [0.97, 0.88, 0.74, 0.55, 0.20, -0.19, 0.0];
/// `stroke-lifetime` 3.0.1 at the age of 75, printed by `tests/reference/stroke_lifetime.py`.
const QALYS: [f64; 7] = [7.634_6, 6.563_7, 4.674_0, 2.176_3, 0.767_3, 0.111_9, 0.0];
/// How far an outcome of one admission may be from the definition: the program has straight lines
/// between whole minutes.
pub(crate) const PER_ADMISSION: f64 = 2e-6;

/// P(mRS ≤ 0) to P(mRS ≤ 5).
type AtMost = [f64; 6];

/// The row of the reference for these times.
fn row(kind: &str, ivt: &str, mt: &str) -> AtMost {
    let mut lines = REFERENCE.lines().map(|line| line.split(',').collect());
    let found = lines.find(|cells: &Vec<&str>| cells[..3] == [kind, ivt, mt]);
    let cells = found.expect("a row of the reference");
    std::array::from_fn(|grade| cells[3 + grade].parse().expect("a number"))
}

/// Of one treatment: the distributions at onset and when it has no effect any more, and when that is.
#[derive(Debug, Clone)]
struct Effect {
    at_onset: AtMost,
    too_late: AtMost,
    useless_from: i128,
    cut_off: i128,
}

impl Effect {
    #[expect(clippy::cast_precision_loss, reason = "logits are not exact")]
    fn at(&self, time: Option<i128>) -> Option<AtMost> {
        let time = time.filter(|&time| time <= self.cut_off)?;
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let part = time as f64 / self.useless_from as f64;
        Some(std::array::from_fn(|grade| {
            let (first, last) = (logit(self.at_onset[grade]), logit(self.too_late[grade]));
            1.0 / (1.0 + (-(first * (1.0 - part) + last * part)).exp())
        }))
    }
}

/// Expected of one admission, or the sum of many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    pub(crate) good: f64,
    pub(crate) excellent: f64,
    pub(crate) utility: f64,
    pub(crate) qalys: f64,
}

impl Outcome {
    pub(crate) fn add(&mut self, weight: f64, other: Self) {
        self.good += weight * other.good;
        self.excellent += weight * other.excellent;
        self.utility += weight * other.utility;
        self.qalys += weight * other.qalys;
    }

    fn of(at_most: &AtMost) -> Self {
        let expected = |values: [f64; 7]| -> f64 {
            let steps = (0..6).map(|grade| at_most[grade] * (values[grade] - values[grade + 1]));
            steps.sum::<f64>() + values[6]
        };
        Self {
            good: at_most[2],
            excellent: at_most[1],
            utility: expected(UTILITY),
            qalys: expected(QALYS),
        }
    }
}

/// Who the patients are: shares of admissions, or of those named.
#[derive(Debug, Clone)]
pub(crate) struct Patients {
    pub(crate) lvo: f64,
    pub(crate) nlvo: f64,
    /// Of all admissions.
    pub(crate) mt: f64,
    pub(crate) ivt_with_mt: f64,
    pub(crate) ivt_of_other_lvo: f64,
    pub(crate) ivt_of_nlvo: f64,
    untreated_nlvo: AtMost,
    untreated_lvo: AtMost,
    nlvo_ivt: Effect,
    lvo_ivt: Effect,
    lvo_mt: Effect,
}

impl Patients {
    /// Those of Allen et al. 2021, and the cut-offs in milliseconds; nobody is given MT.
    pub(crate) fn new(ivt_cut_off: i128, mt_cut_off: i128) -> Self {
        let ivt = |kind: &str| Effect {
            at_onset: row(kind, "0.0", ""),
            too_late: row(kind, "378.0", ""),
            useless_from: 378 * MINUTE,
            cut_off: ivt_cut_off,
        };
        Self {
            lvo: 0.317,
            nlvo: 0.517,
            mt: 0.0,
            ivt_with_mt: 1.0,
            ivt_of_other_lvo: 0.194,
            ivt_of_nlvo: 0.194,
            untreated_nlvo: row("nlvo", "", ""),
            untreated_lvo: row("lvo", "", ""),
            nlvo_ivt: ivt("nlvo"),
            lvo_ivt: ivt("lvo"),
            lvo_mt: Effect {
                at_onset: row("lvo", "", "0.0"),
                too_late: row("lvo", "", "480.0"),
                useless_from: 480 * MINUTE,
                cut_off: mt_cut_off,
            },
        }
    }

    /// Another share of large-vessel occlusions: all others keep their ratio, and of the occlusions as
    /// many are given MT.
    pub(crate) fn set_lvo(&mut self, lvo: f64) {
        self.mt *= lvo / self.lvo;
        self.nlvo *= (1.0 - lvo) / (1.0 - self.lvo);
        self.lvo = lvo;
    }

    /// What is expected of one admission that could be given IVT and MT at these times.
    pub(crate) fn expected(&self, ivt: Option<i128>, mt: Option<i128>) -> Outcome {
        let mut sum = Outcome::default();
        let mut add = |share: f64, at_most: AtMost| sum.add(share, Outcome::of(&at_most));
        let nlvo = self.nlvo_ivt.at(ivt).unwrap_or(self.untreated_nlvo);
        add(self.nlvo * self.ivt_of_nlvo, nlvo);
        add(self.nlvo * (1.0 - self.ivt_of_nlvo), self.untreated_nlvo);
        let by_ivt = self.lvo_ivt.at(ivt).unwrap_or(self.untreated_lvo);
        let other = self.lvo - self.mt;
        add(other * self.ivt_of_other_lvo, by_ivt);
        add(other * (1.0 - self.ivt_of_other_lvo), self.untreated_lvo);
        let mean = |at_most: &AtMost| 6.0 - at_most.iter().sum::<f64>();
        let by_mt = self.lvo_mt.at(mt);
        let both = match by_mt {
            Some(by_mt) if mean(&by_mt) <= mean(&by_ivt) => by_mt,
            _ => by_ivt,
        };
        add(self.mt * self.ivt_with_mt, both);
        add(
            self.mt * (1.0 - self.ivt_with_mt),
            by_mt.unwrap_or(self.untreated_lvo),
        );
        sum
    }
}
