//! Decide on applications: what is chosen, what that would cause, then the same done.

use domain::admissions::deciding::{self, Decided, Decision, Effect, Preview};
use domain::admissions::review::found;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::admissions::DeclineReason;
use model::{ApplicationId, Refusal, Zone};
use server_fn::ServerFn;

use super::edition_of;
use super::review_filter::{Asked, address};
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Form, Hidden, Notice, PageTitle, Select, TextArea, answer_with, asking, page, param,
    query, words,
};

/// Decides on applications, as it was shown before.
#[server(endpoint = "decide")]
pub async fn decide(
    edition: String,
    applications: String,
    decision: String,
    #[server(default)] decline_reason: String,
    note: String,
    seen: String,
) -> Outcome {
    act(async |asking| {
        let edition = edition_of(&edition)?;
        let these = applications
            .split(',')
            .map(str::parse)
            .collect::<Result<Vec<ApplicationId>, _>>()
            .map_err(|_| Refusal::Unreadable)?;
        let decision = Decision::parse(&decision, &decline_reason)?;
        let (db, visitor, now) = (&asking.db, &asking.visitor, asking.now);
        deciding::decide(db, visitor, edition, &these, decision, &note, &seen, now).await?;
        Ok(To::page(match *these {
            [only] => format!("/staff/applications/{only}?done=decided"),
            _ => format!("/staff/editions/{edition}/review?done=decided"),
        }))
    })
    .await
}

