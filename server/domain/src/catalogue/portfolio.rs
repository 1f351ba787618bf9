//! A portfolio groups programmes.

use model::{Instant, PortfolioId, Slug};
use sea_orm::entity::prelude::*;

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
