//! Where staff begin: what they may do, their editions, the sessions that come next.

use domain::accounts::Visitor;
use domain::admissions::focal_point::scopes;
use domain::admissions::invariant_check;
use domain::attendance::untaken::rolls_to_take;
use domain::catalogue::card::Card;
use domain::catalogue::desk::{NextSession, my_editions, my_next_sessions};
use domain::statistics::year::year_of;
use leptos::prelude::*;

use super::publication::PublicationTag;
use crate::Words;
use crate::frame::{Notice, PageTitle, When, asking, page, site, words};

/// `/staff`
#[component]
pub fn StaffHomePage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    page(async move {
        let (db, visitor, now) = (asking.db.read(), &asking.visitor, asking.now);
        let editions = my_editions(db, visitor, words.language, now).await?;
        let sessions = my_next_sessions(db, visitor, words.language, now).await?;
        let rolls = rolls_to_take(&asking.db, visitor, words.language, now).await?;
        let reads_all = visitor.is_administrator() || visitor.is_auditor();
        let is_broken = reads_all && invariant_check::red(&asking.db).await? > 0;
        let ways = ways(words, visitor, year_of(now, &site.zone));
        Ok(view! {
            <PageTitle text=words.staff()/>
            <div class="wrap">
                <div class="title"><h1>{words.staff()}</h1></div>
                {is_broken.then(|| view! {
                    <Notice kind="bad"><p><a href="/staff/invariants">{words.invariants_red()}</a></p></Notice>
                })}
                <ul class="chips">
                    {ways.into_iter().map(|(address, said)| view! { <li><a class="chip" href=address>{said}</a></li> }).collect_view()}
                </ul>
                {(!editions.is_empty()).then(|| view! {
                    <section>
                        <h2>{words.my_editions()}</h2>
                        <ul class="rows">
                            {editions.into_iter().map(|card| {
                                let runs_it = visitor.coordinates(card.id);
                                view! { <Edition card runs_it/> }
                            }).collect_view()}
                        </ul>
                    </section>
                })}
                {(!rolls.is_empty()).then(|| view! {
                    <section>
                        <h2>{words.rolls_to_take()}</h2>
                        <p>{words.rolls_to_take_help()}</p>
                        <Sessions sessions=rolls/>
                    </section>
                })}
                {(!sessions.is_empty()).then(|| view! {
                    <section>
                        <h2>{words.next_sessions()}</h2>
                        <Sessions sessions/>
                    </section>
                })}
            </div>
        })
    })
}

/// The pages that are of use to somebody.
fn ways(words: Words, visitor: &Visitor, year: i16) -> Vec<(String, String)> {
    let administrates = visitor.is_administrator();
    let reads = administrates || visitor.is_auditor();
    let coordinates = !visitor.coordinated_editions().is_empty();
    let figures = format!("/staff/figures/{year}");
    [
        (
            reads || coordinates,
            "/staff/catalogue",
            words.staff_catalogue(),
        ),
        (
            reads || coordinates,
            &figures,
            words.figures_of_year(year.to_string()),
        ),
        (reads || coordinates, "/staff/hosts", words.hosts()),
        (reads || coordinates, "/staff/venues", words.venues()),
        (administrates, "/staff/people", words.staff_people()),
        (
            administrates || coordinates,
            "/staff/roles",
            words.staff_roles(),
        ),
        (
            reads || coordinates,
            "/staff/reported-views",
            words.staff_reported_views(),
        ),
        (administrates, "/staff/mail", words.staff_mail()),
        (reads, "/staff/log", words.staff_log()),
        (
            !scopes(visitor).is_empty(),
            "/focal-point",
            words.role(model::Role::FocalPoint),
        ),
    ]
    .into_iter()
    .filter_map(|(of_use, address, said)| of_use.then(|| (address.to_owned(), said)))
    .collect()
}

#[component]
fn Edition(
    card: Card,
    /// Else they train in it: its own pages are not theirs.
    runs_it: bool,
) -> impl IntoView {
    let words = words();
    let page = format!("/staff/editions/{}", card.id);
    let about = if runs_it {
        page.clone()
    } else {
        card.address()
    };
    let people = runs_it.then(|| {
        view! {
            <a href=format!("{page}/review")>{words.review()}</a> " · "
            <a href=format!("{page}/people")>{words.edition_people()}</a> " · "
        }
    });
    view! {
        <li class="row">
            <div class="when"><b>{words.stored_dates(&card.starts_on, &card.ends_on)}</b>{card.place}</div>
            <div>
                <h3><a href=about>{card.title}</a></h3>
                <p class="tags"><PublicationTag publication=card.publication/></p>
            </div>
            <div class="can">
                {people}
                <a href=format!("{page}/sessions")>{words.edition_sessions()}</a> " · "
                <a href=format!("{page}/figures")>{words.edition_figures()}</a>
            </div>
        </li>
    }
}

#[component]
fn Sessions(sessions: Vec<NextSession>) -> impl IntoView {
    let words = words();
    view! {
        <table class="timetable">
            <thead>
                <tr>
                    <th scope="col">{words.when_heading()}</th>
                    <th scope="col">{words.session_heading()}</th>
                    <th scope="col"><span class="spoken">{words.what_to_do()}</span></th>
                </tr>
            </thead>
            <tbody>{sessions.into_iter().map(|session| view! { <Session session/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Session(session: NextSession) -> impl IntoView {
    let words = words();
    let page = format!("/staff/sessions/{}", session.id);
    view! {
        <tr>
            <td><When from=session.starts_at until=session.ends_at zone=session.zone/></td>
            <td><b>{session.title}</b> <small>{session.edition_title}</small></td>
            <td><a href=format!("{page}/roll")>{words.session_roll()}</a> " · " <a href=page>{words.session_edit()}</a></td>
        </tr>
    }
}
