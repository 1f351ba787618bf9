//! What each letter says. Every time names its zone, and the reader's own stands beside it where it differs.

use domain::admissions::correction::Facts as Frozen;
use domain::clock;
use domain::mail::Facts;
use domain::mail::facts::AboutEdition;
use domain::outbox::{Letter, Was};
use model::{Instant, Zone};

use super::sheet::{Rendered, Sheet};
use super::{deciding, nomination};
use crate::words::wall_time;
use crate::{Site, Words};

/// What stands in the place of a link's secret when staff read a letter.
const MASK: &str = "…";

/// The words that tell one letter from another.
pub(super) struct Said {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) details: Vec<(String, String)>,
    pub(super) way: String,
    pub(super) path: String,
    pub(super) after: String,
}

/// A letter in words. Without its secret (as staff read it) a link ends in `…`.
#[must_use]
pub fn render(letter: &Letter, words: Words, facts: &Facts, site: &Site) -> Rendered {
    let said = match letter {
        Letter::ConfirmEmail { secret } => confirm(words, secret),
        Letter::AlreadyRegistered => known(words),
        Letter::ResetPassword { secret } => reset(words, secret),
        Letter::PasswordChanged => changed(words, facts, site),
        Letter::PlaceGiven {
            from_waiting_list, ..
        } => place(words, facts, *from_waiting_list),
        Letter::OnWaitingList { position, .. } => waiting(words, facts, *position),
        Letter::PlaceOffered {
            until,
            from_waiting_list,
            ..
        } => deciding::offered(words, facts, *until, *from_waiting_list),
        Letter::LetInLate { until, .. } => deciding::let_in_late(words, facts, *until),
        Letter::OfferExpired { .. } => deciding::expired(words, facts),
        Letter::Declined { reason, .. } => deciding::declined(words, facts, *reason),
        Letter::ApplicationReceived { .. } => application_received(words, facts),
        Letter::Withdrawn { .. } => withdrawn(words, facts),
        Letter::WithdrawnByStaff { reason, .. } => withdrawn_by_staff(words, facts, reason),
        Letter::Corrected {
            from, to, reason, ..
        } => corrected(words, facts, from, to, reason),
        Letter::EditionCancelled { reason, .. } => called_off(words, facts, reason),
        Letter::EditionTakenUp { .. } => taken_up(words, facts),
        Letter::SessionMoved { was, .. } => moved(words, facts, was.as_ref()),
        Letter::SessionPlaceChanged { was, .. } => place_changed(words, facts, was),
        Letter::SessionAdded { more, .. } => added(words, facts, *more),
        Letter::SessionCancelled { reason, .. } => cancelled(words, facts, reason),
        Letter::SessionTakenUp { .. } => session_taken_up(words, facts),
        Letter::TrainerAssigned { more, .. } => assigned(words, facts, *more),
        Letter::TrainerRemoved { .. } => removed(words, facts),
        Letter::SessionReminder { .. } => reminder(words, facts),
        Letter::Nominated { secret, .. } => nomination::nominated(words, facts, secret),
        Letter::NominationCompleted { edition, name } => {
            nomination::completed(words, facts, *edition, name)
        }
        Letter::NominationEndorsed { .. } => nomination::endorsed(words, facts),
        Letter::NominationSubstituted { .. } => nomination::substituted(words, facts),
        Letter::NominationWithdrawn { reason, .. } => nomination::withdrawn(words, facts, reason),
    };
    let why = match letter {
        // They may have no account yet.
        Letter::Nominated { .. } => words.mail_why_nominated(site.name.clone()),
        _ => words.mail_why(site.name.clone()),
    };
    let greeting = match &facts.reader {
        Some(reader) => words.mail_dear(reader.name.clone()),
        None => words.mail_hello(),
    };
    Sheet {
        words,
        subject: said.subject,
        greeting,
        text: said.text,
        details: said.details,
        way: (said.way, site.full(&said.path)),
        copy_link: words.mail_copy_link(),
        after: said.after,
        signature: site.name.clone(),
        why,
    }
    .rendered()
}

pub(super) fn secret_path(page: &str, secret: &str) -> String {
    let secret = if secret.is_empty() { MASK } else { secret };
    format!("/{page}/{secret}")
}

fn confirm(words: Words, secret: &str) -> Said {
    Said {
        subject: words.mail_confirm_subject(),
        text: words.mail_confirm_text(),
        details: Vec::new(),
        way: words.mail_confirm_way(),
        path: secret_path("confirm", secret),
        after: words.mail_not_you(),
    }
}

