//! An edition: one run of a programme.

use jiff::civil::{Date, DateTime};
use model::catalogue::{AdmissionWay, EditionKind, Mode, Publication};
use model::schedule::Fold;
use model::{EditionId, Instant, Language, PersonId, ProgrammeId, Reason, Refusal, Slug, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QuerySelect};

use super::admission_window::AdmissionWindow;
use super::programme::administrator;
use super::slug::{slug, taken, taken_if_none};
use super::visible::turned_away;
use super::wording::{self, Thing, Wording};
use super::{edition_language, edition_text, programme};
use crate::accounts::Visitor;
use crate::admissions::seat_pool::MOST_SEATS;
use crate::admissions::{application, calling_off, offering, seats, waiting_list};
use crate::attendance::settlement;
use crate::outbox::Letter;
use crate::typed::{Form, YEARS};
use crate::{Db, Result, Tx, audit, clock};

/// A row of `edition`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EditionId,
    pub programme: ProgrammeId,
    /// unique in its programme
    pub slug: Slug,
    pub kind: EditionKind,
    pub mode: Mode,
    pub publication: Publication,
    /// first day in the edition's zone, `YYYY-MM-DD`
    pub starts_on: String,
    /// last day in the edition's zone, `YYYY-MM-DD`
    pub ends_on: String,
    /// first instant of the first day
    pub starts_at: Instant,
    /// first instant after the last day
    pub ends_at: Instant,
    pub zone: Zone,
    pub place: String,
    pub admission_way: AdmissionWay,
    pub admission_opens_at: Option<Instant>,
    pub admission_closes_at: Option<Instant>,
    /// per cent of a session's effective length that count as attended
    pub attendance_threshold: i32,
    /// version of the attendance rule
    pub rule_version: i32,
    /// counts up with every edit, so that two editors notice each other
    pub version: i32,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// An edition's facts as typed; its words are written language by language.
#[derive(Clone, Debug, Default)]
pub struct TypedEdition {
    pub slug: String,
    pub kind: String,
    pub mode: String,
    pub starts_on: String,
    pub ends_on: String,
    pub zone: String,
    pub place: String,
    pub admission_way: String,
    /// As the clocks of the zone show it, `2026-12-06T18:00`; may be empty.
    pub admission_opens: String,
    /// Which of two instants is meant, where the clock shows the time twice; empty otherwise.
    pub admission_opens_fold: String,
    /// As the clocks of the zone show it; may be empty.
    pub admission_closes: String,
    /// Which of two instants is meant, where the clock shows the time twice; empty otherwise.
    pub admission_closes_fold: String,
    pub attendance_threshold: String,
    /// `en, fr`
    pub languages: String,
}

/// What only a new edition is asked: its words and seats have pages of their own afterwards.
#[derive(Clone, Debug, Default)]
pub struct TypedBeginning {
    pub title: String,
    pub language: String,
    /// Empty: no limit.
    pub seats: String,
}

impl TypedBeginning {
    fn parse(&self) -> std::result::Result<(String, Language, Option<i32>), Refusal> {
        let mut form = Form::new();
        let title = wording::title(&mut form, &self.title);
        let language = wording::language(&mut form, &self.language);
        let seats = match self.seats.trim() {
            "" => Some(None),
            typed => form
                .number("seats", typed, 0, MOST_SEATS.into())
                .map(|seats| i32::try_from(seats).ok()),
        };
        let all = (|| Some((title?, language?, seats?)))();
        form.finish(all)
    }
}

/// An edition's facts that do.
#[derive(Clone, Debug)]
struct Facts {
    slug: Slug,
    kind: EditionKind,
    mode: Mode,
    starts_on: Date,
    ends_on: Date,
    zone: Zone,
    place: String,
    admission_way: AdmissionWay,
    opens_at: Option<Instant>,
    closes_at: Option<Instant>,
    threshold: i32,
    languages: Vec<String>,
}