/// What can be done with chosen applications; stands in a form that leads to the preview.
#[component]
pub(super) fn Decisions(
    /// Whether people are decided on here at all.
    may_admit: bool,
    /// How many the filter finds, where one can decide on all of them; none for a single application.
    found: Option<i64>,
) -> impl IntoView {
    let words = words();
    let reasons = DeclineReason::ALL
        .iter()
        .map(|reason| (reason.to_string(), words.decline_reason(*reason)))
        .collect();
    let admit = may_admit.then(|| {
        view! {
            <button class="btn" name="decision" value="admit">{words.decide_admit()}</button>
            <button class="btn quiet" name="decision" value="read">{words.decide_read()}</button>
        }
    });
    let scope = found.map(|found| {
        view! {
            <label class="check">
                <input type="checkbox" name="scope" value="found"/>
                <span>{words.decide_on_found(found)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="decisions on-screen">
            <legend>{if found.is_some() { words.decide_chosen() } else { words.decide_heading() }}</legend>
            {scope}
            <p class="actions">{admit}</p>
            <div class="decline">
                <Select name="decline_reason" label=words.decline_reason_label() choices=reasons optional=true/>
                <button class="btn danger" name="decision" value="decline">{words.decide_decline()}</button>
            </div>
            <p class="hint">{words.decide_preview_first()}</p>
        </fieldset>
    }
}

/// The applications that the address chooses one by one.
fn chosen() -> Vec<ApplicationId> {
    use_query_map()
        .with_untracked(|query| query.get_all("chosen[]"))
        .unwrap_or_default()
        .iter()
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// `/staff/editions/:id/decide`: what a decision would cause.
#[component]
pub fn DecidePage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let id = param("id");
    let (asked, one_by_one) = (Asked::here(), chosen());
    let (decision, reason) = (query("decision"), query("decline_reason"));
    let on_all = query("scope") == "found";
    page(async move {
        let id = edition_of(&id)?;
        let (db, visitor) = (&asking.db, &asking.visitor);
        let these = if on_all {
            found(db, visitor, id, &asked.filter).await?
        } else {
            one_by_one
        };
        let list = address(id, &asked);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            (list.clone(), words.review()),
        ];
        // What was chosen may not do; then the way back says so.
        let parsed = Decision::parse(&decision, &reason);
        let reached = match &parsed {
            Ok(decision) => {
                let now = asking.now;
                deciding::preview(db, visitor, id, &these, *decision, words.language, now)
                    .await
                    .map(|preview| (preview, *decision))
            }
            Err(refusal) => {
                // Whoever may not decide is told that first.
                found(db, visitor, id, &asked.filter).await?;
                Err(refusal.clone().into())
            }
        };
        let shown = match reached {
            Ok((preview, decision)) => view! { <Shown preview decision list/> }.into_any(),
            Err(domain::Error::Refused(refusal))
                if !matches!(
                    refusal,
                    Refusal::NotFound | Refusal::NotAllowed | Refusal::SignInFirst
                ) =>
            {
                answer_with(refusal.status());
                let said = match refusal {
                    Refusal::Fields(_) => words.decline_reason_missing(),
                    refusal => words.refusal(&refusal),
                };
                view! {
                    <Notice kind="bad"><p>{said}</p></Notice>
                    <p><a href=list>{words.back_to_list()}</a></p>
                }
                .into_any()
            }
            Err(error) => return Err(error),
        };
        Ok(view! {
            <PageTitle text=words.decide_heading()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above here=words.decide_heading()/>
                    <h1>{words.decide_heading()}</h1>
                </div>
                {shown}
            </div>
        })
    })
}

#[component]
fn Shown(preview: Preview, decision: Decision, list: String) -> impl IntoView {
    let words = words();
    let number = |which: fn(&Decided) -> bool| {
        let number = preview.decided.iter().filter(|one| which(one)).count();
        i64::try_from(number).unwrap_or(i64::MAX)
    };
    let changes = number(|one| one.effect.changes());
    let lines: Vec<String> = [
        (
            number(|one| matches!(one.effect, Effect::Offered { .. })),
            Words::decide_offers as fn(Words, i64) -> String,
        ),
        (
            number(|one| matches!(one.effect, Effect::Waits { .. })),
            Words::decide_waits,
        ),
        (
            number(|one| matches!(one.effect, Effect::Declined(_))),
            Words::decide_declines,
        ),
        (
            number(|one| one.effect == Effect::Read),
            Words::decide_reads,
        ),
        (
            number(|one| one.effect.is_told() && one.has_address),
            Words::decide_mails,
        ),
        (number(|one| !one.effect.changes()), Words::decide_stays),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, said)| said(words, number))
    .collect();
    let zone = preview.edition.zone.clone();
    let rows = preview
        .decided
        .iter()
        .map(|one| row(words, one, &zone))
        .collect_view();
    let ids: Vec<String> = preview
        .decided
        .iter()
        .map(|one| one.application.to_string())
        .collect();
    let reason = match decision {
        Decision::Decline(reason) => {
            let said = words.decline_told(reason);
            Some(view! { <p>{words.decline_is_told_as()} " " <q>{said}</q></p> })
        }
        _ => None,
    };
    let summary = if lines.is_empty() {
        view! { <Notice kind="warn"><p>{words.decide_nobody()}</p></Notice> }.into_any()
    } else {
        let lines = lines
            .into_iter()
            .map(|said| view! { <li>{said}</li> })
            .collect_view();
        view! { <Notice><p><b>{words.decide_would()}</b></p><ul>{lines}</ul></Notice> }.into_any()
    };
    let decline_reason = match decision {
        Decision::Decline(reason) => reason.to_string(),
        _ => String::new(),
    };
    let back =
        (changes == 0).then(|| view! { <p><a href=list.clone()>{words.back_to_list()}</a></p> });
    let confirm = (changes > 0).then(|| {
        view! {
            <Form action=Decide::PATH>
                <Hidden name="edition" value=preview.edition.id.to_string()/>
                <Hidden name="applications" value=ids.join(",")/>
                <Hidden name="decision" value=decision.name()/>
                <Hidden name="decline_reason" value=decline_reason/>
                <Hidden name="seen" value=preview.seen.clone()/>
                <TextArea name="note" label=words.decide_note() hint=words.decide_note_hint() rows=3 optional=true/>
                <p class="actions">
                    <button class="btn">{words.decide_confirm(changes)}</button>
                    <a href=list.clone()>{words.cancel()}</a>
                </p>
            </Form>
        }
    });
    view! {
        <p class="lede">{preview.title.clone()}</p>
        {summary}
        {reason}
        {confirm}
        {back}
        {(!preview.decided.is_empty()).then(|| view! {
            <table class="data stack">
                <caption>{words.decide_each()} " " {words.times_in(words.zone_place(&zone))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.printed_name()}</th>
                        <th scope="col">{words.delegation()}</th>
                        <th scope="col">{words.decide_effect()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        })}
    }
}

fn row(words: Words, one: &Decided, zone: &Zone) -> impl IntoView + use<> {
    let way = format!("/staff/applications/{}", one.application);
    let unsaid = (one.effect.is_told() && !one.has_address)
        .then(|| view! { <small>{words.decide_no_address()}</small> });
    view! {
        <tr>
            <th scope="row"><a href=way>{one.name.clone()}</a></th>
            <td data-label=words.delegation()>{words.country(one.delegation)}</td>
            <td data-label=words.decide_effect()>{words.effect(one.effect, zone)} {unsaid}</td>
        </tr>
    }
}

impl Words {
    fn effect(self, effect: Effect, zone: &Zone) -> String {
        match effect {
            Effect::Read => self.standing_in_review(),
            Effect::Offered { until } => self.effect_offered(self.moment(until, zone)),
            Effect::Waits { position } => {
                self.effect_waits(i64::try_from(position).unwrap_or(i64::MAX))
            }
            Effect::Declined(_) => self.standing_declined(),
            Effect::NoSeat => self.effect_no_seat(),
            Effect::Oneself => self.effect_oneself(),
            Effect::NotEndorsed => self.effect_not_endorsed(),
            Effect::StaysAs(standing) => self.effect_stays(self.standing(standing)),
        }
    }

    /// Why an application was declined, for whoever chooses it.
    #[must_use]
    pub fn decline_reason(self, reason: DeclineReason) -> String {
        match reason {
            DeclineReason::Seats => self.decline_seats(),
            DeclineReason::CountryShare => self.decline_country_share(),
            DeclineReason::Profile => self.decline_profile(),
            DeclineReason::Language => self.decline_language(),
            DeclineReason::Incomplete => self.decline_incomplete(),
            DeclineReason::Late => self.decline_late(),
            DeclineReason::Other => self.decline_other(),
        }
    }

    /// Why an application was declined, as the person is told.
    #[must_use]
    pub fn decline_told(self, reason: DeclineReason) -> String {
        match reason {
            DeclineReason::Seats => self.told_seats(),
            DeclineReason::CountryShare => self.told_country_share(),
            DeclineReason::Profile => self.told_profile(),
            DeclineReason::Language => self.told_language(),
            DeclineReason::Incomplete => self.told_incomplete(),
            DeclineReason::Late => self.told_late(),
            DeclineReason::Other => self.told_other(),
        }
    }
}
