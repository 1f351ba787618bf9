//! A portfolio groups programmes.

use model::{Instant, PortfolioId, Refusal, Slug};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QuerySelect};

use super::programme::administrator;
use super::slug::{slug, taken, taken_if_none};
use super::wording::{self, Thing, Wording};
use crate::accounts::Visitor;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// A row of `portfolio`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "portfolio")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PortfolioId,
    pub slug: Slug,
    /// order among portfolios
    pub place: i32,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A portfolio as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedPortfolio {
    pub slug: String,
    pub place: String,
}

/// The portfolio with an id.
pub async fn find(db: &impl ConnectionTrait, id: PortfolioId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The portfolio with an id, locked.
pub(super) async fn lock(tx: &Tx, id: PortfolioId) -> Result<Model> {
    Entity::find_by_id(id)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Makes a portfolio with a title in one language.
pub async fn create(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedPortfolio,
    title: &str,
    language: &str,
    now: Instant,
) -> Result<PortfolioId> {
    let actor = administrator(visitor)?;
    let mut form = Form::new();
    let slug = slug(&mut form, "slug", &typed.slug);
    let place = form.number("place", &typed.place, 0, 1_000);
    let title = wording::title(&mut form, title);
    let language = wording::language(&mut form, language);
    let all = (|| Some((slug?, place?, title?, language?)))();
    let (slug, place, title, language) = form.finish(all)?;
    let id = PortfolioId::new();
    db.write(async |tx| {
        let row = ActiveModel {
            id: Set(id),
            slug: Set(slug.clone()),
            place: Set(i32::try_from(place).unwrap_or(0)),
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
        wording::insert(tx, Thing::Portfolio(id), language, &wording).await?;
        audit::note(tx, Some(actor), "create", "portfolio", id.0, "", now).await
    })
    .await?;
    Ok(id)
}

/// Changes a portfolio's address and order.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: PortfolioId,
    typed: &TypedPortfolio,
    now: Instant,
) -> Result<()> {
    let actor = administrator(visitor)?;
    let mut form = Form::new();
    let slug = slug(&mut form, "slug", &typed.slug);
    let place = form.number("place", &typed.place, 0, 1_000);
    let all = (|| Some((slug?, place?)))();
    let (slug, place) = form.finish(all)?;
    db.write(async |tx| {
        let mut row = find(tx, id).await?.into_active_model();
        row.slug = Set(slug.clone());
        row.place = Set(i32::try_from(place).unwrap_or(0));
        row.update(tx).await.map_err(taken)?;
        audit::note(tx, Some(actor), "edit", "portfolio", id.0, "", now).await
    })
    .await
}
