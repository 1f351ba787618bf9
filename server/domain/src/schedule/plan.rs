//! A session as typed, and the plan that it amounts to.

use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use model::schedule::{Audience, Fold, SessionKind};
use model::{CourseId, HostId, Instant, Language, PersonId, Reason, Refusal, VenueId, Zone};
use serde::{Deserialize, Deserializer, Serialize};

use super::session;
use crate::catalogue::edition;
use crate::clock;
use crate::typed::Form;

/// The longest title, in characters.
pub const LONGEST_TITLE: u32 = 200;
/// The longest description, in characters.
pub const LONGEST_DESCRIPTION: u32 = 10_000;
/// The longest session, in minutes.
pub const LONGEST_MINUTES: i64 = 1_440;
/// The most meetings that one form adds.
pub const MOST_MEETINGS: i64 = 52;

/// A session as typed. A field that did not come is empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSession {
    pub title_en: String,
    pub title_zh: String,
    pub description_en: String,
    pub description_zh: String,
    pub kind: String,
    pub audience: String,
    #[serde(deserialize_with = "ticked")]
    pub required: bool,
    /// Id of a course; empty for none.
    pub course: String,
    pub date: String,
    pub time: String,
    pub minutes: String,
    pub zone: String,
    /// Which of two instants is meant, where the clock shows the time twice; empty otherwise.
    pub fold: String,
    pub venue: String,
    pub host: String,
    pub link: String,
    /// Ids of people; only those who coordinate the edition choose them.
    pub trainers: Vec<String>,
    /// One more trainer, by address.
    pub trainer_email: String,
    /// How many weekly meetings in all; empty for one.
    pub meetings: String,
}

/// A box of a form: ticked, it sends `true`.
fn ticked<'de, D: Deserializer<'de>>(sent: D) -> Result<bool, D::Error> {
    String::deserialize(sent).map(|sent| sent == "true")
}

/// A session's words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub language: Language,
    pub title: String,
    pub description: String,
}

/// When a session starts: what the clock shows, and the instant that this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub wall: DateTime,
    pub at: Instant,
}

/// A session that does.
#[derive(Clone, Debug)]
pub struct Plan {
    pub words: Vec<Words>,
    pub kind: SessionKind,
    pub audience: Audience,
    pub required: bool,
    pub course: Option<CourseId>,
    pub zone: Zone,
    pub minutes: i32,
    /// In order; never empty. All but the first are later weeks, for a session that is added with repetitions.
    pub starts: Vec<Start>,
    pub venue: Option<VenueId>,
    pub host: Option<HostId>,
    pub link: String,
    pub trainers: Vec<PersonId>,
    pub trainer_email: Option<String>,
}

impl Start {
    /// As it is stored: `YYYY-MM-DDTHH:MM`.
    #[must_use]
    pub fn stored(&self) -> String {
        let wall = self.wall;
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}",
            wall.year(),
            wall.month(),
            wall.day(),
            wall.hour(),
            wall.minute()
        )
    }
}

impl TypedSession {
    /// The plan, or every field that does not do. All meetings lie within the edition's dates, but for one that stays
    /// when it is at `present`: the edition's dates may have changed since, and that is no reason to refuse its words.
    pub fn parse(
        &self,
        edition: &edition::Model,
        present: Option<&session::Model>,
    ) -> Result<Plan, Refusal> {
        let mut form = Form::new();
        let words = self.words(&mut form);
        let kind = form.choice("kind", &self.kind);
        let audience = form.choice("audience", &self.audience);
        let course = optional_id(&mut form, "course", &self.course);
        let date = form.date("date", &self.date);
        let time = whole_minute(&mut form, &self.time);
        let minutes = form.number("minutes", &self.minutes, 1, LONGEST_MINUTES);
        let zone = form.zone("zone", &self.zone);
        let fold = self.fold(&mut form);
        let meetings = self.meetings(&mut form);
        let venue = optional_id(&mut form, "venue", &self.venue);
        let host = optional_id(&mut form, "host", &self.host);
        let link = form.optional_link("link", &self.link);
        let trainers = self.trainers(&mut form);
        let trainer_email = match self.trainer_email.trim() {
            "" => Some(None),
            email => form
                .take("trainer_email", crate::typed::email(email))
                .map(Some),
        };
        let starts = match (date, time, &zone, minutes, fold, meetings) {
            (Some(date), Some(time), Some(zone), Some(minutes), Some(fold), Some(meetings)) => {
                let first = date.to_datetime(time);
                let within = Bounds { edition, present };
                weekly(&mut form, first, zone, fold, meetings, minutes, &within)
            }
            _ => None,
        };
        let plan = (|| {
            Some(Plan {
                words: words?,
                kind: kind?,
                audience: audience?,
                required: self.required,
                course: course?,
                zone: zone?,
                minutes: i32::try_from(minutes?).ok()?,
                starts: starts?,
                venue: venue?,
                host: host?,
                link: link?,
                trainers: trainers?,
                trainer_email: trainer_email?,
            })
        })();
        form.finish(plan)
    }

