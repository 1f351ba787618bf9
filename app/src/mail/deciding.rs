//! Letters about what was decided: an offer, the offer that ran out, and no.

use domain::clock;
use domain::mail::Facts;
use model::Instant;
use model::admissions::DeclineReason;

use super::letter::{Said, edition, edition_details};
use crate::Words;

/// With the deadline.
pub(super) fn offered(
    words: Words,
    facts: &Facts,
    until: Instant,
    from_waiting_list: bool,
) -> Said {
    let (title, path) = edition(facts);
    let text = if from_waiting_list {
        words.mail_offered_from_list(title.clone())
    } else {
        words.mail_offered_text(title.clone())
    };
    let mut details = deadline(words, facts, words.mail_offered_until(), until);
    details.extend(edition_details(words, facts.edition.as_ref()));
    Said {
        subject: words.mail_offered_subject(title),
        text,
        details,
        way: words.mail_offered_way(),
        path: format!("{path}/enrol"),
        after: words.mail_offered_after(),
    }
}

/// A deadline where the edition is, and where the reader is, if the clocks there show another time.
pub(super) fn deadline(
    words: Words,
    facts: &Facts,
    label: String,
    at: Instant,
) -> Vec<(String, String)> {
    let Some(edition) = &facts.edition else {
        return Vec::new();
    };
    let said = |zone| words.mail_at(words.moment(at, zone), words.zone(at, zone));
    let mut lines = vec![(label, said(&edition.zone))];
    let yours = facts.reader.as_ref().map(|reader| &reader.zone);
    let other = yours.filter(|yours| {
        clock::offset_minutes(at, yours) != clock::offset_minutes(at, &edition.zone)
    });
    lines.extend(other.map(|yours| (words.mail_your_time(), said(yours))));
    lines
}

/// After the deadline, until another.
pub(super) fn let_in_late(words: Words, facts: &Facts, until: Instant) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_late_subject(title.clone()),
        text: words.mail_late_text(title),
        details: deadline(words, facts, words.mail_late_until(), until),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

/// Nobody answered in time.
pub(super) fn expired(words: Words, facts: &Facts) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_offer_expired_subject(title.clone()),
        text: words.mail_offer_expired_text(title),
        details: Vec::new(),
        way: words.mail_place_way(),
        path,
        after: String::new(),
    }
}

/// Told politely, with the reason that was chosen.
pub(super) fn declined(words: Words, facts: &Facts, reason: DeclineReason) -> Said {
    let (title, _) = edition(facts);
    Said {
        subject: words.mail_declined_subject(title.clone()),
        text: words.mail_declined_text(title),
        details: vec![(words.mail_reason(), words.decline_told(reason))],
        way: words.mail_declined_way(),
        path: "/programmes".to_owned(),
        after: words.mail_declined_after(),
    }
}
