use super::names::nearest_word;

/// A name that nothing of a study has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no {what} is named `{name}`; the study has {}{}",
    quoted(known),
    nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
)]
pub struct UnknownName {
    what: &'static str,
    name: String,
    nearest: Option<String>,
    known: Vec<String>,
}

impl UnknownName {
    /// A name that none of these has; `what` they are: `layout`, `scenario`.
    pub(crate) fn new<S: AsRef<str>>(
        what: &'static str,
        name: &str,
        known: impl IntoIterator<Item = S>,
    ) -> Self {
        let known: Vec<String> = known
            .into_iter()
            .map(|known| known.as_ref().to_owned())
            .collect();
        Self {
            what,
            name: name.to_owned(),
            nearest: nearest_word(name, &known),
            known,
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name that is spelt most alike, if any is.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        self.nearest.as_deref()
    }
}

fn quoted(words: &[String]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_much_like_one_of_the_study_is_offered() {
        let said = |name: &str, known: &[&str]| UnknownName::new("layout", name, known).to_string();
        assert_eq!(
            said("curent-24", &["current-24", "example-30"]),
            "no layout is named `curent-24`; the study has `current-24`, `example-30`; did you mean \
             `current-24`?"
        );
        assert_eq!(
            said("x", &["both"]),
            "no layout is named `x`; the study has `both`"
        );
        assert_eq!(said("x", &[]), "no layout is named `x`; the study has none");
    }
}
