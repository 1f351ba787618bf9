//! A nomination: an application that a focal point began for somebody else.
//!
//! What a focal point sees of a nominee stands in this row: first what they typed themselves, then what the nominee
//! confirmed. Whether the address had an account before cannot be read from it.

use model::accounts::Rank;
use model::{ApplicationId, Country, EditionId, Instant, PersonId, Refusal};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Expr;

use crate::{Result, Tx};

/// A row of `nomination`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "nomination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub application: ApplicationId,
    pub edition: EditionId,
    /// the country that nominates: the application's delegation
    pub country: Country,
    /// the country's own order, from 1, with gaps; none once another has taken the place
    pub country_order: Option<i32>,
    /// who nominated
    pub focal_point: PersonId,
    /// the address that was typed, which the link is locked to
    pub email: String,
    pub printed_name: String,
    pub organisation: String,
    pub position: String,
    pub rank: Rank,
    /// of the link's secret; none once the nominee has completed
    pub link_hash: Option<Vec<u8>>,
    pub link_made_at: Option<Instant>,
    pub link_used_at: Option<Instant>,
    /// the application in whose place this one stands
    pub replaces: Option<ApplicationId>,
    pub nominated_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The nomination behind an application.
pub(super) async fn find(db: &impl ConnectionTrait, application: ApplicationId) -> Result<Model> {
    Entity::find_by_id(application)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Makes a link worthless, used or not.
pub(super) async fn forget_link(tx: &Tx, application: ApplicationId) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::LinkHash, Expr::value(None::<Vec<u8>>))
        .col_expr(Column::LinkMadeAt, Expr::value(None::<Instant>))
        .filter(Column::Application.eq(application))
        .exec(tx)
        .await?;
    Ok(())
}

/// Puts a nomination somewhere in its country's order, or takes it out.
pub(super) async fn set_order(
    tx: &Tx,
    application: ApplicationId,
    order: Option<i32>,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::CountryOrder, Expr::value(order))
        .filter(Column::Application.eq(application))
        .exec(tx)
        .await?;
    Ok(())
}
