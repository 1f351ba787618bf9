//! Mail is a row in the same transaction as its cause; a worker sends it later.

use model::accounts::LinkPurpose;
use model::{EditionId, Instant, Language, MailId, PersonId, SessionId};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use serde::{Deserialize, Serialize};

use crate::accounts::{mailed_link, person};
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
    /// On the waiting list.
    OnWaitingList {
        /// In which edition.
        edition: EditionId,
        /// Position when the mail was written, from 1.
        position: u64,
    },
    /// The person withdrew.
    Withdrawn {
        /// From which edition.
        edition: EditionId,
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
    /// A session was moved.
    SessionMoved {
        /// Which session.
        session: SessionId,
    },
    /// A session was cancelled.
    SessionCancelled {
        /// Which session.
        session: SessionId,
    },
    /// A session starts soon.
    SessionReminder {
        /// Which session.
        session: SessionId,
    },
}

impl Letter {
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
            Self::Withdrawn { .. } => "withdrawn",
            Self::EditionCancelled { .. } => "edition_cancelled",
            Self::EditionTakenUp { .. } => "edition_taken_up",
            Self::SessionMoved { .. } => "session_moved",
            Self::SessionCancelled { .. } => "session_cancelled",
            Self::SessionReminder { .. } => "session_reminder",
        }
    }

    /// The same letter without the secret of its link, if it has one: what is kept once it was sent, and what staff read.
    #[must_use]
    pub fn without_secret(self) -> Self {
        let secret = String::new();
        match self {
            Self::ConfirmEmail { .. } => Self::ConfirmEmail { secret },
            Self::ResetPassword { .. } => Self::ResetPassword { secret },
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
    let Some(recipient) = to.email.clone() else {
        return Ok(());
    };
    let row = ActiveModel {
        id: Set(MailId::new()),
        cause: Set(cause),
        person: Set(Some(to.id)),
        recipient: Set(recipient),
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
    };
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Cause).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