impl TypedEdition {
    fn parse(&self) -> std::result::Result<Facts, Refusal> {
        let mut form = Form::new();
        let slug = slug(&mut form, "slug", &self.slug);
        let kind = form.choice("kind", &self.kind);
        let mode = form.choice("mode", &self.mode);
        let starts_on = form.date("starts_on", &self.starts_on);
        let ends_on = form.date("ends_on", &self.ends_on);
        if starts_on.zip(ends_on).is_some_and(|(from, to)| to < from) {
            form.refuse("ends_on", Reason::EndsBeforeStart);
        }
        let zone = form.zone("zone", &self.zone);
        let place = form.optional_text("place", &self.place, LONGEST_PLACE);
        let admission_way = form.choice("admission_way", &self.admission_way);
        let opens_at = moment(
            &mut form,
            ("admission_opens", &self.admission_opens),
            ("admission_opens_fold", &self.admission_opens_fold),
            zone.as_ref(),
        );
        let closes_at = moment(
            &mut form,
            ("admission_closes", &self.admission_closes),
            ("admission_closes_fold", &self.admission_closes_fold),
            zone.as_ref(),
        );
        if opens_at
            .flatten()
            .zip(closes_at.flatten())
            .is_some_and(|(opens, closes)| closes <= opens)
        {
            form.refuse("admission_closes", Reason::EndsBeforeStart);
        }
        if ends_on
            .zip(zone.as_ref())
            .zip(closes_at.flatten())
            .is_some_and(|((ends_on, zone), closes)| closes > over(ends_on, zone))
        {
            form.refuse("admission_closes", Reason::OutsideTheEdition);
        }
        let threshold = form.number("attendance_threshold", &self.attendance_threshold, 1, 100);
        let languages = form.take("languages", edition_language::typed(&self.languages));
        let facts = (|| {
            Some(Facts {
                slug: slug?,
                kind: kind?,
                mode: mode?,
                starts_on: starts_on?,
                ends_on: ends_on?,
                zone: zone?,
                place: place?,
                admission_way: admission_way?,
                opens_at: opens_at?,
                closes_at: closes_at?,
                threshold: i32::try_from(threshold?).ok()?,
                languages: languages?,
            })
        })();
        form.finish(facts)
    }
}

/// The first instant after a last day.
fn over(ends_on: Date, zone: &Zone) -> Instant {
    ends_on
        .tomorrow()
        .map_or(Instant(i64::MAX), |after| clock::day_begins(after, zone))
}

/// The longest place, in characters.
const LONGEST_PLACE: u32 = 120;

/// A moment as the clocks of `zone` show it, or none. A time that they show twice needs the fold to say which is meant.
fn moment(
    form: &mut Form,
    (field, typed): (&str, &str),
    (fold_field, fold): (&str, &str),
    zone: Option<&Zone>,
) -> Option<Option<Instant>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(None);
    }
    let fold: Option<Fold> = match fold {
        "" => None,
        fold => Some(form.choice(fold_field, fold)?),
    };
    let parsed = typed
        .parse::<DateTime>()
        .ok()
        .filter(|wall| YEARS.contains(&wall.year()))
        .ok_or(Reason::NotADate)
        .and_then(|wall| match zone {
            Some(zone) => clock::instant_of(wall, zone, fold),
            // Without a zone the form is refused anyway; the time itself was fine.
            None => Ok(Instant(0)),
        });
    let mended_in = match parsed {
        Err(Reason::ShownTwiceByTheClock) => fold_field,
        _ => field,
    };
    form.take(mended_in, parsed).map(Some)
}

impl Facts {
    fn put_into(&self, row: &mut ActiveModel) {
        row.slug = Set(self.slug.clone());
        row.kind = Set(self.kind);
        row.mode = Set(self.mode);
        row.starts_on = Set(self.starts_on.to_string());
        row.ends_on = Set(self.ends_on.to_string());
        row.starts_at = Set(clock::day_begins(self.starts_on, &self.zone));
        row.ends_at = Set(self.ends_at());
        row.zone = Set(self.zone.clone());
        row.place = Set(self.place.clone());
        row.admission_way = Set(self.admission_way);
        row.admission_opens_at = Set(self.opens_at);
        row.admission_closes_at = Set(self.closes_at);
        row.attendance_threshold = Set(self.threshold);
    }

    /// The first instant after the last day.
    fn ends_at(&self) -> Instant {
        over(self.ends_on, &self.zone)
    }

