//! Who changed what.

use domain::catalogue::history::Change;
use leptos::prelude::*;
use model::Language;

use crate::Words;
use crate::frame::{site, words};

/// A thing's changes, newest first, in the centre's zone.
#[component]
pub(super) fn History(changes: Vec<Change>) -> impl IntoView {
    let words = words();
    let zone = site().zone.clone();
    let line = move |change: Change| {
        let who = change.who.clone().unwrap_or_else(|| words.somebody());
        view! {
            <li>
                <time>{words.moment(change.at, &zone)}</time>
                <p>{who} ": " {words.change(&change)}</p>
            </li>
        }
    };
    if changes.is_empty() {
        return view! { <p class="soft">{words.nothing_changed_yet()}</p> }.into_any();
    }
    view! { <ol class="history">{changes.into_iter().map(line).collect_view()}</ol> }.into_any()
}

impl Words {
    /// A change in words.
    fn change(self, change: &Change) -> String {
        self.known_change(change)
            .unwrap_or_else(|| self.did_something())
    }

    fn known_change(self, change: &Change) -> Option<String> {
        let what = change.detail.clone();
        let session = || change.session.map_or_else(String::new, |it| it.to_string());
        Some(match change.action.as_str() {
            "create" => self.did_create(),
            "edit" if what.is_empty() => self.did_edit_it(),
            "edit" => self.did_edit(self.fields(&change.detail)),
            "edit_words" => self.did_edit_words(self.written(&change.detail)),
            "publish" => self.did_publish(),
            "cancel" if what.is_empty() => self.did_cancel(),
            "cancel" => self.did_cancel_because(what),
            "archive" => self.did_archive(),
            "add_course" => self.did_add_course(what),
            "edit_course" => self.did_edit_course(what),
            "cancel_course" => self.did_cancel_course(what),
            "reinstate_course" => self.did_reinstate_course(what),
            "assign_trainer" => self.did_assign_trainer(what),
            "remove_trainer" => self.did_remove_trainer(what),
            "add_host" => self.did_add_host(what),
            "remove_host" => self.did_remove_host(what),
            "set_seats" => match what.parse::<i64>() {
                Ok(seats) => self.did_set_seats(seats),
                Err(_) => self.did_lift_seats(),
            },
            "let_in_late" => self.did_let_in_late(),
            "take_back_late" => self.did_take_back_late(),
            "set_offer_hours" => self.did_set_offer_hours(what.parse::<i64>().unwrap_or_default()),
            "add_seat_pool" => self.did_add_seat_pool(self.noted_pool(&what)),
            "resize_seat_pool" => self.did_resize_seat_pool(self.noted_pool(&what)),
            "release_seat_pool" => self.did_release_seat_pool(self.noted_pool(&what)),
            "remove_seat_pool" => self.did_remove_seat_pool(self.noted_pool(&what)),
            "add_session" => self.did_add_session(session()),
            "cancel_session" => self.did_cancel_session(session()),
            _ => return None,
        })
    }

    /// Names of fields as their forms call them.
    fn fields(self, names: &str) -> String {
        let named: Vec<String> = names
            .split(' ')
            .map(|name| match name {
                "slug" => self.slug_label(),
                "kind" => self.kind_label(),
                "mode" => self.mode_label(),
                "starts_on" => self.first_day(),
                "ends_on" => self.last_day(),
                "zone" => self.time_zone(),
                "place" => self.place_label(),
                "admission_way" => self.way_label(),
                "admission_opens" => self.admission_opens_label(),
                "admission_closes" => self.admission_closes_label(),
                "attendance_threshold" => self.threshold_label(),
                "languages" => self.taught_in(),
                other => other.to_owned(),
            })
            .collect();
        named.join(&self.list_mark())
    }

    /// `marine-economy zh` as the course and the language's name.
    fn written(self, detail: &str) -> String {
        detail
            .split(' ')
            .map(|part| {
                part.parse::<Language>().map_or_else(
                    |_| part.to_owned(),
                    |language| language.own_name().to_owned(),
                )
            })
            .collect::<Vec<_>>()
            .join(" ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use domain::catalogue::history::{Change, OF_SESSIONS};
    use model::catalogue::Publication;
    use model::{Instant, Language};

    use crate::Words;

    /// The kinds of things whose history is shown.
    const KINDS: [&str; 5] = ["edition", "programme", "portfolio", "host", "venue"];

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                sources(&path, found)?;
            } else {
                found.push(path);
            }
        }
        Ok(())
    }

    /// The texts in quotes of a piece of source.
    fn quoted(source: &str) -> Vec<&str> {
        source.split('"').skip(1).step_by(2).collect()
    }

    /// Every action that the rules note about these things: what stands in the call, or is called `action` before it.
    fn noted() -> std::io::Result<BTreeSet<String>> {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/domain/src");
        let mut files = Vec::new();
        sources(&rules, &mut files)?;
        let mut actions: BTreeSet<String> = OF_SESSIONS.map(str::to_owned).into();
        let verbs = Publication::ALL
            .iter()
            .filter(|it| **it != Publication::Draft);
        actions.extend(verbs.map(|publication| publication.verb().to_owned()));
        for file in files {
            let source = std::fs::read_to_string(file)?;
            for (at, _) in source.match_indices("audit::note(") {
                let (before, call) = source.split_at(at);
                let call = call.split_once(';').map_or(call, |(call, _)| call);
                let call = call.split_once(".await").map_or(call, |(call, _)| call);
                let said = quoted(call);
                let in_words = call.contains(" kind,");
                if !in_words && !said.iter().any(|text| KINDS.contains(text)) {
                    continue;
                }
                match said.first() {
                    Some(action) if !KINDS.contains(action) => {
                        actions.insert((*action).to_owned());
                    }
                    _ => {
                        let named = before.rsplit_once("let action = ");
                        let named = named.and_then(|(_, rest)| rest.split_once(';'));
                        actions.extend(
                            named
                                .iter()
                                .flat_map(|(value, _)| quoted(value))
                                .map(str::to_owned),
                        );
                    }
                }
            }
        }
        Ok(actions)
    }

    #[test]
    fn every_action_has_words_in_every_language() {
        let actions = noted().unwrap_or_default();
        for known in ["set_seats", "cancel_course", "edit_words", "remove_host"] {
            assert!(actions.contains(known), "{known} is not found: {actions:?}");
        }
        for action in actions {
            let change = Change {
                at: Instant(0),
                who: None,
                action: action.clone(),
                detail: String::new(),
                session: None,
            };
            for language in Language::OFFERED {
                let said = Words::of(*language).known_change(&change);
                assert!(said.is_some(), "{action} has no words in {language}");
            }
        }
    }
}
