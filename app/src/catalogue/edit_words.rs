//! The words of a portfolio, programme, edition or course in one language.

use domain::catalogue::wording::{self, Thing, Wording};
use domain::catalogue::{course, edition, portfolio, programme};
use domain::{Asking, Error};
use leptos::prelude::*;
use model::{Language, Refusal};
use server_fn::ServerFn;

use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Field, Form, Hidden, PageTitle, Submit, TextArea, asking, page, param, words,
};

/// Writes words, and goes back to what they belong to.
#[server(endpoint = "edit_words")]
pub async fn edit_words(
    thing: String,
    id: String,
    language: String,
    #[server(default)] version: String,
    title: String,
    #[server(default)] summary: String,
    #[server(default)] description: String,
    #[server(default)] audience: String,
) -> Outcome {
    act(async |asking| {
        let known = known(&thing, &id)?;
        let language: Language = language.parse().map_err(|_| Refusal::NotFound)?;
        let typed = Wording {
            title,
            summary,
            description,
            audience,
        };
        let version = version.parse().unwrap_or(0);
        let (db, visitor) = (&asking.db, &asking.visitor);
        wording::write(db, visitor, known, language, &typed, version, asking.now).await?;
        Ok(To::page(format!("/staff/{thing}/{id}?done=saved")))
    })
    .await
}

/// The thing that an address names.
fn known(thing: &str, id: &str) -> Result<Thing, Refusal> {
    let no_such = |_| Refusal::NotFound;
    match thing {
        "portfolios" => id.parse().map(Thing::Portfolio).map_err(no_such),
        "programmes" => id.parse().map(Thing::Programme).map_err(no_such),
        "editions" => id.parse().map(Thing::Edition).map_err(no_such),
        "courses" => id.parse().map(Thing::Course).map_err(no_such),
        _ => Err(Refusal::NotFound),
    }
}

/// The version that the writer sees, for those who may write.
async fn version(asking: &Asking, thing: Thing) -> Result<i32, Error> {
    let (db, visitor) = (asking.db.read(), &asking.visitor);
    let edition = match thing {
        Thing::Portfolio(id) => {
            administrates(asking)?;
            portfolio::find(db, id).await?;
            return Ok(0);
        }
        Thing::Programme(id) => {
            administrates(asking)?;
            programme::find(db, id).await?;
            return Ok(0);
        }
        Thing::Edition(id) => edition::for_staff(db, visitor, id).await?,
        Thing::Course(id) => {
            let course = course::for_staff(db, visitor, id).await?;
            edition::find(db, course.edition).await?
        }
    };
    if visitor.coordinates(edition.id) {
        Ok(edition.version)
    } else {
        Err(Refusal::NotAllowed.into())
    }
}

fn administrates(asking: &Asking) -> Result<(), Refusal> {
    asking.person()?;
    if asking.visitor.is_administrator() {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// `/staff/:thing/:id/words/:language`
#[component]
pub fn EditWordsPage() -> impl IntoView {
    let (asking, words) = (asking(), words());
    let (thing, id, language) = (param("thing"), param("id"), param("language"));
    page(async move {
        let known = known(&thing, &id)?;
        let language = Language::OFFERED
            .iter()
            .find(|offered| offered.as_str() == language)
            .copied()
            .ok_or(Refusal::NotFound)?;
        let version = version(&asking, known).await?;
        let all = wording::all(asking.db.read(), known).await?;
        let present = all
            .iter()
            .find(|(one, _)| *one == language)
            .map(|(_, wording)| wording.clone())
            .unwrap_or_default();
        let others: Vec<String> = all
            .iter()
            .filter(|(one, _)| *one != language)
            .map(|(one, wording)| format!("{}: {}", one.own_name(), wording.title))
            .collect();
        let heading = words.words_in(language.own_name());
        let back = format!("/staff/{thing}/{id}");
        let name = all
            .first()
            .map(|(_, wording)| wording.title.clone())
            .unwrap_or_default();
        let has_summary = matches!(known, Thing::Programme(_) | Thing::Edition(_));
        let has_audience = matches!(known, Thing::Edition(_));
        Ok(view! {
            <PageTitle text=heading.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above=vec![("/staff/catalogue".to_owned(), words.staff_catalogue()), (back, name)] here=heading.clone()/>
                    <h1>{heading}</h1>
                </div>
                {others.into_iter().map(|other| view! { <p class="soft">{other}</p> }).collect_view()}
                <Form action=EditWords::PATH>
                    <Hidden name="thing" value=thing/>
                    <Hidden name="id" value=id/>
                    <Hidden name="language" value=language.as_str()/>
                    <Hidden name="version" value=version.to_string()/>
                    <Field name="title" label=words.title_label() value=present.title hint=words.title_hint() optional=true/>
                    {has_summary.then(|| view! { <TextArea name="summary" label=words.summary_label() hint=words.summary_hint() value=present.summary optional=true rows=3/> })}
                    <TextArea name="description" label=words.description_label() hint=words.markdown_hint() value=present.description optional=true rows=14/>
                    {has_audience.then(|| view! { <TextArea name="audience" label=words.audience_label() value=present.audience optional=true rows=3/> })}
                    <Submit text=words.save()/>
                </Form>
            </div>
        })
    })
}

/// Links to the words in each language.
#[component]
pub(super) fn WordsLinks(
    /// The path of the thing's staff page.
    address: String,
    /// In which languages there are words, with the title.
    written: Vec<(Language, Wording)>,
) -> impl IntoView {
    let words = words();
    let line = move |language: &Language| {
        let title = written.iter().find(|(one, _)| one == language).map_or_else(
            || words.not_written_yet(),
            |(_, wording)| wording.title.clone(),
        );
        view! {
            <div>
                <dt>{language.own_name()}</dt>
                <dd>{title} " " <a href=format!("{address}/words/{language}")>{words.edit_words()}</a></dd>
            </div>
        }
    };
    view! { <dl class="facts">{Language::OFFERED.iter().map(line).collect_view()}</dl> }
}
