//! A correction of what pools and figures look at: delegation, organisation, rank or sex, for a reason.

use model::accounts::{Rank, Sex};
use model::{ApplicationId, CorrectionId, Country, EditionId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;
use sea_orm::{PaginatorTrait, QueryOrder};
use serde::{Deserialize, Serialize};

use super::pool_group::Member;
use super::reseat::reseat;
use super::withdrawal::LONGEST_REASON;
use super::{application, edition_lock, enrolment, permission, pool_setup};
use crate::accounts::{Visitor, person};
use crate::catalogue::fold::folded;
use crate::outbox::{self, Letter};
use crate::typed::Form;
use crate::{Db, Error, Result, Tx, audit};

/// A row of `correction`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    pub application: ApplicationId,
    pub at: Instant,
    pub actor: PersonId,
    pub reason: String,
    pub delegation_from: Country,
    pub delegation_to: Country,
    pub organisation_from: String,
    pub organisation_to: String,
    pub rank_from: Rank,
    pub rank_to: Rank,
    pub sex_from: Sex,
    pub sex_to: Sex,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What can be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub delegation: Country,
    pub organisation: String,
    pub rank: Rank,
    pub sex: Sex,
}

impl Facts {
    /// As frozen in the place, else as the application says.
    fn of(
        application: &application::Model,
        place: Option<&enrolment::Model>,
        person: &person::Model,
    ) -> Self {
        match place {
            Some(place) => Self {
                delegation: place.delegation,
                organisation: place.organisation.clone(),
                rank: place.rank,
                sex: place.sex,
            },
            None => Self {
                delegation: application.delegation,
                organisation: application.organisation_of(person).to_owned(),
                rank: application.rank_of(person),
                sex: application.sex_of(person),
            },
        }
    }

    fn as_member(&self, person: PersonId) -> Member {
        Member {
            person,
            delegation: self.delegation,
            organisation: folded(&self.organisation),
            rank: self.rank,
            sex: self.sex,
        }
    }

    /// The names of what differs.
    fn changed(&self, to: &Self) -> Vec<&'static str> {
        [
            ("delegation", self.delegation != to.delegation),
            ("organisation", self.organisation != to.organisation),
            ("rank", self.rank != to.rank),
            ("sex", self.sex != to.sex),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

impl Model {
    /// What was so before.
    #[must_use]
    pub fn before(&self) -> Facts {
        Facts {
            delegation: self.delegation_from,
            organisation: self.organisation_from.clone(),
            rank: self.rank_from,
            sex: self.sex_from,
        }
    }

    /// What is so since.
    #[must_use]
    pub fn since(&self) -> Facts {
        Facts {
            delegation: self.delegation_to,
            organisation: self.organisation_to.clone(),
            rank: self.rank_to,
            sex: self.sex_to,
        }
    }
}

/// A correction as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedCorrection {
    pub delegation: String,
    pub organisation: String,
    pub rank: String,
    pub sex: String,
    pub reason: String,
    /// How many corrections the page showed: somebody else's in between is not overwritten unseen.
    pub seen: String,
}

impl TypedCorrection {
    fn parse(&self) -> Result<(Facts, String), Refusal> {
        let mut form = Form::new();
        let delegation = form.country("delegation", &self.delegation);
        let organisation = form.optional_text("organisation", &self.organisation, 200);
        let rank = form.choice("rank", &self.rank);
        let sex = form.choice("sex", &self.sex);
        let reason = form.text("reason", &self.reason, LONGEST_REASON);
        form.finish((|| {
            let facts = Facts {
                delegation: delegation?,
                organisation: organisation?,
                rank: rank?,
                sex: sex?,
            };
            Some((facts, reason?))
        })())
    }
}

/// Corrects an applicant or somebody with a place. Who holds seats moves to other counters, or nothing changes.
pub async fn correct(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
    typed: &TypedCorrection,
    now: Instant,
) -> Result<EditionId> {
    let (known, actor) = permission::changeable(db, visitor, application).await?;
    if actor == known.person {
        return Err(Refusal::NotOneself.into());
    }
    let (to, reason) = typed.parse()?;
    let seen: u64 = typed.seen.parse().map_err(|_| Refusal::Unreadable)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, known.edition).await?;
        let application = application::find(tx, application).await?;
        if application.standing.is_over() {
            return Err(Refusal::ApplicationOver.into());
        }
        if of(application.id).count(tx).await? != seen {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let person = person::find(tx, application.person).await?;
        let place = enrolment::of_application(tx, application.id).await?;
        let from = Facts::of(&application, place.as_ref(), &person);
        let changed = from.changed(&to);
        if changed.is_empty() {
            return Err(Refusal::NothingChanged.into());
        }
        write(tx, &application, &from, &to).await?;
        if application.standing.holds_seats() {
            reseat(tx, &edition, &application, &to.as_member(person.id)).await?;
        }
        let id = note(tx, &application, actor, &reason, (&from, &to), now).await?;
        let letter = Letter::Corrected {
            edition: edition.id,
            from,
            to: to.clone(),
            reason: reason.clone(),
        };
        outbox::post(tx, &person, &letter, format!("correction:{id}"), now).await?;
        let (subject, detail) = (application.id.0, changed.join(" "));
        audit::note(
            tx,
            Some(actor),
            "correct",
            "application",
            subject,
            &detail,
            now,
        )
        .await?;
        pool_setup::promote(tx, &edition, now).await?;
        Ok(edition.id)
    })
    .await
}