    /// A title in at least one language; a description asks for a title in its own.
    fn words(&self, form: &mut Form) -> Option<Vec<Words>> {
        let typed = [
            (
                Language::English,
                ("title_en", &self.title_en),
                ("description_en", &self.description_en),
            ),
            (
                Language::Chinese,
                ("title_zh", &self.title_zh),
                ("description_zh", &self.description_zh),
            ),
        ];
        let untitled = typed
            .iter()
            .all(|(_, (_, title), _)| title.trim().is_empty());
        let mut words = Vec::new();
        for (language, (title_field, title), (description_field, description)) in typed {
            let empty = title.trim().is_empty() && description.trim().is_empty();
            if empty && !(untitled && language == Language::English) {
                continue;
            }
            let title = form.text(title_field, title, LONGEST_TITLE);
            let description =
                form.optional_text(description_field, description, LONGEST_DESCRIPTION);
            words.push(Words {
                language,
                title: title?,
                description: description?,
            });
        }
        Some(words)
    }

    fn fold(&self, form: &mut Form) -> Option<Option<Fold>> {
        match self.fold.as_str() {
            "" => Some(None),
            fold => form.choice("fold", fold).map(Some),
        }
    }

    fn meetings(&self, form: &mut Form) -> Option<i64> {
        match self.meetings.trim() {
            "" => Some(1),
            meetings => form.number("meetings", meetings, 1, MOST_MEETINGS),
        }
    }

    fn trainers(&self, form: &mut Form) -> Option<Vec<PersonId>> {
        let ids: Result<Vec<_>, _> = self.trainers.iter().map(|id| id.parse()).collect();
        form.take("trainers[]", ids.map_err(|_| Reason::NotAChoice))
    }
}

/// Between which instants meetings lie.
struct Bounds<'a> {
    edition: &'a edition::Model,
    present: Option<&'a session::Model>,
}

impl Bounds<'_> {
    fn allow(&self, from: Instant, until: Instant) -> bool {
        let inside = self.edition.starts_at <= from && until <= self.edition.ends_at;
        let stays = self
            .present
            .is_some_and(|present| (present.starts_at, present.ends_at) == (from, until));
        inside || stays
    }
}

/// The same wall-clock time in each of so many weeks. Never a multiple of 168 hours: the clock may be turned in between.
fn weekly(
    form: &mut Form,
    first: DateTime,
    zone: &Zone,
    fold: Option<Fold>,
    meetings: i64,
    minutes: i64,
    within: &Bounds<'_>,
) -> Option<Vec<Start>> {
    let mut starts = Vec::new();
    for week in 0..meetings {
        let wall = form.take(
            "meetings",
            first
                .checked_add(week.weeks())
                .map_err(|_| Reason::NotADate),
        )?;
        let at = match clock::instant_of(wall, zone, fold) {
            Ok(at) => at,
            Err(reason) => {
                form.refuse(field_of(reason), reason);
                return None;
            }
        };
        if !within.allow(at, at.plus_minutes(minutes)) {
            let field = if week == 0 { "date" } else { "meetings" };
            form.refuse(field, Reason::OutsideTheEdition);
            return None;
        }
        starts.push(Start { wall, at });
    }
    Some(starts)
}

/// Where the reader mends it: a time that comes twice is chosen in a field of its own.
const fn field_of(reason: Reason) -> &'static str {
    match reason {
        Reason::ShownTwiceByTheClock => "fold",
        Reason::NotADate => "date",
        _ => "time",
    }
}

/// A time of day without seconds.
fn whole_minute(form: &mut Form, typed: &str) -> Option<Time> {
    let time = form.time("time", typed)?;
    if time.second() != 0 || time.subsec_nanosecond() != 0 {
        form.refuse("time", Reason::NotATime);
        return None;
    }
    Some(time)
}

fn optional_id<T: std::str::FromStr>(
    form: &mut Form,
    field: &str,
    typed: &str,
) -> Option<Option<T>> {
    match typed.trim() {
        "" => Some(None),
        id => form.choice(field, id).map(Some),
    }
}

/// Which of two instants a session's start means, where its clock shows it twice.
#[must_use]
pub fn fold_of(session: &session::Model) -> Option<Fold> {
    let wall = session.wall_start.parse::<DateTime>().ok()?;
    clock::fold_of(wall, session.starts_at, &session.zone)
}
