//! What was watched, by day: chart, table, and the days to choose.

use std::collections::BTreeMap;

use domain::statistics::by_day::{Bars, Day, Period, Step};
use jiff::civil::Date;
use leptos::prelude::*;
use model::Reason;

use super::period;
use super::sheet::Sheet;
use crate::Words;
use crate::frame::{Bar, Chart, Layer, Notice, query};
use crate::words::grouped;

/// More days than these become months.
pub const MOST_BARS: usize = 92;

/// The section; without days, only the choice.
pub fn section(sheet: &Sheet, asked: Result<Period, Reason>, days: Option<&Bars>) -> AnyView {
    let words = sheet.words;
    let refused = asked
        .err()
        .map(|reason| view! { <Notice kind="bad"><p>{words.reason(reason)}</p></Notice> });
    let (title, shown) = match days {
        None => (
            words.days_title(),
            view! { <p class="soft">{words.days_choose()}</p> }.into_any(),
        ),
        Some(days) if days.bars.is_empty() => (
            words.days_title(),
            view! { <p class="soft">{words.days_none()}</p> }.into_any(),
        ),
        Some(Bars { step, bars }) => {
            let title = match step {
                Step::Day => words.days_title(),
                Step::Month => words.days_title_month(),
            };
            (title, figure(sheet, *step, bars))
        }
    };
    view! {
        <section>
            <div class="wrap">
                <h2 id="days">{title} <a class="on-screen" href=csv(sheet)>{words.table_csv()}</a></h2>
                {refused}
                {choice(sheet)}
                {shown}
            </div>
        </section>
    }
    .into_any()
}

fn csv(sheet: &Sheet) -> String {
    match period::in_address(sheet.period) {
        days if days.is_empty() => sheet.csv("days"),
        days => format!("{}?{days}", sheet.csv("days")),
    }
}

/// The choice of days, as a form that only asks.
fn choice(sheet: &Sheet) -> AnyView {
    let words = sheet.words;
    view! {
        <form class="filters on-screen" method="get" action=format!("{}#days", sheet.base)>
            <div class="field">
                <label for="from">{words.days_from()}</label>
                <input id="from" type="date" name="from" value=query("from")/>
            </div>
            <div class="field">
                <label for="until">{words.days_until()}</label>
                <input id="until" type="date" name="until" value=query("until")/>
            </div>
            <button class="btn">{words.days_show()}</button>
        </form>
    }
    .into_any()
}

fn figure(sheet: &Sheet, step: Step, bars: &BTreeMap<Date, Day>) -> AnyView {
    let words = sheet.words;
    let label = match step {
        Step::Day => words.days_label(),
        Step::Month => words.days_label_month(),
    };
    let drawn = bars
        .iter()
        .map(|(day, counts)| Bar {
            name: short(words, step, *day),
            layers: vec![Layer {
                figure: counts.views,
                reported: false,
                title: words.days_bar(long(words, step, *day), counts.views),
            }],
        })
        .collect();
    view! {
        <figure>
            <Chart label bars=drawn/>
            <figcaption>{words.days_what(sheet.days_zone.name().to_owned())}</figcaption>
        </figure>
        <details>
            <summary>{words.table_behind()}</summary>
            {table(words, step, bars)}
        </details>
    }
    .into_any()
}

fn table(words: Words, step: Step, bars: &BTreeMap<Date, Day>) -> AnyView {
    let heading = match step {
        Step::Day => words.column_day(),
        Step::Month => words.column_month(),
    };
    let rows = bars
        .iter()
        .map(|(day, counts)| {
            view! {
                <tr>
                    <th scope="row">{long(words, step, *day)}</th>
                    <td class="n">{grouped(counts.views)}</td>
                    <td class="n">{grouped(counts.new_viewers)}</td>
                    <td class="n">{grouped(counts.watched_ms / 60_000)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data">
            <thead>
                <tr>
                    <th scope="col">{heading}</th>
                    <th scope="col" class="n">{words.column_views_measured()}</th>
                    <th scope="col" class="n">{words.column_new_viewers()}</th>
                    <th scope="col" class="n">{words.column_minutes()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn short(words: Words, step: Step, day: Date) -> String {
    match step {
        Step::Day => words.day_of_month(day),
        Step::Month => words.month_name(day),
    }
}

fn long(words: Words, step: Step, day: Date) -> String {
    match step {
        Step::Day => words.date(day),
        Step::Month => words.month_of_year(day),
    }
}
