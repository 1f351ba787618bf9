//! A person: an account or an imported record.

use model::accounts::{Rank, Sex};
use model::{Country, Instant, Language, PersonId, Reason, Refusal, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::LockType;
use sea_orm::{IntoActiveModel, QuerySelect};

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

impl Model {
    /// Whether they have shown that their address is theirs, and have a password.
    #[must_use]
    pub const fn can_sign_in(&self) -> bool {
        self.email_confirmed_at.is_some() && self.password_hash.is_some()
    }
}

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

/// Writes a person's own profile and gives its language. Places they already have keep what was frozen into them.
pub async fn edit_profile(
    db: &Db,
    person: PersonId,
    typed: &TypedProfile,
    now: Instant,
) -> Result<Language> {
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
        .await?;
        Ok(profile.language)
    })
    .await
}

/// Writes the language that a person chose on any page into their profile.
pub async fn choose_language(
    db: &Db,
    who: PersonId,
    language: Language,
    now: Instant,
) -> Result<()> {
    db.write(async |tx| {
        let person = locked(tx, who).await?;
        if person.language == language {
            return Ok(());
        }
        let mut row = person.into_active_model();
        row.language = Set(language);
        row.update(tx).await?;
        audit::note(
            tx,
            Some(who),
            "edit_profile",
            "person",
            who.0,
            "language",
            now,
        )
        .await
    })
    .await
}

/// A person who is not deleted.
pub async fn find(db: &impl ConnectionTrait, person: PersonId) -> Result<Model> {
    Entity::find_by_id(person)
        .filter(Column::DeletedAt.is_null())
        .one(db)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// A person who is not deleted, locked until the transaction ends: whoever else changes them waits.
pub async fn locked(tx: &Tx, person: PersonId) -> Result<Model> {
    Entity::find_by_id(person)
        .filter(Column::DeletedAt.is_null())
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// The person who has shown that an address is theirs.
pub async fn find_confirmed(db: &impl ConnectionTrait, email: &str) -> Result<Option<Model>> {
    let found = find_by_email(db, email).await?;
    Ok(found.filter(|person| person.email_confirmed_at.is_some()))
}

/// The person with an address, if there is one, confirmed or not.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Model>> {
    Ok(Entity::find()
        .filter(Column::Email.eq(email))
        .filter(Column::DeletedAt.is_null())
        .one(db)
        .await?)
}
