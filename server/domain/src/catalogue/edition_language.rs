//! A language an edition is taught in.

use model::{EditionId, Reason};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, QueryOrder};

use super::rows;
use super::visible::LISTED;
use crate::{Result, Tx};

/// A row of `edition_language`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "edition_language")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub edition: EditionId,
    /// BCP 47, for instance `fr`
    #[sea_orm(primary_key, auto_increment = false)]
    pub language: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Whether a text is a language tag such as `fr` or `pt-BR`.
#[must_use]
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Tags typed one after the other: `en, fr`.
pub(super) fn typed(typed: &str) -> std::result::Result<Vec<String>, Reason> {
    let mut tags: Vec<String> = typed
        .split([',', ' ', ';', '，', '、'])
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect();
    tags.sort();
    tags.dedup();
    if tags.len() <= 12 && tags.iter().all(|tag| is_tag(tag)) {
        Ok(tags)
    } else {
        Err(Reason::NotAChoice)
    }
}

/// The languages of an edition.
pub async fn of(db: &impl ConnectionTrait, edition: EditionId) -> Result<Vec<String>> {
    let rows = Entity::find()
        .filter(Column::Edition.eq(edition))
        .order_by_asc(Column::Language)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.language).collect())
}

#[derive(FromQueryResult)]
struct Tongue {
    language: Option<String>,
}

/// Every language that something listed is taught in. Walks from one to the next, so that it costs as many steps as there are languages.
pub async fn known(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let first_after = |last: &str| {
        format!(
            "(SELECT l.language FROM edition_language l JOIN edition e ON e.id = l.edition JOIN programme p ON p.id = e.programme \
             WHERE l.language > {last} AND {LISTED} ORDER BY l.language LIMIT 1)"
        )
    };
    let sql = format!(
        "WITH RECURSIVE tongue (language) AS (SELECT {} UNION ALL SELECT {} FROM tongue WHERE tongue.language IS NOT NULL) \
         SELECT language FROM tongue WHERE language IS NOT NULL",
        first_after("''"),
        first_after("tongue.language"),
    );
    let tongues: Vec<Tongue> = rows::all(db, &sql, Vec::new()).await?;
    Ok(tongues
        .into_iter()
        .filter_map(|tongue| tongue.language)
        .collect())
}

/// Says anew which languages an edition is taught in.
pub(super) async fn replace(tx: &Tx, edition: EditionId, languages: &[String]) -> Result<()> {
    Entity::delete_many()
        .filter(Column::Edition.eq(edition))
        .exec(tx)
        .await?;
    if languages.is_empty() {
        return Ok(());
    }
    let rows = languages.iter().map(|language| ActiveModel {
        edition: Set(edition),
        language: Set(language.clone()),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
