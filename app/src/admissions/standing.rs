//! Where an application stands, in words and as a box.

use domain::admissions::{Admission, WayIn};
use leptos::prelude::*;
use model::admissions::Standing;
use model::catalogue::{AdmissionWay, Publication};

use super::accept_offer::OfferBox;
use super::pool_words::WhyOneWaits;
use crate::Words;
use crate::frame::{Moment, words};

impl Words {
    /// Where an application stands, in words.
    #[must_use]
    pub fn standing(self, standing: Standing) -> String {
        match standing {
            Standing::Draft => self.standing_draft(),
            Standing::Submitted => self.standing_submitted(),
            Standing::Nominated => self.standing_nominated(),
            Standing::Endorsed => self.standing_endorsed(),
            Standing::InReview => self.standing_in_review(),
            Standing::Waiting => self.standing_waiting(),
            Standing::Offered => self.standing_offered(),
            Standing::Accepted => self.standing_accepted(),
            Standing::Declined => self.standing_declined(),
            Standing::Withdrawn => self.standing_withdrawn(),
            Standing::Expired => self.standing_expired(),
        }
    }
}

/// What the visitor has in an edition; nothing where they have applied for nothing.
#[component]
pub fn StandingBox(admission: Admission) -> impl IntoView {
    let words = words();
    let called_off = admission.edition.publication == Publication::Cancelled;
    let offers = admission.edition.admission_way != AdmissionWay::Open;
    let zone = admission.edition.zone;
    match admission.way {
        WayIn::Place { .. } | WayIn::Waiting { .. } | WayIn::Offered { .. } | WayIn::Applied(_)
            if called_off =>
        {
            view! {
                <div class="standing bad">
                    <b>{words.edition_called_off()}</b>
                    <p>{words.edition_called_off_means()}</p>
                </div>
            }
            .into_any()
        }
        WayIn::Place { since } => view! {
            <div class="standing">
                <b>{words.you_have_a_place()}</b>
                <p>{words.place_since()} " " <Moment at=since zone/></p>
            </div>
        }
        .into_any(),
        WayIn::Waiting { position } => {
            let position = i64::try_from(position).unwrap_or(i64::MAX);
            view! {
                <div class="standing warn">
                    <b>{words.you_wait_as_number(position)}</b>
                    <WhyOneWaits held_up_by=admission.held_up_by/>
                    <p>{if offers { words.waiting_for_an_offer() } else { words.waiting_depends_on() }}</p>
                </div>
            }
            .into_any()
        }
        WayIn::Offered { until } => view! { <OfferBox until zone/> }.into_any(),
        WayIn::Applied(standing) => view! {
            <div class="standing">
                <b>{words.standing(standing)}</b>
            </div>
        }
        .into_any(),
        WayIn::Draft => view! {
            <div class="standing">
                <b>{words.standing_draft()}</b>
                <p>{words.draft_means()}</p>
            </div>
        }
        .into_any(),
        WayIn::Open | WayIn::Apply | WayIn::Shut(_) => ().into_any(),
    }
}