    /// The fields in which an edition differs, by their names.
    fn changed(&self, was: &Model, languages: &[String]) -> Vec<&'static str> {
        [
            ("slug", self.slug != was.slug),
            ("kind", self.kind != was.kind),
            ("mode", self.mode != was.mode),
            ("starts_on", self.starts_on.to_string() != was.starts_on),
            ("ends_on", self.ends_on.to_string() != was.ends_on),
            ("zone", self.zone != was.zone),
            ("place", self.place != was.place),
            ("admission_way", self.admission_way != was.admission_way),
            ("admission_opens", self.opens_at != was.admission_opens_at),
            (
                "admission_closes",
                self.closes_at != was.admission_closes_at,
            ),
            (
                "attendance_threshold",
                self.threshold != was.attendance_threshold,
            ),
            ("languages", self.languages != languages),
        ]
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect()
    }
}

impl Model {
    /// Where `now` lies in its admission.
    #[must_use]
    pub fn admission(&self, now: Instant) -> AdmissionWindow {
        AdmissionWindow::at(
            now,
            self.publication,
            self.admission_opens_at,
            self.admission_closes_at,
            self.ends_at,
        )
    }
}

/// The edition with an id.
pub async fn find(db: &impl ConnectionTrait, id: EditionId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The edition with an id, for its staff and auditors; nobody else learns whether it exists.
pub async fn for_staff(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    id: EditionId,
) -> Result<Model> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if !visitor.may_see_figures_of(id) {
        return Err(Refusal::NotFound.into());
    }
    find(db, id).await
}

/// The edition, locked, for somebody who runs it; with a `version`, only as long as it is the one they saw.
pub(super) async fn to_edit(
    tx: &Tx,
    visitor: &Visitor,
    id: EditionId,
    version: Option<i32>,
) -> Result<(PersonId, Model)> {
    let actor = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let row = Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or(Refusal::NotFound)?;
    if !visitor.coordinates(id) {
        if visitor.is_auditor() {
            return Err(Refusal::NotAllowed.into());
        }
        return Err(turned_away(tx, &row).await?.into());
    }
    if version.is_some_and(|seen| seen != row.version) {
        return Err(Refusal::ChangedMeanwhile.into());
    }
    Ok((actor, row))
}

/// The programme of an edition, locked: before the edition itself, always in this order.
async fn its_programme(tx: &Tx, id: EditionId) -> Result<programme::Model> {
    programme::lock(tx, find(tx, id).await?.programme).await
}

/// Counts an edit, so that whoever opened the page before is told.
pub(super) async fn count_up(tx: &Tx, edition: &Model) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Version, Expr::value(edition.version + 1))
        .filter(Column::Id.eq(edition.id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Makes an edition, as a draft, with a title in one language and its seats.
pub async fn create(
    db: &Db,
    visitor: &Visitor,
    of: ProgrammeId,
    typed: &TypedEdition,
    beginning: &TypedBeginning,
    now: Instant,
) -> Result<EditionId> {
    let actor = administrator(visitor)?;
    let ((title, language, seats), facts) = both(beginning.parse(), typed.parse())?;
    let id = EditionId::new();
    db.write(async |tx| {
        programme::find(tx, of).await?;
        let mut row = ActiveModel {
            id: Set(id),
            programme: Set(of),
            publication: Set(Publication::Draft),
            rule_version: Set(1),
            version: Set(1),
            created_at: Set(now),
            ..<ActiveModel as Default>::default()
        };
        facts.put_into(&mut row);
        let address = OnConflict::columns([Column::Programme, Column::Slug])
            .do_nothing()
            .to_owned();
        let added = Entity::insert(row)
            .on_conflict(address)
            .exec_without_returning(tx)
            .await?;
        taken_if_none(added)?;
        edition_language::replace(tx, id, &facts.languages).await?;
        let wording = Wording {
            title: title.clone(),
            ..Wording::default()
        };
        wording::insert(tx, Thing::Edition(id), language, &wording).await?;
        wording::seen_by_search(tx, Thing::Edition(id)).await?;
        audit::note(tx, Some(actor), "create", "edition", id.0, "", now).await?;
        match seats {
            Some(seats) => seats::begin(tx, actor, &find(tx, id).await?, seats, now).await,
            None => Ok(()),
        }
    })
    .await?;
    Ok(id)
}

/// Both, or the refused fields of both.
fn both<A, B>(
    one: std::result::Result<A, Refusal>,
    other: std::result::Result<B, Refusal>,
) -> std::result::Result<(A, B), Refusal> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Refusal::Fields(mut one)), Err(Refusal::Fields(other))) => {
            one.extend(other);
            Err(Refusal::Fields(one))
        }
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal),
    }
}

