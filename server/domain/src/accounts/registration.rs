//! Registering and confirming one's address. Nothing tells whether an account exists.
//!
//! What somebody typed belongs to the link that was mailed for it, and counts only once that link is used by whoever knows the
//! password: several may have registered with one address, and only its owner reads the mail.

use model::accounts::{LinkPurpose, Rank, Sex};
use model::{Country, Instant, Language, PersonId, Reason, Refusal, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{Condition, IntoActiveModel, QuerySelect, QueryTrait};

use super::sign_in::From;
use super::{attempt, grant, mailed_link, password, person, sign_in};
use crate::admissions::{application, enrolment};
use crate::catalogue::course_trainer;
use crate::outbox::{self, Letter};
use crate::schedule::session_trainer;
use crate::secret::Secret;
use crate::typed::{self, Form};
use crate::{Db, Result, Tx, audit};

/// A registration that waits for its link to be used.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    /// The hash of the link's secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub link: Vec<u8>,
    /// A PHC string.
    pub password_hash: String,
    pub printed_name: String,
    pub country: Country,
    pub zone: Zone,
    pub language: Language,
    pub created_at: Instant,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A registration as typed.
#[derive(Clone, Debug, Default)]
pub struct TypedRegistration {
    pub email: String,
    pub password: String,
    pub printed_name: String,
    pub country: String,
    pub zone: String,
}

/// A registration that does.
struct Registrant {
    email: String,
    printed_name: String,
    country: Country,
    zone: Zone,
    language: Language,
}

impl TypedRegistration {
    fn parse(&self, language: Language) -> Result<Registrant, Refusal> {
        let mut fields = Form::new();
        let email = fields.take("email", typed::email(&self.email));
        let password = fields.take("password", password::check(&self.password));
        let printed_name = fields.text("printed_name", &self.printed_name, person::LONGEST_NAME);
        let country = fields.country("country", &self.country);
        let zone = fields.zone_in("zone", &self.zone, country);
        let registrant = (|| {
            password?;
            Some(Registrant {
                email: email?,
                printed_name: printed_name?,
                country: country?,
                zone: zone?,
                language,
            })
        })();
        fields.finish(registrant)
    }
}

/// Registers somebody, who then confirms by mail. `network` asks.
///
/// An address that already has an account gets a mail that says so, and the page says the same as ever.
pub async fn register(
    db: &Db,
    form: &TypedRegistration,
    language: Language,
    network: &str,
    now: Instant,
) -> Result<()> {
    let typed = form.parse(language)?;
    let names = [(&*format!("mails:{network}"), attempt::MAILS_PER_NETWORK)];
    attempt::take(db, &names, now).await?;
    // Hashed whether or not the address is known: both take as long.
    let password_hash = password::hash(&form.password).await?;
    db.write(async |tx| {
        let key = format!("register:{}", typed.email);
        let heard = attempt::take_one(tx, &key, attempt::MAILS_PER_ACCOUNT, now).await?;
        if heard.is_err() {
            // Told to nobody: the mails already sent are enough, and a count would tell.
            return Ok(());
        }
        let Some(known) = known_or_new(tx, &typed, now).await? else {
            return Ok(());
        };
        if known.email_confirmed_at.is_some() {
            let cause = format!("already_registered:{}:{}", known.id, now.0);
            return outbox::post(tx, &known, &Letter::AlreadyRegistered, cause, now).await;
        }
        ask_to_confirm(tx, known, typed, password_hash, now).await
    })
    .await
}

/// The person with the address; none where they were deleted. A new one stands for the address only: what was typed shows until a link is used, and lets nobody in.
async fn known_or_new(tx: &Tx, typed: &Registrant, now: Instant) -> Result<Option<person::Model>> {
    let id = PersonId::new();
    let row = person::ActiveModel {
        id: Set(id),
        email: Set(Some(typed.email.clone())),
        email_confirmed_at: Set(None),
        password_hash: Set(None),
        printed_name: Set(typed.printed_name.clone()),
        native_name: Set(String::new()),
        country: Set(typed.country),
        organisation: Set(String::new()),
        position: Set(String::new()),
        rank: Set(Rank::None),
        sex: Set(Sex::Unknown),
        birth_date: Set(None),
        zone: Set(typed.zone.clone()),
        language: Set(typed.language),
        about: Set(String::new()),
        created_at: Set(now),
        deleted_at: Set(None),
    };
    let added = person::Entity::insert(row)
        .on_conflict(
            OnConflict::column(person::Column::Email)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    if added > 0 {
        audit::note(tx, Some(id), "register", "person", id.0, "", now).await?;
    }
    person::find_by_email(tx, &typed.email).await
}

async fn ask_to_confirm(
    tx: &Tx,
    known: person::Model,
    typed: Registrant,
    password_hash: String,
    now: Instant,
) -> Result<()> {
    let purpose = LinkPurpose::ConfirmEmail;
    let secret = mailed_link::make(tx, known.id, &typed.email, purpose, now).await?;
    let row = ActiveModel {
        link: Set(secret.hash()),
        password_hash: Set(password_hash),
        printed_name: Set(typed.printed_name),
        country: Set(typed.country),
        zone: Set(typed.zone),
        language: Set(typed.language),
        created_at: Set(now),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    let letter = Letter::ConfirmEmail {
        secret: secret.text().to_owned(),
    };
    let cause = format!("confirm_email:{}", Uuid::now_v7());
    let reader = person::Model {
        language: typed.language,
        ..known
    };
    outbox::post(tx, &reader, &letter, cause, now).await
}

/// Whose registration a link confirms, by the name that was typed; nothing when the link is spent.
pub async fn waiting(db: &Db, secret: &str, now: Instant) -> Result<Option<Model>> {
    let purpose = [LinkPurpose::ConfirmEmail];
    let Some(link) = mailed_link::good(db.read(), secret, &purpose, now).await? else {
        return Ok(None);
    };
    Ok(Entity::find_by_id(link.token_hash).one(db.read()).await?)
}

/// Confirms the address that the link was sent to, for whoever knows the password of that registration, and signs them in.
///
/// Without the password, the owner of an address would confirm a stranger's registration by opening a stranger's mail.
pub async fn confirm_email(
    db: &Db,
    secret: &str,
    typed_password: &str,
    from: From<'_>,
    now: Instant,
) -> Result<Secret> {
    let waiting = waiting(db, secret, now).await?.ok_or(Refusal::LinkSpent)?;
    let key = format!("confirm:{secret}");
    attempt::take(db, &[(&key, attempt::PER_ACCOUNT)], now).await?;
    if !password::fits(typed_password, Some(&waiting.password_hash)).await? {
        return Err(Refusal::field("password", Reason::WrongPassword).into());
    }
    db.write(async |tx| {
        let purpose = [LinkPurpose::ConfirmEmail];
        let (_, person) = mailed_link::spend(tx, secret, &purpose, now).await?;
        if person.email_confirmed_at.is_some() {
            return Err(Refusal::LinkSpent.into());
        }
        let (who, id) = (person.id, person.id.0);
        let mut row = person.into_active_model();
        row.email_confirmed_at = Set(Some(now));
        row.password_hash = Set(Some(waiting.password_hash));
        row.printed_name = Set(waiting.printed_name);
        row.country = Set(waiting.country);
        row.zone = Set(waiting.zone);
        row.language = Set(waiting.language);
        row.update(tx).await?;
        void_others(tx, who).await?;
        attempt::forget(tx, &key).await?;
        audit::note(tx, Some(who), "confirm_email", "person", id, "", now).await?;
        sign_in::begin_instead(tx, who, from, now).await
    })
    .await
}

/// Forgets what else was typed with a person's address: whose it is, is known now.
pub(crate) async fn void_others(tx: &Tx, who: PersonId) -> Result<()> {
    mailed_link::forget(tx, who, LinkPurpose::ConfirmEmail).await
}

/// Days after which an address that nobody confirmed is forgotten.
const KEPT_DAYS: i64 = 7;

/// Removes people who registered and never confirmed, unless something else hangs on them; gives how many.
pub async fn sweep(db: &Db, now: Instant) -> Result<u64> {
    let registered = audit::Entity::find()
        .select_only()
        .column(audit::Column::Subject)
        .filter(audit::Column::Action.eq("register"))
        .filter(audit::Column::SubjectKind.eq("person"))
        .filter(audit::Column::At.lt(now.plus_days(-KEPT_DAYS)))
        .into_query();
    let waiting = mailed_link::Entity::find()
        .select_only()
        .column(mailed_link::Column::Person)
        .filter(mailed_link::Column::ExpiresAt.gt(now))
        .into_query();
    db.write(async |tx| {
        let gone = person::Entity::delete_many()
            .filter(person::Column::EmailConfirmedAt.is_null())
            .filter(person::Column::CreatedAt.lt(now.plus_days(-KEPT_DAYS)))
            .filter(person::Column::Id.in_subquery(registered))
            .filter(person::Column::Id.not_in_subquery(waiting))
            .filter(nothing_hangs_on_them())
            .exec(tx)
            .await?;
        Ok(gone.rows_affected)
    })
    .await
}

fn nothing_hangs_on_them() -> Condition {
    let tables: [SelectStatement; 5] = [
        people_in(grant::Entity, grant::Column::Person),
        people_in(application::Entity, application::Column::Person),
        people_in(enrolment::Entity, enrolment::Column::Person),
        people_in(course_trainer::Entity, course_trainer::Column::Person),
        people_in(session_trainer::Entity, session_trainer::Column::Person),
    ];
    tables.into_iter().fold(Condition::all(), |all, table| {
        all.add(person::Column::Id.not_in_subquery(table))
    })
}

fn people_in<E: EntityTrait>(_: E, person: E::Column) -> SelectStatement {
    E::find().select_only().column(person).into_query()
}
