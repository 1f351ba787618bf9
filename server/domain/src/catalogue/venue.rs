//! A venue: a place where sessions meet.

use model::{Country, HostId, Instant, Reason, Refusal, VenueId, Zone};
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

use super::host::{self, may_add};
use super::programme::administrator;
use crate::accounts::Visitor;
use crate::accounts::person::LONGEST_NAME;
use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// A row of `venue`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VenueId,
    pub host: Option<HostId>,
    pub name: String,
    pub address: String,
    pub city: String,
    pub country: Country,
    pub zone: Zone,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A venue as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedVenue {
    pub host: String,
    pub name: String,
    pub address: String,
    pub city: String,
    pub country: String,
    pub zone: String,
}

impl TypedVenue {
    fn parse(&self) -> std::result::Result<ActiveModel, Refusal> {
        let mut form = Form::new();
        let host = if self.host.is_empty() {
            Some(None)
        } else {
            form.choice::<HostId>("host", &self.host).map(Some)
        };
        let name = form.text("name", &self.name, LONGEST_NAME);
        let address = form.optional_text("address", &self.address, LONGEST_ADDRESS);
        let city = form.optional_text("city", &self.city, LONGEST_NAME);
        let country = form.country("country", &self.country);
        let zone = form.zone("zone", &self.zone);
        let row = (|| {
            Some(ActiveModel {
                host: Set(host?),
                name: Set(name?),
                address: Set(address?),
                city: Set(city?),
                country: Set(country?),
                zone: Set(zone?),
                ..<ActiveModel as Default>::default()
            })
        })();
        form.finish(row)
    }
}

/// The longest address, in characters.
const LONGEST_ADDRESS: u32 = 400;

/// All venues by name, for those who may add some and auditors.
pub async fn list(db: &impl ConnectionTrait, visitor: &Visitor) -> Result<Vec<Model>> {
    if !visitor.is_auditor() {
        may_add(visitor)?;
    }
    Ok(Entity::find().order_by_asc(Column::Name).all(db).await?)
}

/// The venue with an id, for those who see the list.
pub async fn for_staff(db: &impl ConnectionTrait, visitor: &Visitor, id: VenueId) -> Result<Model> {
    if !visitor.is_auditor() {
        may_add(visitor)?;
    }
    Entity::find_by_id(id)
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

async fn known_host(tx: &Tx, row: &ActiveModel) -> Result<()> {
    let Set(Some(host)) = row.host else {
        return Ok(());
    };
    if host::Entity::find_by_id(host).one(tx).await?.is_none() {
        return Err(Refusal::field("host", Reason::NotAChoice).into());
    }
    Ok(())
}

/// Adds a venue.
pub async fn add(db: &Db, visitor: &Visitor, typed: &TypedVenue, now: Instant) -> Result<VenueId> {
    let actor = may_add(visitor)?;
    let row = typed.parse()?;
    let id = VenueId::new();
    db.write(async |tx| {
        known_host(tx, &row).await?;
        let row = ActiveModel {
            id: Set(id),
            created_at: Set(now),
            ..row
        };
        Entity::insert(row).exec_without_returning(tx).await?;
        audit::note(tx, Some(actor), "create", "venue", id.0, "", now).await
    })
    .await?;
    Ok(id)
}

/// Changes a venue, for every session that meets there.
pub async fn edit(
    db: &Db,
    visitor: &Visitor,
    id: VenueId,
    typed: &TypedVenue,
    now: Instant,
) -> Result<()> {
    let actor = administrator(visitor)?;
    let row = typed.parse()?;
    db.write(async |tx| {
        for_staff(tx, visitor, id).await?;
        known_host(tx, &row).await?;
        let row = ActiveModel {
            id: Unchanged(id),
            ..row
        };
        row.update(tx).await?;
        audit::note(tx, Some(actor), "edit", "venue", id.0, "", now).await
    })
    .await
}

/// A venue as a letter names it: its name and city; empty where there is none.
pub async fn place_of(db: &impl ConnectionTrait, venue: Option<VenueId>) -> Result<String> {
    let Some(venue) = venue else {
        return Ok(String::new());
    };
    let found = Entity::find_by_id(venue).one(db).await?;
    Ok(found.map_or_else(String::new, |venue| {
        if venue.city.is_empty() {
            venue.name
        } else {
            format!("{}, {}", venue.name, venue.city)
        }
    }))
}
