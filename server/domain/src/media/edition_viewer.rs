//! A visitor seen in an edition: a unique viewer of it.

use std::collections::BTreeMap;

use model::{EditionId, Instant};
use sea_orm::QueryTrait;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, Query};

use crate::{Result, Tx};

/// A row of `edition_viewer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_viewer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub visitor_key: Vec<u8>,
    pub country: String,
    pub first_seen_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Enters visitors into their edition; gives those that were not there.
pub(super) async fn enter(
    tx: &Tx,
    rows: BTreeMap<(EditionId, Vec<u8>), ActiveModel>,
) -> Result<Vec<(EditionId, Vec<u8>)>> {
    use Column as C;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut insert = Entity::insert_many(rows.into_values())
        .on_conflict(
            OnConflict::columns([C::Edition, C::VisitorKey])
                .do_nothing()
                .to_owned(),
        )
        .into_query();
    insert.returning(Query::returning().columns([C::Edition, C::VisitorKey]));
    tx.query_all(&insert)
        .await?
        .into_iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}
