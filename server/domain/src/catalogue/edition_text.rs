//! An edition's words in one language.

use model::{EditionId, Language};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use crate::{Result, Tx};

/// A row of `edition_text`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: Language,
    pub title: String,
    pub summary: String,
    /// Markdown
    pub description: String,
    /// for whom it is
    pub audience: String,
    /// what search looks in: title, summary and place, lower case, without accents
    pub folded: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What search looks in, made from what people read.
#[must_use]
pub fn folded(title: &str, summary: &str, place: &str) -> String {
    super::fold::folded(&format!("{title} {summary} {place}"))
}

/// An edition's words in all its languages.
pub async fn of(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Edition.eq(edition))
        .all(db)
        .await?)
}

/// Makes search see a place that changed.
pub(super) async fn fold_again(tx: &Tx, edition: EditionId, place: &str) -> Result<()> {
    for text in of(tx, edition).await? {
        let again = folded(&text.title, &text.summary, place);
        let mut row = text.into_active_model();
        row.folded = Set(again);
        row.update(tx).await?;
    }
    Ok(())
}