/// Changes an edition's facts. What search sees and the first and last instant follow.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: EditionId,
    version: i32,
    typed: &TypedEdition,
    now: Instant,
) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let facts = typed.parse();
    db.write(async |tx| {
        let around = its_programme(tx, id).await?;
        let (actor, was) = to_edit(tx, visitor, id, Some(version)).await?;
        let facts = facts?;
        let languages = edition_language::of(tx, id).await?;
        let changed = facts.changed(&was, &languages);
        if changed.is_empty() {
            return Ok(());
        }
        if changed.contains(&"admission_way") && application::are_any(tx, id).await? {
            return Err(Refusal::field("admission_way", Reason::PeopleHaveApplied).into());
        }
        if changed.contains(&"languages") {
            edition_language::replace(tx, id, &facts.languages).await?;
        }
        let comes_again = was.publication == Publication::Published && facts.ends_at() > now;
        if comes_again && was.ends_at <= now {
            programme::stays_on_offer(&around)?;
        }
        let next = was.version + 1;
        let mut row = was.into_active_model();
        facts.put_into(&mut row);
        row.version = Set(next);
        let edition = row.update(tx).await.map_err(taken)?;
        offering::shorten(tx, &edition, now).await?;
        if changed.contains(&"place") {
            edition_text::fold_again(tx, id).await?;
        }
        // A later end can open the door again; then no seat stays free beside somebody who waits.
        waiting_list::catch_up(tx, id, now).await?;
        if changed.contains(&"attendance_threshold") {
            settlement::settle_edition(tx, id, now).await?;
        }
        let detail = changed.join(" ");
        audit::note(tx, Some(actor), "edit", "edition", id.0, &detail, now).await
    })
    .await
}

/// Publishes or archives an edition. Cancelling needs a reason: see [`cancel`].
pub async fn set_publication(
    db: &Db,
    visitor: &Visitor,
    id: EditionId,
    version: i32,
    publication: Publication,
    now: Instant,
) -> Result<()> {
    step(db, visitor, id, version, publication, "", now).await
}

/// The longest reason, in characters.
pub const LONGEST_REASON: u32 = 500;

/// Calls an edition off, for a reason that stays in its history and is told to everybody with a part in it.
pub async fn cancel(
    db: &Db,
    visitor: &Visitor,
    id: EditionId,
    version: i32,
    reason: &str,
    now: Instant,
) -> Result<()> {
    let next = Publication::Cancelled;
    step(db, visitor, id, version, next, reason, now).await
}

async fn step(
    db: &Db,
    visitor: &Visitor,
    id: EditionId,
    version: i32,
    publication: Publication,
    reason: &str,
    now: Instant,
) -> Result<()> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    db.write(async |tx| {
        let around = its_programme(tx, id).await?;
        let (actor, was) = to_edit(tx, visitor, id, Some(version)).await?;
        if !was.publication.may_become(publication) {
            return Err(Refusal::NotNow.into());
        }
        let mut form = Form::new();
        let reason = match publication {
            Publication::Cancelled => form.text("reason", reason, LONGEST_REASON),
            _ => Some(String::new()),
        };
        let reason = form.finish(reason)?;
        if publication == Publication::Published {
            programme::stays_on_offer(&around)?;
        }
        let (before, next) = (was.publication, was.version + 1);
        let mut row = was.into_active_model();
        row.publication = Set(publication);
        row.version = Set(next);
        let edition = row.update(tx).await?;
        if let Some(letter) = news(id, before, publication, &reason) {
            calling_off::tell(tx, &edition, &letter, now).await?;
        }
        if before == Publication::Cancelled && publication == Publication::Published {
            offering::renew(tx, &edition, now).await?;
        }
        waiting_list::catch_up(tx, id, now).await?;
        let action = publication.verb();
        audit::note(tx, Some(actor), action, "edition", id.0, &reason, now).await
    })
    .await
}

/// What people with an application are told of the step, if anything.
fn news(edition: EditionId, from: Publication, to: Publication, reason: &str) -> Option<Letter> {
    match (from, to) {
        (Publication::Published, Publication::Cancelled) => {
            let reason = reason.to_owned();
            Some(Letter::EditionCancelled { edition, reason })
        }
        (Publication::Cancelled, Publication::Published) => {
            Some(Letter::EditionTakenUp { edition })
        }
        _ => None,
    }
}
