//! Who changed what.

use domain::catalogue::history::Change;
use leptos::prelude::*;
use model::Language;

use crate::Words;
use crate::frame::{site, words};

/// An edition's changes, newest first, in the centre's zone.
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
        let what = change.detail.clone();
        match change.action.as_str() {
            "create" => self.did_create(),
            "edit" => self.did_edit(self.fields(&change.detail)),
            "edit_words" => self.did_edit_words(self.written(&change.detail)),
            "publish" => self.did_publish(),
            "cancel" => self.did_cancel(),
            "archive" => self.did_archive(),
            "add_course" => self.did_add_course(what),
            "edit_course" => self.did_edit_course(what),
            "cancel_course" => self.did_cancel_course(what),
            "reinstate_course" => self.did_reinstate_course(what),
            "assign_trainer" => self.did_assign_trainer(what),
            "remove_trainer" => self.did_remove_trainer(what),
            "add_host" => self.did_add_host(what),
            "remove_host" => self.did_remove_host(what),
            // Other features note changes of an edition too.
            other => format!("{} {what}", other.replace('_', " ")),
        }
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
        named.join(self.between())
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
