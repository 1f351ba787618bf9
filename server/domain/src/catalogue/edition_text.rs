//! An edition's words in one language.

use std::collections::HashMap;

use model::{EditionId, Language};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::IntoCondition;
use sea_orm::{Condition, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect};

use super::edition;
use super::rows::{self, Where};
use crate::{Db, Result, Tx};

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
    /// what search looks in: these words and those of place, programme, courses and hosts, lower case, without accents
    pub folded: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// An edition's words in all its languages.
pub async fn of(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .filter(Column::Edition.eq(edition))
        .all(db)
        .await?)
}

/// Makes search see what changed in an edition or around it. Whatever changes one of these words calls it in the same transaction.
pub(super) async fn fold_again(tx: &Tx, edition: EditionId) -> Result<()> {
    fold(tx, vec![edition]).await
}

/// The same for every edition that `which` picks, each locked.
pub async fn fold_all(tx: &Tx, which: impl IntoCondition) -> Result<()> {
    let editions = edition::Entity::find()
        .filter(which.into_condition())
        .order_by_asc(edition::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    fold(tx, editions.iter().map(|edition| edition.id).collect()).await
}

/// Makes search see everything anew, after an upgrade that looks in other words than the one before.
pub async fn fold_everything(db: &Db) -> Result<()> {
    db.write(async |tx| fold_all(tx, Condition::all()).await)
        .await
}

async fn fold(tx: &Tx, editions: Vec<EditionId>) -> Result<()> {
    for some in editions.chunks(CHUNK) {
        let around = around(tx, some).await?;
        let texts = Entity::find()
            .filter(Column::Edition.is_in(some.iter().copied()))
            .all(tx)
            .await?;
        for text in texts {
            let around = around.get(&text.edition).map_or("", String::as_str);
            let said = [
                &text.title,
                &text.summary,
                &text.audience,
                &text.description,
                around,
            ];
            let again = super::fold::folded(&said.join(" "));
            if again != text.folded {
                let mut row = text.into_active_model();
                row.folded = Set(again);
                row.update(tx).await?;
            }
        }
    }
    Ok(())
}

/// Editions in one statement; SQLite names at most 32,766 values.
const CHUNK: usize = 1_000;

#[derive(FromQueryResult)]
struct Around {
    edition: EditionId,
    said: String,
}

/// What stands around editions, in every language: place, programme, courses, hosts.
async fn around(tx: &Tx, editions: &[EditionId]) -> Result<HashMap<EditionId, String>> {
    let mut named = Where::default();
    let these = named.bind_all(editions.iter().copied());
    let sql = format!(
        "SELECT e.id AS edition, e.place AS said FROM edition e WHERE e.id IN {these} \
         UNION ALL SELECT e.id, t.title FROM edition e JOIN programme_text t ON t.programme = e.programme WHERE e.id IN {these} \
         UNION ALL SELECT c.edition, t.title FROM course c JOIN course_text t ON t.course = c.id WHERE c.edition IN {these} \
         UNION ALL SELECT n.edition, h.name || ' ' || h.city FROM edition_host n JOIN host h ON h.id = n.host WHERE n.edition IN {these} \
         ORDER BY edition, said"
    );
    let mut around: HashMap<EditionId, String> = HashMap::new();
    for one in rows::all::<Around>(tx, &sql, named.values()).await? {
        let said = around.entry(one.edition).or_default();
        said.push(' ');
        said.push_str(&one.said);
    }
    Ok(around)
}
