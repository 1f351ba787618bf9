//! A role as somebody gives it in a form: to an address, in a place, until a day.

use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use model::role::Scope;
use model::{
    CourseId, EditionId, GrantId, Instant, Language, Reason, Refusal, Role, SessionId, Zone,
};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::scope_name::{self, ScopeName};
use super::{Visitor, grant, person};
use crate::attendance::completion::Demands;
use crate::catalogue::{course, edition};
use crate::typed::{self, Form};
use crate::{Db, Result, clock};

/// A grant as typed. Fields that the role does not need are empty.
#[derive(Clone, Debug, Default)]
pub struct TypedGrant {
    pub email: String,
    pub role: String,
    pub edition: String,
    /// `course:ID` or `session:ID`.
    pub place: String,
    pub country: String,
    /// The last day, or empty.
    pub until: String,
}

/// Gives the role that was typed. A last day ends where the centre's `zone` says.
pub async fn give(
    db: &Db,
    visitor: &Visitor,
    typed: &TypedGrant,
    zone: &Zone,
    now: Instant,
) -> Result<GrantId> {
    // Asked first: whether an address is known is not for everybody.
    choices(visitor)?;
    let mut form = Form::new();
    let email = form.take("email", typed::email(&typed.email));
    let role: Option<Role> = form.choice("role", &typed.role);
    let scope = role.and_then(|role| scope(&mut form, role, typed));
    let ends_at = ends_at(&mut form, &typed.until, zone, now);
    let all = (|| Some((email?, role?, scope?, ends_at?)))();
    let (email, role, scope, ends_at) = form.finish(all)?;
    let to = person::find_by_email(db.read(), &email)
        .await?
        .ok_or_else(|| Refusal::field("email", Reason::NobodyKnown))?;
    grant::give(db, visitor, to.id, role, scope, ends_at, now).await
}

/// The roles that a visitor may give; those who may give none are refused.
pub fn choices(visitor: &Visitor) -> Result<&'static [Role], Refusal> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if visitor.is_administrator() {
        Ok(Role::ALL)
    } else if visitor.coordinated_editions().is_empty() {
        Err(Refusal::NotAllowed)
    } else {
        Ok(&[Role::Trainer])
    }
}

fn scope(form: &mut Form, role: Role, typed: &TypedGrant) -> Option<Scope> {
    match role {
        Role::Administrator | Role::Auditor => Some(Scope::All),
        Role::Coordinator => edition(form, &typed.edition).map(Scope::Edition),
        Role::FocalPoint => {
            let edition = edition(form, &typed.edition);
            let country = form.country("country", &typed.country);
            Some(Scope::CountryInEdition(country?, edition?))
        }
        Role::Trainer => {
            let place = typed.place.split_once(':');
            let scope = match place {
                Some(("course", id)) => CourseId::from_str(id).ok().map(Scope::Course),
                Some(("session", id)) => SessionId::from_str(id).ok().map(Scope::Session),
                _ => None,
            };
            form.take("place", scope.ok_or(missing_or_unknown(&typed.place)))
        }
    }
}

fn edition(form: &mut Form, typed: &str) -> Option<EditionId> {
    let parsed = typed.parse().map_err(|_| missing_or_unknown(typed));
    form.take("edition", parsed)
}

const fn missing_or_unknown(typed: &str) -> Reason {
    if typed.is_empty() {
        Reason::Missing
    } else {
        Reason::NotAChoice
    }
}

/// The first moment after the last day, or that there is no end.
fn ends_at(form: &mut Form, typed: &str, zone: &Zone, now: Instant) -> Option<Option<Instant>> {
    if typed.trim().is_empty() {
        return Some(None);
    }
    let last: Date = form.date("until", typed)?;
    let end = last
        .checked_add(1.day())
        .map_err(|_| Reason::NotADate)
        .map(|next| clock::day_begins(next, zone))
        .and_then(|end| {
            Some(end)
                .filter(|end| *end > now)
                .ok_or(Reason::EndsBeforeStart)
        });
    form.take("until", end).map(Some)
}

/// The editions in which a visitor may give roles, newest first, with their titles.
pub async fn editions(
    db: &Db,
    visitor: &Visitor,
    language: Language,
) -> Result<Vec<(EditionId, String)>> {
    choices(visitor)?;
    let mut editions = edition::Entity::find();
    if !visitor.is_administrator() {
        editions = editions.filter(edition::Column::Id.is_in(visitor.coordinated_editions()));
    }
    let editions = editions
        .order_by_desc(edition::Column::StartsAt)
        .all(db.read())
        .await?;
    let ids = editions.iter().map(|edition| edition.id).collect();
    let mut titles = scope_name::edition_titles(db.read(), ids, language).await?;
    Ok(editions
        .into_iter()
        .map(|edition| {
            let title = titles.remove(&edition.id);
            (
                edition.id,
                title.unwrap_or_else(|| edition.slug.to_string()),
            )
        })
        .collect())
}

/// The courses and sessions of an edition that somebody can train, as [`TypedGrant::place`] names them.
pub async fn places(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    language: Language,
) -> Result<Vec<(String, ScopeName)>> {
    visitor.person_id().ok_or(Refusal::SignInFirst)?;
    if !visitor.coordinates(edition) {
        return Err(Refusal::NotFound.into());
    }
    let courses = course::Entity::find()
        .filter(course::Column::Edition.eq(edition))
        .order_by_asc(course::Column::Place)
        .all(db.read())
        .await?;
    let sessions = Demands::of(db.read(), edition).await?.sessions;
    let scopes: Vec<Scope> = courses
        .iter()
        .map(|course| Scope::Course(course.id))
        .chain(sessions.iter().map(|session| Scope::Session(session.id)))
        .collect();
    let mut names = scope_name::names(db.read(), &scopes, language).await?;
    Ok(scopes
        .into_iter()
        .filter_map(|scope| {
            let value = match scope {
                Scope::Course(course) => format!("course:{course}"),
                Scope::Session(session) => format!("session:{session}"),
                _ => return None,
            };
            names.remove(&scope).map(|name| (value, name))
        })
        .collect())
}
