//! Mail is a row in the same transaction as its cause; a worker sends it later.

use model::accounts::LinkPurpose;
use model::admissions::DeclineReason;
use model::{EditionId, Instant, Language, MailId, PersonId, SessionId, Zone};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde::{Deserialize, Serialize};

use crate::accounts::{mailed_link, person};
use crate::admissions::correction::Facts;
use crate::{Error, Result, Tx};

/// A mail waiting or sent.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// Names what it was written for; a second mail for the same cause is not written.
    #[sea_orm(unique)]
    pub cause: String,
    pub person: Option<PersonId>,
    pub recipient: String,
    pub language: Language,
    pub kind: String,
    /// A [`Letter`] as JSON.
    pub content: String,
    pub created_at: Instant,
    pub due_at: Instant,
    pub attempts: i32,
    pub claimed_until: Option<Instant>,
    pub sent_at: Option<Instant>,
    pub given_up_at: Option<Instant>,
    pub last_answer: String,
}

/// Rows are joined by hand, where a page needs them.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a mail says; the words are put in by the reader's language when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// A link that shows the address is theirs.
    ConfirmEmail {
        /// The link's secret.
        secret: String,
    },
    /// Somebody registered with an address that already has an account.
    AlreadyRegistered,
    /// A link that sets a new password.
    ResetPassword {
        /// The link's secret.
        secret: String,
    },
    /// The password was changed.
    PasswordChanged,
    /// A place was given.
    PlaceGiven {
        /// In which edition.
        edition: EditionId,
        /// Whether from the waiting list.
        from_waiting_list: bool,
    },
    /// An application was received.
    ApplicationReceived {
        /// In which edition.
        edition: EditionId,
    },
    /// On the waiting list.
    OnWaitingList {
        /// In which edition.
        edition: EditionId,
        /// Position when the mail was written, from 1.
        position: u64,
    },
    /// A place is offered.
    PlaceOffered {
        /// In which edition.
        edition: EditionId,
        /// Until when it can be accepted.
        until: Instant,
        /// Whether from the waiting list.
        from_waiting_list: bool,
    },
    /// Staff let the person in after the deadline.
    LetInLate {
        /// To which edition.
        edition: EditionId,
        /// Until when.
        until: Instant,
    },
    /// The offer of a place ran out.
    OfferExpired {
        /// In which edition.
        edition: EditionId,
    },
    /// The application was declined.
    Declined {
        /// For which edition.
        edition: EditionId,
        /// Why, from a list.
        reason: DeclineReason,
    },
    /// The person withdrew.
    Withdrawn {
        /// From which edition.
        edition: EditionId,
    },
    /// The centre withdrew the person.
    WithdrawnByStaff {
        /// From which edition.
        edition: EditionId,
        /// Why.
        reason: String,
    },
    /// Staff corrected what the application or the place says.
    Corrected {
        /// In which edition.
        edition: EditionId,
        /// What was so before.
        from: Facts,
        /// What is so since.
        to: Facts,
        /// Why.
        reason: String,
    },
    /// An edition was called off.
    EditionCancelled {
        /// Which edition.
        edition: EditionId,
        /// Why, as its staff say it.
        #[serde(default)]
        reason: String,
    },
    /// An edition that was called off takes place after all.
    EditionTakenUp {
        /// Which edition.
        edition: EditionId,
    },
    /// A session was moved to another time.
    SessionMoved {
        /// Which session.
        session: SessionId,
        /// When and where it was before.
        #[serde(default)]
        was: Option<Was>,
    },
    /// A session takes place elsewhere: at another venue, or under another link.
    SessionPlaceChanged {
        /// Which session.
        session: SessionId,
        /// The venue before; empty where there was none.
        was: String,
    },
    /// A session was added to an edition that runs or begins soon.
    SessionAdded {
        /// Which session.
        session: SessionId,
        /// How many more were added with it.
        more: i64,
    },
    /// A session was cancelled.
    SessionCancelled {
        /// Which session.
        session: SessionId,
        /// Why.
        #[serde(default)]
        reason: String,
    },
    /// A session that was cancelled takes place after all.
    SessionTakenUp {
        /// Which session.
        session: SessionId,
    },
    /// The person trains a session from now on.
    TrainerAssigned {
        /// Which session.
        session: SessionId,
        /// How many more with it.
        more: i64,
    },
    /// The person no longer trains a session.
    TrainerRemoved {
        /// Which session.
        session: SessionId,
    },
    /// A country nominated the person: a link to go on with.
    Nominated {
        /// For which edition.
        edition: EditionId,
        /// The link's secret.
        secret: String,
    },
    /// To a focal point: a nominee completed.
    NominationCompleted {
        /// For which edition.
        edition: EditionId,
        /// The nominee, as they confirmed it.
        name: String,
    },
    /// Their country's focal point endorsed the person.
    NominationEndorsed {
        /// For which edition.
        edition: EditionId,
    },
    /// Their country named somebody else in the person's place.
    NominationSubstituted {
        /// For which edition.
        edition: EditionId,
    },
    /// Their country took the nomination back.
    NominationWithdrawn {
        /// For which edition.
        edition: EditionId,
        /// Why.
        reason: String,
    },
    /// A session starts soon.
    SessionReminder {
        /// Which session.
        session: SessionId,
        /// When it was to start; one that was moved since has another reminder.
        #[serde(default)]
        starts_at: Option<Instant>,
    },
}

