//! The addresses of everything in the catalogue that everybody may find.

use sea_orm::{ConnectionTrait, FromQueryResult};

use super::rows;
use super::visible::LISTED;
use crate::Result;

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

/// Paths of listed programmes, editions and courses (where an edition has several), at most as many as a sitemap may hold.
pub async fn addresses(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let edition = "'/programmes/' || p.slug || '/' || e.slug";
    let several = "(SELECT COUNT(*) FROM course o WHERE o.edition = e.id) > 1";
    let sql = format!(
        "SELECT '/programmes/' || p.slug AS address FROM programme p WHERE p.publication IN ('published', 'cancelled') \
         UNION SELECT {edition} FROM edition e JOIN programme p ON p.id = e.programme WHERE {LISTED} \
         UNION SELECT {edition} || '/courses/' || c.slug FROM course c JOIN edition e ON e.id = c.edition \
         JOIN programme p ON p.id = e.programme WHERE {LISTED} AND {several} \
         ORDER BY address LIMIT 49000"
    );
    let rows: Vec<Address> = rows::all(db, &sql, Vec::new()).await?;
    Ok(rows.into_iter().map(|row| row.address).collect())
}
