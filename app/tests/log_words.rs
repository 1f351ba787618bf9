//! Every action that is noted in the audit log has words in every language.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use app::Words;
use model::Language;
use model::catalogue::Publication;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The text up to the parenthesis that closes the one before it.
fn call(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.map_or("", |end| &text[..end])
}

/// What stands between quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Actions and kinds of things in calls of `note`, and actions chosen just before one.
fn noted() -> (BTreeSet<String>, BTreeSet<String>) {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server");
    let mut files = Vec::new();
    sources(&server.join("domain/src"), &mut files);
    sources(&server.join("src"), &mut files);
    let (mut actions, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for rest in source.split("audit::note(").skip(1) {
            let mut words = quoted(call(rest)).filter(|word| !word.is_empty());
            let chosen_before = call(rest).contains(" action,");
            if !chosen_before {
                actions.extend(words.next().map(str::to_owned));
            }
            kinds.extend(words.next().map(str::to_owned));
        }
        // Files that note through a function of their own, or choose the action by a condition.
        if source.contains("audit::note(") {
            for rest in source.split(" note(").skip(1) {
                actions.extend(quoted(call(rest)).next().map(str::to_owned));
            }
            for rest in source.split("let action =").skip(1) {
                let choice = rest.split(';').next().unwrap_or_default();
                actions.extend(quoted(choice).map(str::to_owned));
            }
        }
    }
    for publication in [
        Publication::Draft,
        Publication::Published,
        Publication::Archived,
        Publication::Cancelled,
    ] {
        actions.insert(publication.verb().to_owned());
    }
    (actions, kinds)
}

#[test]
fn every_action_and_kind_has_words_in_every_language() {
    let (actions, kinds) = noted();
    for known in [
        "sign_in",
        "cancel_course",
        "set_recording",
        "record_reported_view",
    ] {
        assert!(actions.contains(known), "{known} is not found: {actions:?}");
    }
    for language in ["en", "zh"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("locales")
            .join(language);
        let mut words = String::new();
        for entry in fs::read_dir(folder).unwrap() {
            words.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
        }
        let lacking: Vec<String> = actions
            .iter()
            .map(|action| format!("log-did-{}", action.replace('_', "-")))
            .chain(
                kinds
                    .iter()
                    .map(|kind| format!("log-of-{}", kind.replace('_', "-"))),
            )
            .filter(|message| !words.contains(&format!("\n{message} = ")))
            .collect();
        assert!(lacking.is_empty(), "{language} lacks {lacking:?}");
    }
}

#[test]
fn the_log_reads_in_the_reader_s_language() {
    let chinese = Words::of(Language::Chinese);
    assert_eq!(chinese.audit_action("sign_in"), "登录");
    assert_eq!(chinese.audit_kind("session"), "场次");
    assert_eq!(
        Words::of(Language::English).audit_action("set_seats"),
        "set the seats"
    );
    assert_eq!(chinese.audit_action("never_noted"), "never noted");
}
