//! Why something was not done. A refusal is a value: it is shown to the reader in their language.

use serde::{Deserialize, Serialize};

use crate::Instant;
use crate::admissions::{PoolGroup, PoolRule};

/// Something that was asked for and not done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// What was typed does not do; each field with its reason.
    Fields(Vec<FieldRefusal>),
    /// Our fault, not the reader's; the log has the rest.
    OurFault,
    /// The form came without a field that its page has.
    Unreadable,
    /// There is no such thing, or the asker may not know of it.
    NotFound,
    /// The asker may know of it but not do this.
    NotAllowed,
    /// Only for people who are signed in.
    SignInFirst,
    /// Address and password do not fit together (or there is no such account: never told apart).
    WrongPassword,
    /// The link was used, has expired or was never sent.
    LinkSpent,
    /// The link is locked to another address than the one that is signed in.
    LinkOfAnother,
    /// Too many tries: wait so many seconds.
    TooManyTries {
        /// Seconds until the next try is heard.
        wait_seconds: u32,
    },
    /// Admission has not opened.
    NotOpenYet {
        /// When it opens, if that is known.
        opens_at: Option<Instant>,
    },
    /// Admission has closed.
    Closed {
        /// When it closed, if it had a deadline.
        closed_at: Option<Instant>,
    },
    /// The edition admits people in another way.
    AnotherWayIn,
    /// The person has an active application or place here.
    AlreadyApplied,
    /// There is no application or place to withdraw.
    NothingToWithdraw,
    /// No place is offered to the person here.
    NoOffer,
    /// The offer of a place ran out.
    OfferOver {
        /// When.
        expired_at: Instant,
    },
    /// A size below what is taken.
    BelowTaken {
        /// Seats taken.
        taken: i32,
    },
    /// Fewer seats in all than are kept for groups.
    BelowReserved,
    /// Seats can be kept for a group only where the edition has a total.
    ReserveWithoutTotal,
    /// A seat pool that counts somebody has no seat.
    NoSeat {
        /// Whether it caps their group or keeps seats for another.
        rule: PoolRule,
        /// Whom it counts, or keeps seats for.
        counted: PoolGroup,
        /// Which of them, as stored.
        value: String,
        /// Its size.
        size: i32,
    },
    /// The application was declined, withdrawn or ran out.
    ApplicationOver,
    /// The step is not on the ladder from where the application stands.
    NoSuchStep,
    /// Nobody decides on, marks or certifies themselves.
    NotOneself,
    /// The session was cancelled or has not begun.
    NotNow,
    /// Published editions of the programme are still to come: they are called off one by one, which tells their people.
    EditionsToCome,
    /// The edition's programme is cancelled or archived.
    ProgrammeNotOnOffer,
    /// Somebody else changed it since the page was opened.
    ChangedMeanwhile,
    /// What was typed is what stands there already.
    NothingChanged,
    /// The last administrator cannot be taken away.
    LastAdministrator,
    /// Another question of the form hangs on this one, or this one on another.
    QuestionHangsTogether,
    /// The file cannot be taken.
    File(FileRefusal),
}

/// One field and why it was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldRefusal {
    /// The field's name in the form.
    pub field: String,
    /// Why.
    pub reason: Reason,
}

