//! A person's name as somebody may see it: auditors read figures and logs, not names.

use model::PersonId;

use super::person;

/// A name, or a code that stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownName {
    /// As printed.
    Printed(String),
    /// The same code wherever the person appears, so that rows can be told apart.
    Masked(String),
}

impl ShownName {
    /// The person's name, masked if it must be.
    #[must_use]
    pub fn of(person: &person::Model, masked: bool) -> Self {
        if masked {
            Self::mask(person.id)
        } else {
            Self::Printed(person.printed_name.clone())
        }
    }

    /// The code of a person: the end of their random id.
    #[must_use]
    pub fn mask(person: PersonId) -> Self {
        let id = person.0.simple().to_string();
        Self::Masked(id.chars().skip(id.len().saturating_sub(8)).collect())
    }

    /// What lists are sorted by.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Printed(name) => name.to_lowercase(),
            Self::Masked(code) => code.clone(),
        }
    }
}
