//! A numbered letter that invites somebody: a frozen copy of every word that was printed.

use std::collections::HashMap;

use jiff::civil::Date;
use model::dossier::Revocation;
use model::{
    ApplicationId, Country, EditionId, EnrolmentId, Instant, InvitationId, Language, PersonId,
    Refusal, Zone,
};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, JoinType};
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::edition_title::titles;
use super::{application, edition_lock, enrolment, invitation_number, permission};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::outbox::{self, Letter};
use crate::{Db, Result, Tx, audit, clock, secret};

/// A row of `invitation`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    pub enrolment: EnrolmentId,
    pub edition: EditionId,
    pub year: i32,
    pub ordinal: i32,
    /// Stands in the address under the code, so that numbers alone open nothing.
    pub secret: String,
    pub language: Language,
    pub centre: String,
    pub name: String,
    pub native_name: String,
    /// The delegation.
    pub country: Country,
    pub organisation: String,
    pub position: String,
    /// `YYYY-MM-DD`
    pub birth_date: Option<String>,
    pub title: String,
    pub starts_on: String,
    pub ends_on: String,
    pub place: String,
    /// `YYYY-MM-DD`, in the centre's zone
    pub issued_on: String,
    pub issued_at: Instant,
    pub issued_by: PersonId,
    pub revoked_at: Option<Instant>,
    pub revoked_because: Option<Revocation>,
    /// When who they were was deleted, some time after the letter was revoked.
    pub purged_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// `EG-2026-000123`
    #[must_use]
    pub fn number(&self) -> String {
        format!("EG-{}-{:06}", self.year, self.ordinal)
    }

    /// The page that verifies it, on this site.
    #[must_use]
    pub fn verify_path(&self) -> String {
        format!("/verify/{}-{}", self.number(), self.secret)
    }

    /// Whether it still invites anybody.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.revoked_at.is_none()
    }
}

/// Who writes the letters.
#[derive(Clone, Copy, Debug)]
pub struct Centre<'a> {
    /// As printed.
    pub name: &'a str,
    /// Where its days and years begin.
    pub zone: &'a Zone,
}

/// Issues a letter to one person. One they have already holds no longer: what it says may have changed.
pub async fn issue(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    centre: Centre<'_>,
    now: Instant,
) -> Result<EditionId> {
    let (known, actor) = permission::changeable(db, visitor, application).await?;
    if actor == known.person {
        return Err(Refusal::NotOneself.into());
    }
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        let place = enrolment::of_application(tx, application)
            .await?
            .ok_or(Refusal::NotFound)?;
        let person = person::find(tx, place.person).await?;
        revoke(tx, place.id, Revocation::Replaced, now).await?;
        write(tx, &edition, vec![(place, person)], actor, centre, now).await?;
        note(
            tx,
            actor,
            "issue_invitation",
            "application",
            application.0,
            "",
            now,
        )
        .await?;
        Ok(edition.id)
    })
    .await
}

/// Issues a letter to everybody who has a place and none; gives how many. Nobody invites themselves.
pub async fn issue_to_all(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    centre: Centre<'_>,
    now: Instant,
) -> Result<usize> {
    let actor = permission::may_change(visitor, edition)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        let places = without_letter(tx, edition.id, actor).await?;
        let many = places.len();
        if many > 0 {
            write(tx, &edition, places, actor, centre, now).await?;
            let detail = many.to_string();
            note(
                tx,
                actor,
                "issue_invitations",
                "edition",
                edition.id.0,
                &detail,
                now,
            )
            .await?;
        }
        Ok(many)
    })
    .await
}

async fn note(
    tx: &Tx,
    actor: PersonId,
    action: &str,
    kind: &str,
    subject: Uuid,
    detail: &str,
    now: Instant,
) -> Result<()> {
    audit::note(tx, Some(actor), action, kind, subject, detail, now).await
}

type Place = (enrolment::Model, person::Model);

async fn without_letter(tx: &Tx, edition: EditionId, actor: PersonId) -> Result<Vec<Place>> {
    let invited = Entity::find()
        .select_only()
        .column(Column::Enrolment)
        .filter(Column::Edition.eq(edition))
        .filter(Column::RevokedAt.is_null());
    let found = enrolment::Entity::find()
        .join(
            JoinType::InnerJoin,
            enrolment::Entity::belongs_to(person::Entity)
                .from(enrolment::Column::Person)
                .to(person::Column::Id)
                .into(),
        )
        .select_also(person::Entity)
        .filter(enrolment::Column::Edition.eq(edition))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .filter(enrolment::Column::Person.ne(actor))
        .filter(enrolment::Column::Id.not_in_subquery(invited.into_query()))
        .filter(person::Column::DeletedAt.is_null())
        .order_by_asc(person::Column::PrintedName)
        .order_by_asc(person::Column::Id)
        .all(tx)
        .await?;
    Ok(found
        .into_iter()
        .filter_map(|(place, person)| Some((place, person?)))
        .collect())
}

/// Rows to a statement: each has two dozen values, and SQLite takes 32,766 of them.
const BATCH: usize = 500;

