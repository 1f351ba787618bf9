//! A programme: a standing offer.

use model::catalogue::Publication;
use model::{Instant, PersonId, PortfolioId, ProgrammeId, Reason, Refusal, Slug};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QuerySelect};

use super::edition;
use super::slug::{slug, taken, taken_if_none};
use super::wording::{self, Thing, Wording};
use crate::accounts::Visitor;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// A row of `programme`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeId,
    pub portfolio: PortfolioId,
    pub slug: Slug,
    pub publication: Publication,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A programme as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedProgramme {
    pub portfolio: String,
    pub slug: String,
}

/// Portfolios and programmes are made and changed by administrators.
pub(super) fn administrator(visitor: &Visitor) -> std::result::Result<PersonId, Refusal> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if visitor.is_administrator() {
        Ok(person)
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// The programme with an id.
pub async fn find(db: &impl ConnectionTrait, id: ProgrammeId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The programme with an id, locked.
pub(super) async fn lock(tx: &Tx, id: ProgrammeId) -> Result<Model> {
    Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Makes a programme, as a draft, with a title in one language.
pub async fn create(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedProgramme,
    title: &str,
    language: &str,
    now: Instant,
) -> Result<ProgrammeId> {
    let actor = administrator(visitor)?;
    let mut form = Form::new();
    let portfolio = form.choice::<PortfolioId>("portfolio", &typed.portfolio);
    let slug = slug(&mut form, "slug", &typed.slug);
    let title = wording::title(&mut form, title);
    let language = wording::language(&mut form, language);
    let all = (|| Some((portfolio?, slug?, title?, language?)))();
    let (portfolio, slug, title, language) = form.finish(all)?;
    let id = ProgrammeId::new();
    db.write(async |tx| {
        known_portfolio(tx, portfolio).await?;
        let row = ActiveModel {
            id: Set(id),
            portfolio: Set(portfolio),
            slug: Set(slug.clone()),
            publication: Set(Publication::Draft),
            created_at: Set(now),
        };
        let added = Entity::insert(row)
            .on_conflict(OnConflict::column(Column::Slug).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        taken_if_none(added)?;
        let wording = Wording {
            title: title.clone(),
            ..Wording::default()
        };
        wording::insert(tx, Thing::Programme(id), language, &wording).await?;
        audit::note(tx, Some(actor), "create", "programme", id.0, "", now).await
    })
    .await?;
    Ok(id)
}

async fn known_portfolio(tx: &Tx, id: PortfolioId) -> Result<()> {
    if super::portfolio::Entity::find_by_id(id)
        .one(tx)
        .await?
        .is_none()
    {
        return Err(Refusal::field("portfolio", Reason::NotAChoice).into());
    }
    Ok(())
}

/// Changes a programme's address and portfolio.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: ProgrammeId,
    typed: &TypedProgramme,
    now: Instant,
) -> Result<()> {
    let actor = administrator(visitor)?;
    let mut form = Form::new();
    let portfolio = form.choice::<PortfolioId>("portfolio", &typed.portfolio);
    let slug = slug(&mut form, "slug", &typed.slug);
    let all = (|| Some((portfolio?, slug?)))();
    let (portfolio, slug) = form.finish(all)?;
    db.write(async |tx| {
        known_portfolio(tx, portfolio).await?;
        let mut row = find(tx, id).await?.into_active_model();
        row.portfolio = Set(portfolio);
        row.slug = Set(slug.clone());
        row.update(tx).await.map_err(taken)?;
        audit::note(tx, Some(actor), "edit", "programme", id.0, "", now).await
    })
    .await
}

async fn has_editions_to_come(tx: &Tx, id: ProgrammeId, now: Instant) -> Result<bool> {
    let next = edition::Entity::find()
        .filter(edition::Column::Programme.eq(id))
        .filter(edition::Column::Publication.eq(Publication::Published))
        .filter(edition::Column::EndsAt.gt(now))
        .one(tx)
        .await?;
    Ok(next.is_some())
}

/// People are to find an edition in it: a programme that is cancelled or archived takes none.
pub(super) const fn stays_on_offer(programme: &Model) -> std::result::Result<(), Refusal> {
    match programme.publication {
        Publication::Draft | Publication::Published => Ok(()),
        Publication::Cancelled | Publication::Archived => Err(Refusal::ProgrammeNotOnOffer),
    }
}

/// Publishes, cancels or archives a programme. What is still to come in it keeps it on offer: its people are told edition by edition.
pub async fn set_publication(
    db: &Db,
    visitor: &Visitor,
    id: ProgrammeId,
    publication: Publication,
    now: Instant,
) -> Result<()> {
    let actor = administrator(visitor)?;
    db.write(async |tx| {
        let row = lock(tx, id).await?;
        if !row.publication.may_become(publication) {
            return Err(Refusal::NotNow.into());
        }
        let leaves = matches!(publication, Publication::Cancelled | Publication::Archived);
        if leaves && has_editions_to_come(tx, id, now).await? {
            return Err(Refusal::EditionsToCome.into());
        }
        let mut row = row.into_active_model();
        row.publication = Set(publication);
        row.update(tx).await?;
        let action = publication.verb();
        audit::note(tx, Some(actor), action, "programme", id.0, "", now).await
    })
    .await
}
