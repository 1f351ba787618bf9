//! The addresses of everything in the catalogue that everybody may find.

use model::PersonId;
use sea_orm::{ConnectionTrait, FromQueryResult};

use super::card::ONLY_COURSE;
use super::rows;
use crate::Result;

#[derive(FromQueryResult)]
struct Address {
    address: String,
}

#[derive(FromQueryResult)]
struct Trainer {
    id: PersonId,
}

/// Paths of published programmes, editions, courses (where an edition has several), sessions and trainers, at most as many as a
/// sitemap may hold. What is cancelled keeps its page, which asks not to be found.
pub async fn addresses(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let edition = "'/programmes/' || p.slug || '/' || e.slug";
    let shown = "e.publication = 'published' AND p.publication = 'published'";
    let of = "JOIN edition e ON e.id = o.edition JOIN programme p ON p.id = e.programme";
    let sql = format!(
        "SELECT '/programmes/' || p.slug AS address FROM programme p WHERE p.publication = 'published' \
         UNION SELECT {edition} FROM edition e JOIN programme p ON p.id = e.programme WHERE {shown} \
         UNION SELECT {edition} || '/courses/' || o.slug FROM course o {of} \
         WHERE {shown} AND o.cancelled_at IS NULL AND NOT ({ONLY_COURSE}) \
         UNION SELECT {edition} || '/sessions/' || CAST(o.number AS text) FROM session o {of} \
         WHERE {shown} AND o.state = 'planned' \
         ORDER BY address LIMIT {MOST}"
    );
    let rows: Vec<Address> = rows::all(db, &sql, Vec::new()).await?;
    let mut addresses: Vec<String> = rows.into_iter().map(|row| row.address).collect();
    let sql = format!(
        "SELECT x.id FROM person x WHERE x.deleted_at IS NULL AND x.id IN (\
         SELECT t.person FROM course_trainer t JOIN course o ON o.id = t.course {of} WHERE {shown} \
         UNION SELECT t.person FROM session_trainer t JOIN session o ON o.id = t.session {of} WHERE {shown}) \
         ORDER BY x.id LIMIT 5000"
    );
    let trainers: Vec<Trainer> = rows::all(db, &sql, Vec::new()).await?;
    addresses.extend(
        trainers
            .into_iter()
            .map(|trainer| format!("/trainers/{}", trainer.id)),
    );
    Ok(addresses)
}

/// A sitemap holds 50,000 addresses; trainers, years and the pages that are always there come on top.
const MOST: u32 = 44_000;
