//! A study of three demand points and two sites, to be spoilt or varied one file at a time.

use catchment::load::{self, Dataset, LoadError, StudyFiles, Wanted};
use catchment::study::Study;
use std::collections::BTreeMap;

pub(crate) const STUDY: &str = r#"name = "small"
[population]
file = "population.csv"
demand = "admissions"
groups = ["region"]
[hospitals]
file = "hospitals.csv"
capabilities = ["mt"]
[travel]
model = "table"
file = "times.csv"
shape = "wide"
unit = "minutes"
[[layouts]]
name = "both"
file = "layouts.csv"
[[layouts]]
name = "mt"
column = "mt"
"#;

pub(crate) const POPULATION: &str = "\
id,name,lat,lon,population,admissions,region
E1,Soho,51.51,-0.13,1500,2.5,London
E2,Leeds,53.8,-1.55,2000,3,North
E3,York,53.96,-1.08,1000,1.25,North
";

pub(crate) const HOSPITALS: &str = "\
id,name,lat,lon,mt
LS1,Leeds General,53.8,-1.55,yes
W1,Charing Cross,51.49,-0.22,no
";

pub(crate) const TIMES: &str = "\
id,LS1,W1
E1,200.5,12
E2,9.1,210
E3,35,
";

pub(crate) const LAYOUTS: &str = "\
layout,site_id
both,W1
both,LS1
";

/// The files of a study by their names; the study itself is `study.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Small {
    pub(crate) study: String,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Default for Small {
    fn default() -> Self {
        let files = [
            ("population.csv", POPULATION),
            ("hospitals.csv", HOSPITALS),
            ("times.csv", TIMES),
            ("layouts.csv", LAYOUTS),
        ];
        Self {
            study: STUDY.to_owned(),
            files: files
                .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
                .into(),
        }
    }
}

impl Small {
    /// Another content of one file.
    pub(crate) fn with(mut self, file: &str, content: impl AsRef<[u8]>) -> Self {
        self.files
            .insert(file.to_owned(), content.as_ref().to_vec());
        self
    }

    /// One file with a part of its text replaced; the part must be there.
    pub(crate) fn replace(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = if file == "study.toml" {
            &mut self.study
        } else {
            let bytes = self.files.remove(file).expect("a file of the small study");
            let text = String::from_utf8(bytes).expect("text");
            assert!(text.contains(from), "{file} has no {from:?}");
            self.files
                .insert(file.to_owned(), text.replace(from, to).into_bytes());
            return self;
        };
        assert!(text.contains(from), "{file} has no {from:?}");
        *text = text.replace(from, to);
        self
    }

    pub(crate) fn without(mut self, file: &str) -> Self {
        self.files.remove(file);
        self
    }

    pub(crate) fn load(self) -> Result<Dataset, LoadError> {
        self.load_wanted(Wanted { drawing: true })
    }

    pub(crate) fn load_wanted(self, wanted: Wanted) -> Result<Dataset, LoadError> {
        let study = Study::parse(&self.study, "study.toml").map_err(Box::new)?;
        load::dataset(&study, &StudyFiles::memory(self.files), wanted)
    }

    /// The message of the error that loading ends in.
    pub(crate) fn error(self) -> String {
        match self.load() {
            Ok(_) => panic!("expected an error, and the study loads"),
            Err(error) => error.to_string(),
        }
    }
}
