//! How an application came where it stands.

use domain::admissions::application_step;
use domain::admissions::endorsement::SUBSTITUTED;
use leptos::prelude::*;
use model::Zone;

use crate::Words;
use crate::frame::{Moment, words};

/// The steps, the first one first, each with the name of who took it where readers may know.
#[component]
pub(super) fn Ladder(
    steps: Vec<(application_step::Model, Option<String>)>,
    zone: Zone,
) -> impl IntoView {
    let words = words();
    let last = steps.len().saturating_sub(1);
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(place, (step, by))| {
            let by = by.map(|name| view! { <small>{words.step_by(name)}</small> });
            let reason = words.step_reason(step.reason);
            let reason = (!reason.is_empty()).then(|| view! { <small>{reason}</small> });
            view! {
                <li aria-current=(place == last).then_some("step")>
                    {words.standing(step.went_to)}
                    <small><Moment at=step.at zone=zone.clone()/></small>
                    {by}
                    {reason}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="ladder">{steps}</ol> }
}

impl Words {
    /// Why a step was taken, as it is kept: one reason is a name that stands for words.
    fn step_reason(self, reason: String) -> String {
        if reason == SUBSTITUTED {
            self.substituted()
        } else {
            reason
        }
    }
}
