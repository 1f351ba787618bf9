//! The audit log.

use domain::admin::log::{self, Entry, Log, Wanted};
use leptos::prelude::*;
use model::Zone;

use super::{AdminTabs, address};
use crate::Words;
use crate::frame::{Empty, Notice, PageTitle, Pager, asking, page, query, site, words};

/// `/staff/log`
#[component]
pub fn LogPage() -> impl IntoView {
    let (asking, words, zone) = (asking(), words(), site().zone.clone());
    let (action, from, until) = (query("action"), query("from"), query("until"));
    let wanted = query("page");
    page(async move {
        let looked_for = Wanted {
            action: action.clone(),
            from: from.parse().ok(),
            until: until.parse().ok(),
            page: wanted.parse().unwrap_or(1),
        };
        let log = log::log(&asking.db, &asking.visitor, &looked_for, &zone).await?;
        let masked = !asking.visitor.is_administrator();
        let (at, pages) = (log.page, log.pages);
        let filters = filters(words, &log.actions, &action, &from, &until);
        let caption = words.admin_log_caption(words.zone(asking.now, &zone));
        Ok(view! {
            <PageTitle text=words.admin_log()/>
            <div class="wrap">
                <div class="title">
                    <h1>{words.admin_log()}</h1>
                    <p class="lede">{words.admin_log_lede()}</p>
                </div>
                <AdminTabs here="/staff/log"/>
                {masked.then(|| view! { <Notice><p>{words.admin_masked_note()}</p></Notice> })}
                {filters}
                {table(words, log, &zone, caption)}
                <Pager page=at pages
                    address=move |page| address("/staff/log", &[("action", &action), ("from", &from), ("until", &until)], page)/>
            </div>
        })
    })
}

fn filters(
    words: Words,
    actions: &[String],
    action: &str,
    from: &str,
    until: &str,
) -> impl IntoView + use<> {
    let actions = actions
        .iter()
        .map(|known| {
            let selected = known == action;
            view! { <option value=known.clone() selected=selected>{words.audit_action(known)}</option> }
        })
        .collect_view();
    let (from, until) = (from.to_owned(), until.to_owned());
    view! {
        <form class="filters" method="get" action="/staff/log">
            <div class="field">
                <label for="action">{words.admin_log_action()}</label>
                <select id="action" name="action">
                    <option value="">{words.admin_log_any_action()}</option>
                    {actions}
                </select>
            </div>
            <div class="field">
                <label for="from">{words.admin_log_from()}</label>
                <input id="from" name="from" type="date" value=from/>
            </div>
            <div class="field">
                <label for="until">{words.admin_log_until()}</label>
                <input id="until" name="until" type="date" value=until/>
            </div>
            <button class="btn">{words.admin_log_filter()}</button>
        </form>
    }
}

fn table(words: Words, log: Log, zone: &Zone, caption: String) -> AnyView {
    if log.entries.is_empty() {
        let help = words.admin_log_empty_help();
        return view! { <Empty heading=words.admin_log_empty() text=help/> }.into_any();
    }
    let rows = log
        .entries
        .into_iter()
        .map(|entry| row(words, entry, zone))
        .collect_view();
    let head = |text: String| view! { <th scope="col">{text}</th> };
    view! {
        <table class="data stack">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    {head(words.admin_log_when())}
                    {head(words.admin_log_who())}
                    {head(words.admin_log_action())}
                    {head(words.admin_log_what())}
                    {head(words.admin_log_detail())}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(words: Words, entry: Entry, zone: &Zone) -> impl IntoView + use<> {
    let who = match &entry.actor {
        Some(actor) => words.shown_name(actor),
        None => words.admin_nobody_in_particular(),
    };
    let subject = entry
        .subject
        .as_ref()
        .map(|subject| words.shown_name(subject));
    // A thing that is no person is named by the end of its id, enough to find it by.
    let subject = subject.or_else(|| {
        let id = entry.row.subject?.simple().to_string();
        Some(id.chars().skip(24).collect())
    });
    view! {
        <tr>
            <th scope="row">{words.moment(entry.row.at, zone)}</th>
            <td data-label=words.admin_log_who()>{who}</td>
            <td data-label=words.admin_log_action()>{words.audit_action(&entry.row.action)}</td>
            <td data-label=words.admin_log_what()>{words.audit_kind(&entry.row.subject_kind)} " " {subject}</td>
            <td data-label=words.admin_log_detail()>{entry.row.detail}</td>
        </tr>
    }
}
