//! A programme: a standing offer.

use model::catalogue::Publication;
use model::{Instant, PortfolioId, ProgrammeId, Slug};
use sea_orm::entity::prelude::*;

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