fn known(words: Words) -> Said {
    Said {
        subject: words.mail_known_subject(),
        text: words.mail_known_text(),
        details: Vec::new(),
        way: words.mail_known_way(),
        path: "/sign-in".to_owned(),
        after: words.mail_not_you(),
    }
}

fn reset(words: Words, secret: &str) -> Said {
    Said {
        subject: words.mail_reset_subject(),
        text: words.mail_reset_text(),
        details: Vec::new(),
        way: words.mail_reset_way(),
        path: secret_path("reset", secret),
        after: words.mail_not_you(),
    }
}

fn changed(words: Words, facts: &Facts, site: &Site) -> Said {
    let zone = facts
        .reader
        .as_ref()
        .map_or(&site.zone, |reader| &reader.zone);
    let at = facts.written_at;
    let when = words.mail_at(words.moment(at, zone), words.zone(at, zone));
    Said {
        subject: words.mail_changed_subject(),
        text: words.mail_changed_text(when),
        details: Vec::new(),
        way: words.mail_reset_way(),
        path: "/forgotten".to_owned(),
        after: words.mail_changed_not_you(),
    }
}

fn place(words: Words, facts: &Facts, from_waiting_list: bool) -> Said {
    let (title, path) = edition(facts);
    let text = if from_waiting_list {
        words.mail_place_from_list(title.clone())
    } else {
        words.mail_place_text(title.clone())
    };
    Said {
        subject: words.mail_place_subject(title),
        text,
        details: edition_details(words, facts.edition.as_ref()),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

fn waiting(words: Words, facts: &Facts, position: u64) -> Said {
    let (title, _) = edition(facts);
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    Said {
        subject: words.mail_waiting_subject(title.clone()),
        text: words.mail_waiting_text(title, position),
        details: edition_details(words, facts.edition.as_ref()),
        way: words.mail_waiting_way(),
        path: "/applications".to_owned(),
        after: String::new(),
    }
}

fn application_received(words: Words, facts: &Facts) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_application_received_subject(title.clone()),
        text: words.mail_application_received_text(title),
        details: Vec::new(),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

fn withdrawn(words: Words, facts: &Facts) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_withdrawn_subject(title.clone()),
        text: words.mail_withdrawn_text(title),
        details: Vec::new(),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

fn withdrawn_by_staff(words: Words, facts: &Facts, reason: &str) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_withdrawn_by_staff_subject(title.clone()),
        text: words.mail_withdrawn_by_staff_text(title),
        details: vec![(words.mail_reason(), reason.to_owned())],
        way: words.mail_place_way(),
        path,
        after: words.mail_withdrawn_by_staff_after(),
    }
}

fn corrected(words: Words, facts: &Facts, from: &Frozen, to: &Frozen, reason: &str) -> Said {
    let (title, path) = edition(facts);
    let mut details = words.corrected(from, to);
    details.push((words.mail_reason(), reason.to_owned()));
    Said {
        subject: words.mail_corrected_subject(title.clone()),
        text: words.mail_corrected_text(title),
        details,
        way: words.mail_place_way(),
        path,
        after: words.mail_corrected_after(),
    }
}