/// Only what was corrected stops following the profile. A place has it frozen in.
async fn write(tx: &Tx, application: &application::Model, from: &Facts, to: &Facts) -> Result<()> {
    let organisation = (from.organisation != to.organisation)
        .then(|| to.organisation.clone())
        .or_else(|| application.organisation.clone());
    let rank = (from.rank != to.rank)
        .then_some(to.rank)
        .or(application.rank);
    let sex = (from.sex != to.sex).then_some(to.sex).or(application.sex);
    application::Entity::update_many()
        .col_expr(application::Column::Delegation, Expr::value(to.delegation))
        .col_expr(application::Column::Organisation, Expr::value(organisation))
        .col_expr(application::Column::Rank, Expr::value(rank))
        .col_expr(application::Column::Sex, Expr::value(sex))
        .filter(application::Column::Id.eq(application.id))
        .exec(tx)
        .await?;
    enrolment::Entity::update_many()
        .col_expr(enrolment::Column::Delegation, Expr::value(to.delegation))
        .col_expr(
            enrolment::Column::Organisation,
            Expr::value(to.organisation.clone()),
        )
        .col_expr(enrolment::Column::Rank, Expr::value(to.rank))
        .col_expr(enrolment::Column::Sex, Expr::value(to.sex))
        .filter(enrolment::Column::Application.eq(application.id))
        .filter(enrolment::Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

async fn note(
    tx: &Tx,
    application: &application::Model,
    actor: PersonId,
    reason: &str,
    (from, to): (&Facts, &Facts),
    now: Instant,
) -> Result<CorrectionId> {
    let id = CorrectionId::new();
    let row = ActiveModel {
        id: Set(id),
        application: Set(application.id),
        at: Set(now),
        actor: Set(actor),
        reason: Set(reason.to_owned()),
        delegation_from: Set(from.delegation),
        delegation_to: Set(to.delegation),
        organisation_from: Set(from.organisation.clone()),
        organisation_to: Set(to.organisation.clone()),
        rank_from: Set(from.rank),
        rank_to: Set(to.rank),
        sex_from: Set(from.sex),
        sex_to: Set(to.sex),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

fn of(application: ApplicationId) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Application.eq(application))
}

/// What stands in an application now, and how it came to be so.
#[derive(Clone, Debug)]
pub struct Corrections {
    /// As frozen in the place, else as the application says.
    pub facts: Facts,
    /// The latest first, each with the name of who made it, where they still have an account.
    pub made: Vec<(Model, Option<String>)>,
}

/// An application's corrections, for those who may make one.
pub async fn corrections(
    db: &Db,
    visitor: &Visitor,
    application: ApplicationId,
) -> Result<Corrections> {
    let (application, _) = permission::changeable(db, visitor, application).await?;
    let db = db.read();
    let person = person::Entity::find_by_id(application.person)
        .one(db)
        .await?
        .ok_or_else(|| Error::Refused(Refusal::NotFound))?;
    let place = enrolment::of_application(db, application.id).await?;
    let made = of(application.id)
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    let actors = person::Entity::find()
        .filter(person::Column::Id.is_in(made.iter().map(|one| one.actor)))
        .filter(person::Column::DeletedAt.is_null())
        .all(db)
        .await?;
    let name = |id: PersonId| {
        let actor = actors.iter().find(|actor| actor.id == id)?;
        Some(actor.printed_name.clone())
    };
    Ok(Corrections {
        facts: Facts::of(&application, place.as_ref(), &person),
        made: made
            .into_iter()
            .map(|one| {
                let by = name(one.actor);
                (one, by)
            })
            .collect(),
    })
}
