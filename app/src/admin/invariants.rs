//! What must always be true of seats, places and waiting lists, and whether it is.

use domain::admissions::check::Check;
use domain::admissions::invariant_check::{self, Finding, Looked, Overview};
use domain::admissions::invariants::Broken;
use leptos::prelude::*;
use model::Zone;
use server_fn::ServerFn;

use super::AdminTabs;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{Done, Form, PageTitle, Submit, asking, page, site, words};

/// Checks everything now.
#[server(endpoint = "check_invariants")]
pub async fn check_invariants() -> Outcome {
    act(async |asking| {
        invariant_check::check_now(&asking.db, &asking.visitor, asking.now).await?;
        Ok(To::page("/staff/invariants?done=checked"))
    })
    .await
}

impl Words {
    /// What a check holds to be true.
    #[must_use]
    pub fn check(self, check: Check) -> String {
        match check {
            Check::Counts => self.invariant_counts(),
            Check::Claims => self.invariant_claims(),
            Check::Places => self.invariant_places(),
            Check::Twice => self.invariant_twice(),
            Check::Offers => self.invariant_offers(),
            Check::Waiting => self.invariant_waiting(),
        }
    }

    /// What was found, with the id of the row it is about: nobody is named.
    #[must_use]
    pub fn broken(self, broken: &Broken) -> String {
        match broken {
            Broken::WrongCount {
                counter,
                taken,
                claims,
            } => self.broken_count(*claims, counter.to_string(), i64::from(*taken)),
            Broken::TooMany { counter } => self.broken_too_many(counter.to_string()),
            Broken::WrongClaim { application } => self.broken_claim(application.to_string()),
            Broken::OfferRunOut { application } => {
                self.broken_offer_run_out(application.to_string())
            }
            Broken::WrongPlace { application } => self.broken_place(application.to_string()),
            Broken::TwoPlaces { person, .. } => self.broken_twice(person.to_string()),
            Broken::FreeSeatBesideWaiting { .. } => self.broken_waiting(),
        }
    }
}

/// `/staff/invariants`
#[component]
pub fn InvariantsPage() -> impl IntoView {
    let (asking, words, zone) = (asking(), words(), site().zone.clone());
    page(async move {
        let overview =
            invariant_check::overview(&asking.db, &asking.visitor, words.language).await?;
        let may_check = asking.visitor.is_administrator();
        let caption = words.invariants_caption(words.zone(asking.now, &zone));
        Ok(view! {
            <PageTitle text=words.invariants()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.invariants()}</h1>
                    <p class="lede">{words.invariants_lede()}</p>
                </div>
                <AdminTabs here="/staff/invariants"/>
                <Done what="checked" text=words.invariants_checked()/>
                {may_check.then(|| view! {
                    <Form action=CheckInvariants::PATH>
                        <Submit text=words.invariants_check_now()/>
                    </Form>
                })}
                {table(words, &overview, &zone, caption)}
                {found(words, overview)}
            </div>
        })
    })
}

fn table(words: Words, overview: &Overview, zone: &Zone, caption: String) -> impl IntoView + use<> {
    let rows = overview
        .checks
        .iter()
        .map(|looked| row(words, looked, zone))
        .collect_view();
    let head = |text: String| view! { <th scope="col">{text}</th> };
    view! {
        <table class="data stack">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    {head(words.invariants_what())}
                    {head(words.invariants_found())}
                    {head(words.invariants_when())}
                    {head(words.invariants_took())}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(words: Words, looked: &Looked, zone: &Zone) -> impl IntoView + use<> {
    let (class, said) = match &looked.last {
        None => ("tag", words.invariants_never()),
        Some(last) if last.found == 0 => ("tag ok", words.invariants_good()),
        Some(last) => ("tag bad", words.invariants_bad(last.found)),
    };
    let last = looked.last.as_ref();
    let when = last.map(|last| words.moment(last.checked_at, zone));
    let took = last.map(|last| words.invariants_milliseconds(last.took));
    view! {
        <tr>
            <th scope="row">{words.check(looked.check)}</th>
            <td data-label=words.invariants_found()><span class=class>{said}</span></td>
            <td data-label=words.invariants_when()>{when}</td>
            <td data-label=words.invariants_took()>{took}</td>
        </tr>
    }
}

/// What breaks them, check by check.
fn found(words: Words, overview: Overview) -> impl IntoView + use<> {
    let titles = overview.titles;
    overview
        .checks
        .into_iter()
        .filter(|looked| !looked.findings.is_empty())
        .map(|looked| {
            let all = looked.last.as_ref().map_or(0, |last| last.found);
            let kept = i64::try_from(looked.findings.len()).unwrap_or(i64::MAX);
            let rows = looked
                .findings
                .iter()
                .map(|finding| {
                    let title = finding.edition.and_then(|edition| titles.get(&edition));
                    one(words, finding, title.cloned())
                })
                .collect_view();
            view! {
                <section>
                    <h2>{words.check(looked.check)}</h2>
                    {(all > kept).then(|| view! { <p>{words.invariants_first(kept)}</p> })}
                    <ul class="rows">{rows}</ul>
                </section>
            }
        })
        .collect_view()
}

fn one(words: Words, finding: &Finding, title: Option<String>) -> impl IntoView + use<> {
    let place = finding.edition.map(|edition| {
        let page = match finding.broken {
            Broken::WrongCount { .. } | Broken::TooMany { .. } => "seats",
            _ => "people",
        };
        let address = format!("/staff/editions/{edition}/{page}");
        let title = title.unwrap_or_else(|| edition.to_string());
        view! { <h3><a href=address>{title}</a></h3> }
    });
    view! { <li class="row plain"><div>{place}<p>{words.broken(&finding.broken)}</p></div></li> }
}