async fn write(
    tx: &Tx,
    edition: &edition::Model,
    places: Vec<Place>,
    actor: PersonId,
    centre: Centre<'_>,
    now: Instant,
) -> Result<()> {
    let today = clock::wall_of(now, centre.zone).date();
    let many = i32::try_from(places.len()).unwrap_or(i32::MAX);
    let first = invitation_number::take(tx, i32::from(today.year()), many).await?;
    let mut in_language = HashMap::new();
    for language in [Language::English, Language::Chinese, Language::Mirrored] {
        let mut said = titles(tx, vec![edition.id], language).await?;
        in_language.insert(language, said.remove(&edition.id).unwrap_or_default());
    }
    let mut rows = Vec::with_capacity(places.len());
    for (ordinal, (place, person)) in (first..).zip(&places) {
        let title = in_language.get(&person.language).cloned();
        let words = Printed {
            edition,
            centre,
            title: title.unwrap_or_default(),
            today,
        };
        rows.push(row(&words, place, person, ordinal, actor, now)?);
    }
    for some in rows.chunks(BATCH) {
        Entity::insert_many(some.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    let letters: Vec<_> = (first..)
        .zip(&places)
        .map(|(ordinal, (place, _))| {
            let letter = Letter::InvitationReady {
                edition: edition.id,
                application: place.application,
            };
            (letter, format!("invitation:{}:{ordinal}", today.year()))
        })
        .collect();
    let to: Vec<_> = places
        .iter()
        .zip(&letters)
        .map(|((_, person), (letter, cause))| (person, letter, cause.clone()))
        .collect();
    outbox::post_all(tx, &to, now).await
}

/// What all letters of one day say alike.
struct Printed<'a> {
    edition: &'a edition::Model,
    centre: Centre<'a>,
    title: String,
    today: Date,
}

fn row(
    words: &Printed<'_>,
    place: &enrolment::Model,
    person: &person::Model,
    ordinal: i32,
    actor: PersonId,
    now: Instant,
) -> Result<ActiveModel> {
    Ok(ActiveModel {
        id: Set(InvitationId::new()),
        enrolment: Set(place.id),
        edition: Set(place.edition),
        year: Set(i32::from(words.today.year())),
        ordinal: Set(ordinal),
        secret: Set(secret::short()?),
        language: Set(person.language),
        centre: Set(words.centre.name.to_owned()),
        name: Set(person.printed_name.clone()),
        native_name: Set(person.native_name.clone()),
        country: Set(place.delegation),
        organisation: Set(place.organisation.clone()),
        position: Set(person.position.clone()),
        birth_date: Set(person.birth_date.clone()),
        title: Set(words.title.clone()),
        starts_on: Set(words.edition.starts_on.clone()),
        ends_on: Set(words.edition.ends_on.clone()),
        place: Set(words.edition.place.clone()),
        issued_on: Set(words.today.to_string()),
        issued_at: Set(now),
        issued_by: Set(actor),
        revoked_at: Set(None),
        revoked_because: Set(None),
        purged_at: Set(None),
    })
}

async fn revoke(tx: &Tx, place: EnrolmentId, because: Revocation, now: Instant) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .col_expr(Column::RevokedBecause, Expr::value(because))
        .filter(Column::Enrolment.eq(place))
        .filter(Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// The letter of a place that was given back holds no longer.
pub(super) async fn revoke_for(tx: &Tx, application: ApplicationId, now: Instant) -> Result<()> {
    let place = enrolment::Entity::find()
        .filter(enrolment::Column::Application.eq(application))
        .one(tx)
        .await?;
    match place {
        Some(place) => revoke(tx, place.id, Revocation::Withdrawn, now).await,
        None => Ok(()),
    }
}

/// The letter that holds, of one place.
pub(super) async fn valid(db: &impl ConnectionTrait, place: EnrolmentId) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Enrolment.eq(place))
        .filter(Column::RevokedAt.is_null())
        .one(db)
        .await?)
}

/// The letter that holds, for the person it invites and for who runs the edition.
pub async fn to_print(db: &Db, visitor: &Visitor, application: ApplicationId) -> Result<Model> {
    let asker = visitor.signed_in()?;
    let known = application::find(db.read(), application).await?;
    if known.person != asker {
        permission::changeable(db, visitor, application).await?;
    }
    let place = enrolment::of_application(db.read(), application)
        .await?
        .ok_or(Refusal::NotFound)?;
    valid(db.read(), place.id)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Deletes who people were from letters that were revoked before `before`; the number stays. Gives how many.
pub(super) async fn purge(tx: &Tx, before: Instant, now: Instant) -> Result<u64> {
    let purged = Entity::update_many()
        .col_expr(Column::Name, Expr::value(""))
        .col_expr(Column::NativeName, Expr::value(""))
        .col_expr(Column::Organisation, Expr::value(""))
        .col_expr(Column::Position, Expr::value(""))
        .col_expr(Column::BirthDate, Expr::value(None::<String>))
        .col_expr(Column::PurgedAt, Expr::value(now))
        .filter(Column::RevokedAt.lt(before))
        .filter(Column::PurgedAt.is_null())
        .exec(tx)
        .await?;
    Ok(purged.rows_affected)
}