fn called_off(words: Words, facts: &Facts, reason: &str) -> Said {
    let (title, path) = edition(facts);
    let mut details = edition_details(words, facts.edition.as_ref());
    if !reason.is_empty() {
        details.push((words.mail_reason(), reason.to_owned()));
    }
    Said {
        subject: words.mail_called_off_subject(title.clone()),
        text: words.mail_called_off_text(title),
        details,
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

fn taken_up(words: Words, facts: &Facts) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_taken_up_subject(title.clone()),
        text: words.mail_taken_up_text(title),
        details: edition_details(words, facts.edition.as_ref()),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

fn moved(words: Words, facts: &Facts, was: Option<&Was>) -> Said {
    let (title, path) = session(facts);
    let mut details = session_details(words, facts);
    if let Some(was) = was {
        let before = span(words, was.starts_at, was.ends_at, &was.zone);
        details.push((words.mail_was_when(), before));
        let here = facts.session.as_ref().map(|session| &session.place);
        if !was.place.is_empty() && here != Some(&was.place) {
            details.push((words.mail_was_where(), was.place.clone()));
        }
    }
    Said {
        subject: words.mail_moved_subject(title.clone()),
        text: words.mail_moved_text(title),
        details,
        way: words.mail_moved_way(),
        path,
        after: String::new(),
    }
}

fn place_changed(words: Words, facts: &Facts, was: &str) -> Said {
    let (title, path) = session(facts);
    let mut details = session_details(words, facts);
    if !was.is_empty() {
        details.push((words.mail_was_where(), was.to_owned()));
    }
    Said {
        subject: words.mail_place_changed_subject(title.clone()),
        text: words.mail_place_changed_text(title),
        details,
        way: words.mail_moved_way(),
        path,
        after: String::new(),
    }
}

fn added(words: Words, facts: &Facts, more: i64) -> Said {
    let (title, path) = session(facts);
    Said {
        subject: words.mail_added_subject(title.clone()),
        text: words.mail_added_text(title),
        details: session_details(words, facts),
        way: words.mail_moved_way(),
        path,
        after: more_sessions(words, more),
    }
}

fn session_taken_up(words: Words, facts: &Facts) -> Said {
    let (title, path) = session(facts);
    Said {
        subject: words.mail_session_taken_up_subject(title.clone()),
        text: words.mail_session_taken_up_text(title),
        details: session_details(words, facts),
        way: words.mail_moved_way(),
        path,
        after: String::new(),
    }
}

fn assigned(words: Words, facts: &Facts, more: i64) -> Said {
    let (title, path) = session(facts);
    Said {
        subject: words.mail_assigned_subject(title.clone()),
        text: words.mail_assigned_text(title),
        details: session_details(words, facts),
        way: words.mail_moved_way(),
        path,
        after: more_sessions(words, more),
    }
}

fn removed(words: Words, facts: &Facts) -> Said {
    let (title, _) = session(facts);
    Said {
        subject: words.mail_removed_subject(title.clone()),
        text: words.mail_removed_text(title),
        details: session_details(words, facts),
        way: words.mail_cancelled_way(),
        path: "/timetable".to_owned(),
        after: String::new(),
    }
}

/// That a letter about one session is about others too.
fn more_sessions(words: Words, more: i64) -> String {
    if more > 0 {
        words.mail_more_sessions(more)
    } else {
        String::new()
    }
}

fn cancelled(words: Words, facts: &Facts, reason: &str) -> Said {
    let (title, _) = session(facts);
    let mut details = session_details(words, facts);
    if !reason.is_empty() {
        details.insert(0, (words.mail_reason(), reason.to_owned()));
    }
    Said {
        subject: words.mail_cancelled_subject(title.clone()),
        text: words.mail_cancelled_text(title),
        details,
        way: words.mail_cancelled_way(),
        path: "/timetable".to_owned(),
        after: String::new(),
    }
}

fn reminder(words: Words, facts: &Facts) -> Said {
    let (title, path) = session(facts);
    Said {
        subject: words.mail_reminder_subject(title.clone()),
        text: words.mail_reminder_text(title),
        details: session_details(words, facts),
        way: words.mail_reminder_way(),
        path,
        after: String::new(),
    }
}

pub(super) fn edition(facts: &Facts) -> (String, String) {
    facts
        .edition
        .as_ref()
        .map(|edition| (edition.title.clone(), edition.path.clone()))
        .unwrap_or_default()
}

fn session(facts: &Facts) -> (String, String) {
    facts
        .session
        .as_ref()
        .map(|session| (session.title.clone(), session.path.clone()))
        .unwrap_or_default()
}

pub(super) fn edition_details(
    words: Words,
    edition: Option<&AboutEdition>,
) -> Vec<(String, String)> {
    let Some(edition) = edition else {
        return Vec::new();
    };
    let dates = words.stored_dates(&edition.starts_on, &edition.ends_on);
    let mut details = vec![(words.mail_dates(), dates)];
    if !edition.place.is_empty() {
        details.push((words.mail_where(), edition.place.clone()));
    }
    details
}

fn session_details(words: Words, facts: &Facts) -> Vec<(String, String)> {
    let Some(session) = &facts.session else {
        return Vec::new();
    };
    let at = |zone: &Zone| span(words, session.starts_at, session.ends_at, zone);
    let mut details = vec![(words.mail_when(), at(&session.zone))];
    let yours = facts
        .reader
        .as_ref()
        .map(|reader| &reader.zone)
        .filter(|yours| {
            let offset = |zone: &Zone| clock::offset_minutes(session.starts_at, zone);
            offset(yours) != offset(&session.zone)
        });
    if let Some(yours) = yours {
        details.push((words.mail_your_time(), at(yours)));
    }
    if !session.place.is_empty() {
        details.push((words.mail_where(), session.place.clone()));
    }
    if let Some(edition) = &facts.edition {
        details.push((words.mail_edition(), edition.title.clone()));
    }
    details
}

/// From when until when, in a zone that is named.
fn span(words: Words, from: Instant, until: Instant, zone: &Zone) -> String {
    let wall = |at: Instant| clock::wall_of(at, zone);
    let end = if wall(from).date() == wall(until).date() {
        wall_time(wall(until))
    } else {
        words.moment(until, zone)
    };
    words.mail_span(words.moment(from, zone), end, words.zone(from, zone))
}
