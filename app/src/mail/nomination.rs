//! Letters to nominees and their focal points.

use domain::mail::Facts;
use model::EditionId;

use super::deciding::deadline;
use super::letter::{Said, edition, edition_details, secret_path};
use crate::Words;

/// With the personal link.
pub(super) fn nominated(words: Words, facts: &Facts, secret: &str) -> Said {
    let (title, _) = edition(facts);
    let mut details = edition_details(words, facts.edition.as_ref());
    details.extend(complete_by(words, facts));
    Said {
        subject: words.mail_nominated_subject(title.clone()),
        text: words.mail_nominated_text(title),
        details,
        way: words.mail_nominated_way(),
        path: secret_path("nominated", secret),
        after: words.mail_nominated_after(),
    }
}

fn complete_by(words: Words, facts: &Facts) -> Vec<(String, String)> {
    let Some(edition) = &facts.edition else {
        return Vec::new();
    };
    let at = edition.nominations_close_at;
    deadline(words, facts, words.mail_nominated_by(), at)
}

/// To a focal point.
pub(super) fn completed(words: Words, facts: &Facts, id: EditionId, name: &str) -> Said {
    let (title, _) = edition(facts);
    Said {
        subject: words.mail_completed_subject(name.to_owned()),
        text: words.mail_completed_text(title, name.to_owned()),
        details: edition_details(words, facts.edition.as_ref()),
        way: words.mail_completed_way(),
        path: format!("/focal-point/editions/{id}"),
        after: String::new(),
    }
}

/// To the nominee.
pub(super) fn endorsed(words: Words, facts: &Facts) -> Said {
    let (title, _) = edition(facts);
    Said {
        subject: words.mail_endorsed_subject(title.clone()),
        text: words.mail_endorsed_text(title),
        details: edition_details(words, facts.edition.as_ref()),
        way: words.mail_waiting_way(),
        path: "/applications".to_owned(),
        after: String::new(),
    }
}

/// To the one in whose place another is nominated.
pub(super) fn substituted(words: Words, facts: &Facts) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_substituted_subject(title.clone()),
        text: words.mail_substituted_text(title),
        details: Vec::new(),
        way: words.mail_place_way(),
        path,
        after: words.mail_nomination_after(),
    }
}

/// To the one who is nominated no more.
pub(super) fn withdrawn(words: Words, facts: &Facts, reason: &str) -> Said {
    let (title, path) = edition(facts);
    Said {
        subject: words.mail_nomination_withdrawn_subject(title.clone()),
        text: words.mail_nomination_withdrawn_text(title),
        details: vec![(words.mail_reason(), reason.to_owned())],
        way: words.mail_place_way(),
        path,
        after: words.mail_nomination_after(),
    }
}