/// Why a field was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Nothing was typed.
    Missing,
    /// More than so many characters.
    TooLong {
        /// The most characters.
        most: u32,
    },
    /// Fewer than so many characters.
    TooShort {
        /// The fewest characters.
        fewest: u32,
    },
    /// No e-mail address.
    NotAnAddress,
    /// Not a whole number, or out of range.
    NotANumber {
        /// The smallest number taken.
        least: i64,
        /// The largest number taken.
        most: i64,
    },
    /// No date.
    NotADate,
    /// No time of day.
    NotATime,
    /// None of the choices.
    NotAChoice,
    /// No such time zone.
    UnknownZone,
    /// Not lower-case letters, digits and hyphens.
    NotASlug,
    /// Taken by another.
    Taken,
    /// No web address that begins with https:// or http://.
    NotALink,
    /// The end lies before the start.
    EndsBeforeStart,
    /// The clock skips this time on that day: it does not exist.
    SkippedByTheClock,
    /// The clock shows this time twice on that day: choose which.
    ShownTwiceByTheClock,
    /// The two passwords differ.
    PasswordsDiffer,
    /// Among the passwords everybody tries first.
    PasswordTooCommon,
    /// That is not the present password.
    WrongPassword,
    /// Lies outside the edition's dates.
    OutsideTheEdition,
    /// People have applied, or begun to.
    PeopleHaveApplied,
    /// Lies in the past, or after the edition's end.
    NotAhead,
    /// A person with this address is not known.
    NobodyKnown,
    /// Stands on the focal point's own list already.
    OnYourList,
    /// Cannot be nominated here; it is not said why, since the reason may be another country's.
    CannotBeNominated,
    /// Nobody nominates themselves.
    NotYourself,
    /// A focal point has one country.
    FocalPointOfAnother,
    /// More than so many lines.
    TooManyLines {
        /// The most lines.
        most: u32,
    },
    /// The line is not a name and an e-mail address.
    LineNotNameAndAddress {
        /// Counted from 1.
        line: u32,
    },
    /// The line has no e-mail address where one belongs.
    LineNotAnAddress {
        /// Counted from 1.
        line: u32,
    },
    /// The line's person stands on the list already, or in a line above.
    LineOnYourList {
        /// Counted from 1.
        line: u32,
    },
    /// The line's person cannot be nominated here.
    LineCannotBeNominated {
        /// Counted from 1.
        line: u32,
    },
    /// Views of some of these days stand in another report already.
    DaysReported,
    /// A total without a country would count the views of countries again.
    TotalBesideCountries,
    /// The line has not two cells.
    LineNotTwoCells {
        /// Counted from 1.
        line: u32,
    },
    /// The line names no country.
    LineNotACountry {
        /// Counted from 1.
        line: u32,
    },
    /// The line has no whole number.
    LineNotANumber {
        /// Counted from 1.
        line: u32,
    },
    /// The line's country stands in a line above.
    LineTwice {
        /// Counted from 1.
        line: u32,
    },
    /// Views of some of these days stand in another report already.
    LineDaysReported {
        /// Counted from 1.
        line: u32,
    },
    /// A total without a country would count the views of countries again.
    LineTotalBesideCountries {
        /// Counted from 1.
        line: u32,
    },
}

/// Why a file was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileRefusal {
    /// Larger than so many bytes.
    TooLarge {
        /// The most bytes.
        most: i64,
    },
    /// Its content is not of a kind we take.
    WrongKind,
    /// It ended before it was whole.
    Broken,
}

impl Refusal {
    /// One field refused.
    #[must_use]
    pub fn field(field: &str, reason: Reason) -> Self {
        Self::Fields(vec![FieldRefusal {
            field: field.to_owned(),
            reason,
        }])
    }

    /// The HTTP status that says the same.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::OurFault => 500,
            Self::Unreadable => 400,
            Self::NotFound => 404,
            Self::NotAllowed | Self::NotOneself | Self::LinkOfAnother => 403,
            Self::SignInFirst => 401,
            Self::TooManyTries { .. } => 429,
            Self::File(FileRefusal::TooLarge { .. }) => 413,
            Self::ChangedMeanwhile | Self::AlreadyApplied => 409,
            _ => 422,
        }
    }

    /// The reason for one field, if that is why.
    #[must_use]
    pub fn reason_for(&self, field: &str) -> Option<Reason> {
        match self {
            Self::Fields(fields) => fields.iter().find(|f| f.field == field).map(|f| f.reason),
            _ => None,
        }
    }
}
