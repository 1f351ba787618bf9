//! The catalogue's choices in words.

use model::Language;
use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::schedule::Audience;

use crate::Words;

impl Words {
    /// A kind of training in words.
    #[must_use]
    pub fn edition_kind(self, kind: EditionKind) -> String {
        match kind {
            EditionKind::Seminar => self.kind_seminar(),
            EditionKind::Workshop => self.kind_workshop(),
            EditionKind::Leadership => self.kind_leadership(),
            EditionKind::Series => self.kind_series(),
        }
    }

    /// A mode in words.
    #[must_use]
    pub fn mode(self, mode: Mode) -> String {
        match mode {
            Mode::InPerson => self.mode_in_person(),
            Mode::Online => self.mode_online(),
            Mode::Hybrid => self.mode_hybrid(),
        }
    }

    /// A way in, in words.
    #[must_use]
    pub fn admission_way(self, way: AdmissionWay) -> String {
        match way {
            AdmissionWay::Open => self.way_open(),
            AdmissionWay::Approval => self.way_approval(),
            AdmissionWay::Nomination => self.way_nomination(),
        }
    }

    /// Who can load something, in words.
    #[must_use]
    pub fn publication(self, publication: Publication) -> String {
        match publication {
            Publication::Draft => self.publication_draft(),
            Publication::Published => self.publication_published(),
            Publication::Cancelled => self.publication_cancelled(),
            Publication::Archived => self.publication_archived(),
        }
    }

    /// Who may watch, where it is more than the enrolled.
    #[must_use]
    pub fn catalogue_audience(self, audience: Audience) -> Option<String> {
        match audience {
            Audience::Public => Some(self.catalogue_for_everybody()),
            Audience::SignedIn => Some(self.catalogue_for_signed_in()),
            Audience::Enrolled => None,
        }
    }

    /// A language something is taught in, by its tag; one without a name here is shown as its tag.
    #[must_use]
    pub fn tongue(self, tag: &str) -> String {
        match tag {
            "ar" => self.tongue_ar(),
            "en" => self.tongue_en(),
            "es" => self.tongue_es(),
            "fr" => self.tongue_fr(),
            "id" => self.tongue_id(),
            "ja" => self.tongue_ja(),
            "pt" => self.tongue_pt(),
            "ru" => self.tongue_ru(),
            "sw" => self.tongue_sw(),
            "vi" => self.tongue_vi(),
            "zh" => self.tongue_zh(),
            other => other.to_owned(),
        }
    }

    /// Languages in a row.
    #[must_use]
    pub fn tongues(self, tags: &[&str]) -> String {
        let names: Vec<String> = tags.iter().map(|tag| self.tongue(tag)).collect();
        names.join(&self.list_mark())
    }
}

/// Value and words of each kind.
pub(super) fn kinds(words: Words) -> Vec<(String, String)> {
    EditionKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), words.edition_kind(*kind)))
        .collect()
}

/// Value and words of each mode.
pub(super) fn modes(words: Words) -> Vec<(String, String)> {
    Mode::ALL
        .iter()
        .map(|mode| (mode.to_string(), words.mode(*mode)))
        .collect()
}

/// Value and words of each way in.
pub(super) fn ways(words: Words) -> Vec<(String, String)> {
    AdmissionWay::ALL
        .iter()
        .map(|way| (way.to_string(), words.admission_way(*way)))
        .collect()
}

/// Value and name of each language that things are written in.
pub(super) fn written_in() -> Vec<(String, String)> {
    Language::OFFERED
        .iter()
        .map(|language| (language.to_string(), language.own_name().to_owned()))
        .collect()
}

/// The language in which somebody who reads this page writes.
pub(super) fn writes_in(words: Words) -> &'static str {
    if Language::OFFERED.contains(&words.language) {
        words.language.as_str()
    } else {
        Language::English.as_str()
    }
}
