//! What the files in `programmes/` say: programmes, their editions, courses and sessions, with their words.

use domain::{Error, Result};
use jiff::ToSpan;
use jiff::civil::Date;
use model::admissions::Standing;
use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::schedule::{Audience, SessionKind};
use serde::Deserialize;

const FILES: &[(&str, &str)] = &[
    (
        "marine-economy",
        include_str!("programmes/marine-economy.toml"),
    ),
    (
        "rural-development",
        include_str!("programmes/rural-development.toml"),
    ),
    (
        "entering-the-chinese-market",
        include_str!("programmes/entering-the-chinese-market.toml"),
    ),
    (
        "cross-border-digital-marketing",
        include_str!("programmes/cross-border-digital-marketing.toml"),
    ),
    (
        "port-management",
        include_str!("programmes/port-management.toml"),
    ),
    (
        "industrial-internet",
        include_str!("programmes/industrial-internet.toml"),
    ),
    (
        "nir-governance",
        include_str!("programmes/nir-governance.toml"),
    ),
    (
        "ai-for-public-services",
        include_str!("programmes/ai-for-public-services.toml"),
    ),
];

/// A standing offer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    #[serde(skip)]
    pub slug: String,
    pub portfolio: String,
    pub since: String,
    pub en: Words,
    pub zh: Words,
    pub editions: Vec<Edition>,
}

/// What stands on a programme's or an edition's page, in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    pub title: String,
    pub summary: String,
    pub description: String,
    pub audience: String,
}

/// One run of a programme. What it does not say in words of its own is said in the programme's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    pub slug: String,
    pub kind: EditionKind,
    pub mode: Mode,
    #[serde(default = "published")]
    pub publication: Publication,
    pub starts: String,
    pub ends: String,
    #[serde(default)]
    pub opens: Option<String>,
    #[serde(default)]
    pub closes: Option<String>,
    #[serde(default)]
    pub place: String,
    pub way: AdmissionWay,
    #[serde(default)]
    pub seats: Option<i32>,
    pub languages: Vec<String>,
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default)]
    pub en: Words,
    #[serde(default)]
    pub zh: Words,
    #[serde(default)]
    pub cohort: Cohort,
    #[serde(default)]
    pub courses: Vec<Course>,
    #[serde(default)]
    pub sessions: Vec<Session>,
}

/// How many people of later years have a place, wait, or have withdrawn, and applications that are elsewhere.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cohort {
    pub places: usize,
    pub waiting: usize,
    pub withdrawn: usize,
    pub standing: Vec<(Standing, usize)>,
}

/// A subject.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    pub slug: String,
    pub trainer: usize,
    pub en: String,
    pub zh: String,
    #[serde(default)]
    pub about_en: String,
    #[serde(default)]
    pub about_zh: String,
    #[serde(default)]
    pub elective: bool,
    #[serde(default)]
    pub cancelled: bool,
}

/// A meeting. `day` counts from the edition's first, which is day 1.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub day: i64,
    pub at: String,
    pub minutes: i32,
    pub kind: SessionKind,
    #[serde(default)]
    pub course: Option<String>,
    #[serde(default)]
    pub trainer: Option<usize>,
    #[serde(default)]
    pub venue: Option<String>,
    #[serde(default)]
    pub host: Option<String>,
    #[serde(default = "enrolled")]
    pub audience: Audience,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub cancelled: bool,
    #[serde(default)]
    pub link: String,
    #[serde(default)]
    pub recording: bool,
    pub en: String,
    pub zh: String,
    #[serde(default)]
    pub about_en: String,
    #[serde(default)]
    pub about_zh: String,
}

const fn published() -> Publication {
    Publication::Published
}

const fn enrolled() -> Audience {
    Audience::Enrolled
}

/// Every programme, in the order of the files.
pub fn programmes() -> Result<Vec<Programme>> {
    FILES
        .iter()
        .map(|(slug, text)| {
            let mut programme: Programme = toml::from_str(text)
                .map_err(|error| Error::Fault(format!("{slug}.toml: {error}")))?;
            programme.slug = (*slug).to_owned();
            Ok(programme)
        })
        .collect()
}

/// A day as the files write it: `2023-05-08`, or `+30` and `-7` for days from today.
pub fn day(text: &str, today: Date) -> Result<Date> {
    let fault = || Error::Fault(format!("{text} is no day"));
    if text.starts_with(['+', '-']) {
        let days: i64 = text.parse().map_err(|_| fault())?;
        return Ok(today.saturating_add(days.days()));
    }
    text.parse().map_err(|_| fault())
}

impl Words {
    /// These words, with another's where there are none.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let first = |own: &str, other: &str| if own.is_empty() { other } else { own }.to_owned();
        Self {
            title: first(&self.title, &other.title),
            summary: first(&self.summary, &other.summary),
            description: first(&self.description, &other.description),
            audience: first(&self.audience, &other.audience),
        }
    }
}
