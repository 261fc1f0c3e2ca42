//! `[pathway.test]`: a test of the ambulance crew.

use crate::outcome::PrehospitalTest;
use crate::study::error::StudyError;
use crate::study::setting::{self, written};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::units::Share;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A test of the ambulance crew for large-vessel occlusion.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum TestChoice {
    /// [`PrehospitalTest::race_5`].
    Race5,
    /// Of this sensitivity and specificity.
    Accuracy {
        /// Large-vessel occlusions found positive.
        sensitivity: Share,
        /// All others found negative.
        specificity: Share,
    },
}

impl TestChoice {
    /// Which patients it finds positive.
    #[must_use]
    pub fn test(&self) -> PrehospitalTest {
        match *self {
            Self::Race5 => PrehospitalTest::race_5(),
            Self::Accuracy {
                sensitivity,
                specificity,
            } => PrehospitalTest::new(sensitivity, specificity),
        }
    }
}

/// A published test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
enum TestScaleToml {
    /// RACE of 5 or more (Allen et al. 2021, European Stroke Journal).
    #[serde(rename = "race-5")]
    Race5,
}

/// A test of the ambulance crew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TestToml {
    /// A published test.
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<Spanned<TestScaleToml>>,
    /// Share of large-vessel occlusions that it finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share", "examples" = [0.85]))]
    sensitivity: Option<Spanned<f64>>,
    /// Share of all others that it finds negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share", "examples" = [0.68]))]
    specificity: Option<Spanned<f64>>,
}

impl TestToml {
    pub(super) fn read(
        form: &Spanned<Self>,
        source: &Source<'_>,
    ) -> Result<TestChoice, StudyError> {
        let (span, form) = (form.span(), form.as_ref());
        let expected = "`scale`, or both `sensitivity` and `specificity`";
        let found = match (&form.scale, &form.sensitivity, &form.specificity) {
            (Some(_), None, None) => return Ok(TestChoice::Race5),
            (None, Some(sensitivity), Some(specificity)) => {
                return Ok(TestChoice::Accuracy {
                    sensitivity: setting::read("sensitivity", sensitivity, source)?,
                    specificity: setting::read("specificity", specificity, source)?,
                });
            }
            (None, None, None) => "nothing",
            (Some(_), ..) => "`scale` and others",
            (None, ..) => "one of the two",
        };
        Err(source.value("test", expected, found, &span))
    }

    pub(super) fn written(choice: TestChoice) -> Spanned<Self> {
        let (scale, sensitivity, specificity) = match choice {
            TestChoice::Race5 => (Some(Spanned::nowhere(TestScaleToml::Race5)), None, None),
            TestChoice::Accuracy {
                sensitivity,
                specificity,
            } => (None, written(sensitivity), written(specificity)),
        };
        Spanned::nowhere(Self {
            scale,
            sensitivity,
            specificity,
        })
    }
}
