//! A person: an account or an imported record.

use model::accounts::{Rank, Sex};
use model::{Country, Instant, Language, PersonId, Reason, Refusal, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;

use crate::typed::Form;
use crate::{Db, Result, Tx, audit};

/// A person's row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    /// In lower case; imported records may have none.
    #[sea_orm(unique)]
    pub email: Option<String>,
    pub email_confirmed_at: Option<Instant>,
    /// A PHC string; imported records have none.
    pub password_hash: Option<String>,
    pub printed_name: String,
    pub native_name: String,
    /// As declared.
    pub country: Country,
    pub organisation: String,
    pub position: String,
    pub rank: Rank,
    pub sex: Sex,
    /// `YYYY-MM-DD`.
    pub birth_date: Option<String>,
    pub zone: Zone,
    pub language: Language,
    /// What a trainer's public page says, in Markdown.
    pub about: String,
    pub created_at: Instant,
    pub deleted_at: Option<Instant>,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The longest name or organisation, in characters.
pub const LONGEST_NAME: u32 = 200;

/// A profile as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedProfile {
    pub printed_name: String,
    pub native_name: String,
    pub country: String,
    pub organisation: String,
    pub position: String,
    pub rank: String,
    pub sex: String,
    pub birth_date: String,
    pub zone: String,
    pub language: String,
}

/// A profile that does.
#[derive(Clone, Debug)]
pub struct Profile {
    pub printed_name: String,
    pub native_name: String,
    pub country: Country,
    pub organisation: String,
    pub position: String,
    pub rank: Rank,
    pub sex: Sex,
    pub birth_date: Option<String>,
    pub zone: Zone,
    pub language: Language,
}

impl TypedProfile {
    /// The profile, or every field that does not do.
    pub fn parse(&self) -> std::result::Result<Profile, Refusal> {
        let mut form = Form::new();
        let printed_name = form.text("printed_name", &self.printed_name, LONGEST_NAME);
        let native_name = form.optional_text("native_name", &self.native_name, LONGEST_NAME);
        let country = form.country("country", &self.country);
        let organisation = form.optional_text("organisation", &self.organisation, LONGEST_NAME);
        let position = form.optional_text("position", &self.position, LONGEST_NAME);
        let rank = form.choice("rank", &self.rank);
        let sex = form.choice("sex", &self.sex);
        let birth_date = if self.birth_date.trim().is_empty() {
            Some(None)
        } else {
            form.date("birth_date", &self.birth_date)
                .map(|date| Some(date.to_string()))
        };
        let zone = form.zone_in("zone", &self.zone, country);
        let language = form.choice::<Language>("language", &self.language);
        if language == Some(Language::Mirrored) {
            form.refuse("language", Reason::NotAChoice);
        }
        let profile = (|| {
            Some(Profile {
                printed_name: printed_name?,
                native_name: native_name?,
                country: country?,
                organisation: organisation?,
                position: position?,
                rank: rank?,
                sex: sex?,
                birth_date: birth_date?,
                zone: zone?,
                language: language?,
            })
        })();
        form.finish(profile)
    }
}

/// Writes a person's own profile. Places they already have keep what was frozen into them.
pub async fn edit_profile(
    db: &Db,
    person: PersonId,
    typed: &TypedProfile,
    now: Instant,
) -> Result<()> {
    let profile = typed.parse()?;
    db.write(async |tx| {
        let mut row = Entity::find_by_id(person)
            .one(tx)
            .await?
            .ok_or(Refusal::NotFound)?
            .into_active_model();
        row.printed_name = Set(profile.printed_name.clone());
        row.native_name = Set(profile.native_name.clone());
        row.country = Set(profile.country);
        row.organisation = Set(profile.organisation.clone());
        row.position = Set(profile.position.clone());
        row.rank = Set(profile.rank);
        row.sex = Set(profile.sex);
        row.birth_date = Set(profile.birth_date.clone());
        row.zone = Set(profile.zone.clone());
        row.language = Set(profile.language);
        row.update(tx).await?;
        audit::note(
            tx,
            Some(person),
            "edit_profile",
            "person",
            person.0,
            "",
            now,
        )
        .await
    })
    .await
}

/// Takes an address as confirmed, without a link.
pub async fn confirm(tx: &Tx, who: PersonId, now: Instant) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::EmailConfirmedAt, Expr::value(now))
        .filter(Column::Id.eq(who))
        .filter(Column::EmailConfirmedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// A person who is not deleted.
pub async fn find(db: &impl ConnectionTrait, person: PersonId) -> Result<Model> {
    Entity::find_by_id(person)
        .filter(Column::DeletedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The person with an address, if there is one.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Email.eq(email))
        .filter(Column::DeletedAt.is_null())
        .one(db)
        .await?)
}
