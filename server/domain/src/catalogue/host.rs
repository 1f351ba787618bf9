//! A host organisation.

use model::{Country, HostId, Instant, PersonId, Refusal};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, QueryTrait};

use super::programme::administrator;
use super::{edition, edition_host, edition_text};
use crate::accounts::Visitor;
use crate::accounts::person::LONGEST_NAME;
use crate::typed::Form;
use crate::{Db, Result, audit};

/// A row of `host`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "host")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HostId,
    pub name: String,
    pub city: String,
    pub country: Country,
    pub website: String,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A host as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedHost {
    pub name: String,
    pub city: String,
    pub country: String,
    pub website: String,
}

impl TypedHost {
    fn parse(&self) -> std::result::Result<ActiveModel, Refusal> {
        let mut form = Form::new();
        let name = form.text("name", &self.name, LONGEST_NAME);
        let city = form.optional_text("city", &self.city, LONGEST_NAME);
        let country = form.country("country", &self.country);
        let website = form.optional_link("website", &self.website);
        let row = (|| {
            Some(ActiveModel {
                name: Set(name?),
                city: Set(city?),
                country: Set(country?),
                website: Set(website?),
                ..<ActiveModel as Default>::default()
            })
        })();
        form.finish(row)
    }
}

/// Who may add hosts and venues: administrators and coordinators, whose editions need them.
pub fn may_add(visitor: &Visitor) -> std::result::Result<PersonId, Refusal> {
    let person = visitor.person_id().ok_or(Refusal::SignInFirst)?;
    let coordinates = !visitor.coordinated_editions().is_empty();
    if coordinates || visitor.is_administrator() {
        Ok(person)
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// All hosts by name, for those who may add some and auditors.
pub async fn list(db: &impl ConnectionTrait, visitor: &Visitor) -> Result<Vec<Model>> {
    if !visitor.is_auditor() {
        may_add(visitor)?;
    }
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The host with an id, for those who see the list.
pub async fn for_staff(db: &impl ConnectionTrait, visitor: &Visitor, id: HostId) -> Result<Model> {
    if !visitor.is_auditor() {
        may_add(visitor)?;
    }
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Adds a host.
pub async fn add(db: &Db, visitor: &Visitor, typed: &TypedHost, now: Instant) -> Result<HostId> {
    let actor = may_add(visitor)?;
    let row = typed.parse()?;
    let id = HostId::new();
    db.write(async |tx| {
        let row = ActiveModel {
            id: Set(id),
            created_at: Set(now),
            ..row
        };
        Entity::insert(row).exec_without_returning(tx).await?;
        audit::note(tx, Some(actor), "create", "host", id.0, "", now).await
    })
    .await?;
    Ok(id)
}

/// Changes a host, for every edition that it hosts.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: HostId,
    typed: &TypedHost,
    now: Instant,
) -> Result<()> {
    let actor = administrator(visitor)?;
    let row = typed.parse()?;
    db.write(async |tx| {
        for_staff(tx, visitor, id).await?;
        let row = ActiveModel {
            id: Unchanged(id),
            ..row
        };
        row.update(tx).await?;
        let hosted = edition_host::Entity::find()
            .select_only()
            .column(edition_host::Column::Edition)
            .filter(edition_host::Column::Host.eq(id))
            .into_query();
        edition_text::fold_all(tx, edition::Column::Id.in_subquery(hosted)).await?;
        audit::note(tx, Some(actor), "edit", "host", id.0, "", now).await
    })
    .await
}
