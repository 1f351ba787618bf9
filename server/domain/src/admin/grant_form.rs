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

use super::role;
use super::scope_name::{self, ScopeName};
use crate::accounts::grant::Term;
use crate::accounts::{Visitor, person};
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
    /// The first day, or empty: from now on.
    pub from: String,
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
    let term = term(&mut form, typed, zone, now);
    let all = (|| Some((email?, role?, scope?, term?)))();
    let (email, role, scope, term) = form.finish(all)?;
    let to = person::find_confirmed(db.read(), &email)
        .await?
        .ok_or_else(|| Refusal::field("email", Reason::NobodyKnown))?;
    role::give(db, visitor, to.id, role, scope, term, now).await
}

/// The roles that a visitor may give; those who may give none are refused.
pub fn choices(visitor: &Visitor) -> Result<&'static [Role], Refusal> {
    visitor.signed_in()?;
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

/// From the first day's first moment, at the earliest now, to the first moment after the last day.
fn term(form: &mut Form, typed: &TypedGrant, zone: &Zone, now: Instant) -> Option<Term> {
    let from = if typed.from.trim().is_empty() {
        Some(now)
    } else {
        form.date("from", &typed.from)
            .map(|first| clock::day_begins(first, zone).max(now))
    };
    let until = if typed.until.trim().is_empty() {
        Some(None)
    } else {
        let last = form.date("until", &typed.until);
        last.and_then(|last| form.take("until", end_after(last, from.unwrap_or(now), zone)))
            .map(Some)
    };
    Some(Term {
        from: from?,
        until: until?,
    })
}

fn end_after(last: Date, from: Instant, zone: &Zone) -> Result<Instant, Reason> {
    let next = last.checked_add(1.day()).map_err(|_| Reason::NotADate)?;
    let end = clock::day_begins(next, zone);
    if end > from {
        Ok(end)
    } else {
        Err(Reason::EndsBeforeStart)
    }
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
    visitor.signed_in()?;
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
