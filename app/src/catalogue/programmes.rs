//! The catalogue: search, filters and a page of editions. Links and one form, no scripting.

use domain::catalogue::edition_language;
use domain::catalogue::search::TypedSearch;
use leptos::prelude::*;
use model::CountryGroup;
use model::catalogue::Mode;
use model::refusal::FieldRefusal;

use super::choices::kinds;
use super::home::Editions;
use super::preview::{NotForSearch, Preview};
use crate::Words;
use crate::frame::{Notice, PageTitle, Pager, asking, page, query, site, words};

/// `/programmes`
#[component]
pub fn ProgrammesPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let typed = typed();
    let centre = site().zone.clone();
    page(async move {
        let (search, refused) = typed.parse();
        let (db, now) = (asking.db.read(), asking.now);
        let found = search
            .find(db, &asking.visitor, words.language, &centre, now)
            .await?;
        let tongues = edition_language::known(db).await?;
        let narrowed = address(&typed, "page", "") != "/programmes";
        let counted = words.editions_found(i64::try_from(found.total).unwrap_or(i64::MAX));
        let pages = typed.clone();
        // Each page of the whole list has an address of its own; what is narrowed down is not for search anyway.
        let here = match found.page {
            1 => "/programmes".to_owned(),
            page => format!("/programmes?page={page}"),
        };
        Ok(view! {
            <PageTitle text=words.programmes()/>
            <Preview title=words.programmes() summary=words.programmes_lede() path=here/>
            {narrowed.then(|| view! { <NotForSearch/> })}
            <div class="wrap">
                <div class="title">
                    <h1>{words.programmes()}</h1>
                    <p class="lede">{words.programmes_lede()}</p>
                </div>
                <Chips typed=typed.clone() signed_in=asking.visitor.person_id().is_some()/>
                <Filters typed=typed.clone() tongues/>
                <Ignored refused/>
                <section aria-label=words.programmes()>
                    <p class="soft" role="status">
                        {counted}
                        {narrowed.then(|| view! { " " <a href="/programmes">{words.show_all()}</a> })}
                    </p>
                    <h2 class="spoken">{words.editions()}</h2>
                    <Editions cards=found.cards now empty=words.nothing_found() help=words.nothing_found_help()/>
                    <Pager page=found.page pages=found.pages address=move |number| address(&pages, "page", &number.to_string())/>
                </section>
            </div>
        })
    })
}

/// What the address asks for.
fn typed() -> TypedSearch {
    TypedSearch {
        q: query("q"),
        kind: query("kind"),
        mode: query("mode"),
        language: query("language"),
        group: query("group"),
        from: query("from"),
        until: query("until"),
        open: query("open"),
        page: query("page"),
    }
}

/// The catalogue's address with one wish changed; another wish than the page begins at the first page.
fn address(typed: &TypedSearch, changed: &str, value: &str) -> String {
    let wishes = [
        ("q", &typed.q),
        ("kind", &typed.kind),
        ("mode", &typed.mode),
        ("language", &typed.language),
        ("group", &typed.group),
        ("from", &typed.from),
        ("until", &typed.until),
        ("open", &typed.open),
    ];
    let mut query = String::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!(
                "{name}={}",
                leptos_router::location::Url::escape(value)
            ));
        }
    };
    for (name, typed) in wishes {
        add(name, if name == changed { value } else { typed });
    }
    if changed == "page" {
        add("page", value);
    }
    format!("/programmes{query}")
}

/// The wishes that most people have, as links.
#[component]
fn Chips(typed: TypedSearch, signed_in: bool) -> impl IntoView {
    let words = words();
    let chip = |to: String, here: bool, said: String| {
        view! { <a class="chip" href=to aria-current=here.then_some("true")>{said}</a> }
    };
    let mode = |mode: Mode| {
        let here = typed.mode == mode.as_str();
        let to = address(&typed, "mode", if here { "" } else { mode.as_str() });
        chip(to, here, words.mode(mode))
    };
    let open = typed.is_open();
    let said = if signed_in {
        words.open_for_me()
    } else {
        words.open_now()
    };
    view! {
        <nav class="chips" aria-label=words.narrow_down()>
            {chip(address(&typed, "mode", ""), typed.mode.is_empty(), words.all_modes())}
            {Mode::ALL.iter().map(|one| mode(*one)).collect_view()}
            {chip(address(&typed, "open", if open { "" } else { "true" }), open, said)}
        </nav>
    }
}

/// All wishes, as a form.
#[component]
fn Filters(typed: TypedSearch, tongues: Vec<String>) -> impl IntoView {
    let words = words();
    let tongues = tongues
        .iter()
        .map(|tag| (tag.clone(), words.tongue(tag)))
        .collect();
    view! {
        <form class="filters" method="get" action="/programmes" role="search">
            <div class="field search">
                <label for="q">{words.search()}</label>
                <input id="q" name="q" type="search" value=typed.q.clone()/>
            </div>
            {choice("kind", words.kind_label(), kinds(words), &typed.kind)}
            {choice("language", words.taught_in(), tongues, &typed.language)}
            {choice("group", words.hosted_in(), groups(words), &typed.group)}
            {day("from", words.from_day(), &typed.from)}
            {day("until", words.until_day(), &typed.until)}
            {(!typed.mode.is_empty()).then(|| view! { <input type="hidden" name="mode" value=typed.mode.clone()/> })}
            {typed.is_open().then(|| view! { <input type="hidden" name="open" value="true"/> })}
            <button class="btn">{words.search()}</button>
        </form>
    }
}

fn choice(
    name: &'static str,
    label: String,
    choices: Vec<(String, String)>,
    chosen: &str,
) -> impl IntoView {
    let options = choices
        .into_iter()
        .map(|(value, said)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{said}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                <option value="">{words().any_choice()}</option>
                {options}
            </select>
        </div>
    }
}

fn day(name: &'static str, label: String, typed: &str) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=name type="date" value=typed.to_owned()/>
        </div>
    }
}

fn groups(words: Words) -> Vec<(String, String)> {
    CountryGroup::all()
        .map(|group| {
            let name = group.name(words.language.as_str());
            (group.slug().to_owned(), name.to_owned())
        })
        .collect()
}

/// Wishes that could not be understood and were left out.
#[component]
fn Ignored(refused: Vec<FieldRefusal>) -> impl IntoView {
    let words = words();
    if refused.is_empty() {
        return ().into_any();
    }
    let label = move |field: &str| match field {
        "kind" => words.kind_label(),
        "mode" => words.mode_label(),
        "language" => words.taught_in(),
        "group" => words.hosted_in(),
        "from" => words.from_day(),
        _ => words.until_day(),
    };
    view! {
        <Notice kind="warn">
            <p>{words.wishes_left_out()}</p>
            <ul>
                {refused
                    .into_iter()
                    .map(|wish| view! { <li>{label(&wish.field)} ": " {words.reason(wish.reason)}</li> })
                    .collect_view()}
            </ul>
        </Notice>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{TypedSearch, address};

    #[test]
    fn an_address_keeps_the_other_wishes_and_begins_at_the_first_page() {
        let typed = TypedSearch {
            q: "a&b 海".to_owned(),
            mode: "online".to_owned(),
            page: "3".to_owned(),
            ..TypedSearch::default()
        };
        assert_eq!(
            address(&typed, "mode", ""),
            "/programmes?q=a%26b%20%E6%B5%B7"
        );
        assert_eq!(
            address(&typed, "page", "4"),
            "/programmes?q=a%26b%20%E6%B5%B7&mode=online&page=4"
        );
    }
}
