//! The catalogue: search and filters.

use jiff::civil::Date;
use model::admissions::Standing;
use model::catalogue::{EditionKind, Mode};
use model::refusal::FieldRefusal;
use model::{Country, CountryGroup, Instant, Language, Reason, Refusal, Zone};
use sea_orm::ConnectionTrait;

use super::card::{Card, cards, count, soonest_first, takes_people};
use super::edition_language::is_tag;
use super::fold::patterns;
use super::rows::Where;
use super::visible::LISTED;
use crate::Result;
use crate::accounts::Visitor;
use crate::clock;
use crate::typed::Form;

/// Editions on a page of the catalogue.
pub const PAGE: u64 = 50;

/// A search as the address says it.
#[derive(Clone, Debug, Default)]
pub struct TypedSearch {
    pub q: String,
    pub kind: String,
    pub mode: String,
    pub language: String,
    pub group: String,
    pub from: String,
    pub until: String,
    /// `true`, or anything else for all.
    pub open: String,
    pub page: String,
}

/// A search that does.
#[derive(Clone, Debug, Default)]
pub struct Search {
    words: Vec<String>,
    kind: Option<EditionKind>,
    mode: Option<Mode>,
    language: Option<String>,
    group: Option<CountryGroup>,
    from: Option<Date>,
    until: Option<Date>,
    open: bool,
    /// From 1.
    pub page: u64,
}

/// A page of what was found.
#[derive(Clone, Debug)]
pub struct Found {
    pub cards: Vec<Card>,
    /// On all pages.
    pub total: u64,
    pub page: u64,
    pub pages: u64,
}

impl TypedSearch {
    /// Whether only what is open is asked for.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open == "true"
    }

    /// What of the search does, and which of its fields do not (and are left out).
    #[must_use]
    pub fn parse(&self) -> (Search, Vec<FieldRefusal>) {
        let mut form = Form::new();
        let given = |typed: &str| !typed.trim().is_empty();
        let kind = given(&self.kind).then(|| form.choice("kind", &self.kind));
        let mode = given(&self.mode).then(|| form.choice("mode", &self.mode));
        let language = given(&self.language).then(|| {
            let tag = self.language.trim();
            let known = is_tag(tag).then(|| tag.to_owned());
            form.take("language", known.ok_or(Reason::NotAChoice))
        });
        let group = given(&self.group).then(|| {
            let group = CountryGroup::parse(self.group.trim());
            form.take("group", group.ok_or(Reason::NotAChoice))
        });
        let from = given(&self.from).then(|| form.date("from", &self.from));
        let until = given(&self.until).then(|| form.date("until", &self.until));
        let search = Search {
            words: patterns(&self.q),
            kind: kind.flatten(),
            mode: mode.flatten(),
            language: language.flatten(),
            group: group.flatten(),
            from: from.flatten(),
            until: until.flatten(),
            open: self.is_open(),
            page: self.page.parse().unwrap_or(1).clamp(1, 100_000),
        };
        let refused = match form.done() {
            Err(Refusal::Fields(refused)) => refused,
            _ => Vec::new(),
        };
        (search, refused)
    }
}

impl Search {
    /// The page asked for of what everybody may see.
    pub async fn find(
        &self,
        db: &impl ConnectionTrait,
        visitor: &Visitor,
        language: Language,
        centre: &Zone,
        now: Instant,
    ) -> Result<Found> {
        let mut conditions = self.conditions(visitor, centre, now);
        let moment = conditions.bind(now);
        let order = soonest_first(&moment);
        let skipped = (self.page - 1) * PAGE;
        let cards = cards(db, conditions, &order, PAGE, skipped, language).await?;
        let shown = u64::try_from(cards.len()).unwrap_or(PAGE);
        let total = if self.page == 1 && shown < PAGE {
            shown
        } else {
            count(db, self.conditions(visitor, centre, now)).await?
        };
        Ok(Found {
            cards,
            total,
            page: self.page,
            pages: total.div_ceil(PAGE),
        })
    }

    fn conditions(&self, visitor: &Visitor, centre: &Zone, now: Instant) -> Where {
        let mut conditions = Where::default();
        conditions.and(LISTED);
        self.look_in_words(&mut conditions);
        self.filter(&mut conditions, centre, now);
        if self.open {
            open_for(&mut conditions, visitor, now);
        }
        conditions
    }

    fn look_in_words(&self, conditions: &mut Where) {
        if self.words.is_empty() {
            return;
        }
        let found: Vec<String> = self
            .words
            .iter()
            .map(|word| {
                let word = conditions.bind(word.clone());
                format!("f.folded LIKE {word} ESCAPE '!'")
            })
            .collect();
        conditions.and(format!(
            "EXISTS (SELECT 1 FROM edition_text f WHERE f.edition = e.id AND {})",
            found.join(" AND ")
        ));
    }

    fn filter(&self, conditions: &mut Where, centre: &Zone, now: Instant) {
        if let Some(kind) = self.kind {
            conditions.and(format!("e.kind = '{kind}'"));
        }
        if let Some(mode) = self.mode {
            conditions.and(format!("e.mode = '{mode}'"));
        }
        if let Some(language) = &self.language {
            let language = conditions.bind(language.clone());
            conditions.and(format!(
                "EXISTS (SELECT 1 FROM edition_language l WHERE l.edition = e.id AND l.language = {language})"
            ));
        }
        if let Some(group) = self.group {
            conditions.and(hosted_in(group, centre, now));
        }
        if let Some(from) = self.from {
            let from = conditions.bind(from.to_string());
            conditions.and(format!("e.ends_on >= {from}"));
        }
        if let Some(until) = self.until {
            let until = conditions.bind(until.to_string());
            conditions.and(format!("e.starts_on <= {until}"));
        }
    }
}

/// Hosted by an organisation in one of the group's countries, as the group is today.
fn hosted_in(group: CountryGroup, centre: &Zone, now: Instant) -> String {
    let today = clock::wall_of(now, centre).date().to_string();
    let members: Vec<String> = group
        .members(&today)
        .into_iter()
        .map(|country: Country| format!("'{}'", country.code()))
        .collect();
    if members.is_empty() {
        return "1 = 0".to_owned();
    }
    format!(
        "EXISTS (SELECT 1 FROM edition_host eh JOIN host h ON h.id = eh.host WHERE eh.edition = e.id AND h.country IN ({}))",
        members.join(", ")
    )
}

/// Takes people now, in a way one can go oneself, and one has not gone it yet.
fn open_for(conditions: &mut Where, visitor: &Visitor, now: Instant) {
    takes_people(conditions, now);
    let Some(person) = visitor.person_id() else {
        return;
    };
    conditions.and("e.admission_way <> 'nomination'");
    let over: Vec<String> = Standing::ALL
        .iter()
        .filter(|standing| standing.is_over())
        .map(|standing| format!("'{standing}'"))
        .collect();
    let person = conditions.bind(person);
    conditions.and(format!(
        "NOT EXISTS (SELECT 1 FROM application a WHERE a.edition = e.id AND a.person = {person} AND a.standing NOT IN ({}))",
        over.join(", ")
    ));
}
