//! Everybody Egret knows, for administrators; for auditors without names.

use std::collections::HashMap;

use model::{Country, Instant, PersonId, Refusal, Role};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr, Func, LikeExpr};
use sea_orm::{Condition, PaginatorTrait, QueryOrder, QuerySelect};

use crate::accounts::shown_name::ShownName;
use crate::accounts::{Visitor, grant, person};
use crate::{Db, Result};

/// People on a page.
pub const ON_A_PAGE: u64 = 50;

/// Whom to look for; empty finds everybody.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of a name or an address; auditors cannot look for one.
    pub text: String,
    pub country: Option<Country>,
    /// From 1.
    pub page: u64,
}

/// A page of people.
#[derive(Clone, Debug)]
pub struct Directory {
    pub people: Vec<Entry>,
    pub found: u64,
    pub page: u64,
    pub pages: u64,
    /// Whether names are hidden from the reader.
    pub is_masked: bool,
}

/// One person.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: PersonId,
    pub name: ShownName,
    /// Empty for auditors, as the other words that name somebody.
    pub native_name: String,
    pub email: String,
    pub organisation: String,
    pub country: Country,
    /// Whether they have shown that the address is theirs.
    pub is_confirmed: bool,
    /// Whether they have a password as well.
    pub can_sign_in: bool,
    pub created_at: Instant,
    /// What they are trusted with now, each once.
    pub roles: Vec<Role>,
}

/// People by name. For administrators and, masked, for auditors.
pub async fn search(
    db: &Db,
    visitor: &Visitor,
    wanted: &Wanted,
    now: Instant,
) -> Result<Directory> {
    visitor.signed_in()?;
    let is_masked = !visitor.is_administrator();
    if is_masked && !visitor.is_auditor() {
        return Err(Refusal::NotAllowed.into());
    }
    let mut people = person::Entity::find().filter(person::Column::DeletedAt.is_null());
    if let Some(country) = wanted.country {
        people = people.filter(person::Column::Country.eq(country));
    }
    people = if is_masked {
        // In the order of names, a page would tell what the mask hides.
        people.order_by_asc(person::Column::Id)
    } else {
        people
            .filter(named_like(wanted.text.trim()))
            .order_by_asc(Func::lower(Expr::col(person::Column::PrintedName)))
            .order_by_asc(person::Column::Id)
    };
    let found = people.clone().count(db.read()).await?;
    let pages = found.div_ceil(ON_A_PAGE).max(1);
    let page = wanted.page.clamp(1, pages);
    let people = people
        .offset((page - 1) * ON_A_PAGE)
        .limit(ON_A_PAGE)
        .all(db.read())
        .await?;
    let ids = people.iter().map(|person| person.id);
    let mut roles = roles(grant::of_people(db.read(), ids, now).await?);
    let people = people
        .into_iter()
        .map(|person| {
            entry(
                roles.remove(&person.id).unwrap_or_default(),
                person,
                is_masked,
            )
        })
        .collect();
    Ok(Directory {
        people,
        found,
        page,
        pages,
        is_masked,
    })
}

/// Whose name or address has `text` in it, whatever the case.
fn named_like(text: &str) -> Condition {
    use sea_orm::ExprTrait;

    if text.is_empty() {
        return Condition::all();
    }
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let pattern = pattern.to_lowercase();
    let like = |column: person::Column| {
        Func::lower(Expr::col(column)).like(LikeExpr::new(pattern.clone()).escape('\\'))
    };
    Condition::any()
        .add(like(person::Column::PrintedName))
        .add(like(person::Column::NativeName))
        .add(like(person::Column::Email))
}

fn roles(grants: Vec<grant::Model>) -> HashMap<PersonId, Vec<Role>> {
    let mut roles: HashMap<PersonId, Vec<Role>> = HashMap::new();
    for grant in grants {
        let of = roles.entry(grant.person).or_default();
        if !of.contains(&grant.role) {
            of.push(grant.role);
        }
    }
    roles
}

fn entry(roles: Vec<Role>, person: person::Model, is_masked: bool) -> Entry {
    let shown = |text: String| if is_masked { String::new() } else { text };
    Entry {
        id: person.id,
        name: ShownName::of(&person, is_masked),
        can_sign_in: person.can_sign_in(),
        native_name: shown(person.native_name),
        email: shown(person.email.unwrap_or_default()),
        organisation: shown(person.organisation),
        country: person.country,
        is_confirmed: person.email_confirmed_at.is_some(),
        created_at: person.created_at,
        roles,
    }
}