/// When and where a session was to take place before it was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Was {
    pub starts_at: Instant,
    pub ends_at: Instant,
    pub zone: Zone,
    /// Name and city of the venue; empty where there was none.
    pub place: String,
}

impl Letter {
    /// Kinds of letters with a link that lets somebody in; they wait for it.
    pub const KINDS_WITH_A_SECRET: [&'static str; 3] =
        ["confirm_email", "reset_password", "nominated"];
    /// The kind of reminders.
    pub const REMINDER: &'static str = "session_reminder";

    /// The letter's name in the outbox.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::AlreadyRegistered => "already_registered",
            Self::ResetPassword { .. } => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::PlaceGiven { .. } => "place_given",
            Self::OnWaitingList { .. } => "on_waiting_list",
            Self::ApplicationReceived { .. } => "application_received",
            Self::PlaceOffered { .. } => "place_offered",
            Self::LetInLate { .. } => "let_in_late",
            Self::OfferExpired { .. } => "offer_expired",
            Self::Declined { .. } => "declined",
            Self::Withdrawn { .. } => "withdrawn",
            Self::WithdrawnByStaff { .. } => "withdrawn_by_staff",
            Self::Corrected { .. } => "corrected",
            Self::EditionCancelled { .. } => "edition_cancelled",
            Self::EditionTakenUp { .. } => "edition_taken_up",
            Self::SessionMoved { .. } => "session_moved",
            Self::SessionPlaceChanged { .. } => "session_place_changed",
            Self::SessionAdded { .. } => "session_added",
            Self::SessionTakenUp { .. } => "session_taken_up",
            Self::TrainerAssigned { .. } => "trainer_assigned",
            Self::TrainerRemoved { .. } => "trainer_removed",
            Self::SessionCancelled { .. } => "session_cancelled",
            Self::Nominated { .. } => "nominated",
            Self::NominationCompleted { .. } => "nomination_completed",
            Self::NominationEndorsed { .. } => "nomination_endorsed",
            Self::NominationSubstituted { .. } => "nomination_substituted",
            Self::NominationWithdrawn { .. } => "nomination_withdrawn",
            Self::SessionReminder { .. } => Self::REMINDER,
        }
    }

    /// The same letter without the secret of its link, if it has one: what is kept once it was sent, and what staff read.
    #[must_use]
    pub fn without_secret(self) -> Self {
        let secret = String::new();
        match self {
            Self::ConfirmEmail { .. } => Self::ConfirmEmail { secret },
            Self::ResetPassword { .. } => Self::ResetPassword { secret },
            Self::Nominated { edition, .. } => Self::Nominated { edition, secret },
            other => other,
        }
    }

    /// The hours for which it is worth sending: its link's; a letter without a link never grows stale by itself.
    #[must_use]
    pub const fn fresh_hours(&self) -> Option<i64> {
        match self {
            Self::ConfirmEmail { .. } => Some(mailed_link::hours(LinkPurpose::ConfirmEmail)),
            Self::ResetPassword { .. } => Some(mailed_link::hours(LinkPurpose::ResetPassword)),
            _ => None,
        }
    }

    fn written(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Fault(format!("letter: {error}")))
    }
}

impl Model {
    /// What the mail says.
    pub fn letter(&self) -> Result<Letter> {
        serde_json::from_str(&self.content)
            .map_err(|error| Error::Fault(format!("the letter {}: {error}", self.id)))
    }

    /// The row's content without a secret.
    pub(crate) fn content_without_secret(&self) -> Result<String> {
        self.letter()?.without_secret().written()
    }
}

/// Posts `letter` to a person, once per `cause`; a person without an address gets none.
pub async fn post(
    tx: &Tx,
    to: &person::Model,
    letter: &Letter,
    cause: String,
    now: Instant,
) -> Result<()> {
    post_all(tx, &[(to, letter, cause)], now).await
}

/// Rows to a statement: each has fourteen values, and SQLite takes 32,766 of them.
const BATCH: usize = 1_000;

/// Posts letters to several people, each once per its cause; people without an address get none.
pub async fn post_all(
    tx: &Tx,
    letters: &[(&person::Model, &Letter, String)],
    now: Instant,
) -> Result<()> {
    let mut rows = Vec::new();
    for (to, letter, cause) in letters {
        if let Some(recipient) = &to.email {
            rows.push(row(to, recipient, letter, cause, now)?);
        }
    }
    for some in rows.chunks(BATCH) {
        Entity::insert_many(some.to_vec())
            .on_conflict(OnConflict::column(Column::Cause).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn row(
    to: &person::Model,
    recipient: &str,
    letter: &Letter,
    cause: &str,
    now: Instant,
) -> Result<ActiveModel> {
    Ok(ActiveModel {
        id: Set(MailId::new()),
        cause: Set(cause.to_owned()),
        person: Set(Some(to.id)),
        recipient: Set(recipient.to_owned()),
        language: Set(to.language),
        kind: Set(letter.kind().to_owned()),
        content: Set(letter.written()?),
        created_at: Set(now),
        due_at: Set(now),
        attempts: Set(0),
        claimed_until: Set(None),
        sent_at: Set(None),
        given_up_at: Set(None),
        last_answer: Set(String::new()),
    })
}
