//! One mail: where it stands and what it says, without links that let somebody in.

use domain::mail::{Facts, Shelf, shelf};
use domain::outbox::{self, Letter};
use leptos::prelude::*;
use model::{Instant, MailId, Refusal, Zone};
use server_fn::ServerFn;

use super::render;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Form, Hidden, Notice, PageTitle, Submit, asking, page, param, reader_zone, site,
    words,
};
use crate::{Site, Words};

/// Sends a mail that waits or was given up.
#[server(endpoint = "send_mail_again")]
pub async fn send_mail_again(mail: String) -> Outcome {
    act(async |asking| {
        let mail: MailId = mail.parse().map_err(|_| Refusal::NotFound)?;
        shelf::send_again(&asking.db, &asking.visitor, mail, asking.now).await?;
        Ok(To::page(format!("/staff/mail/{mail}?done=again")))
    })
    .await
}

/// A moment with its zone.
pub(super) fn when_in(words: Words, at: Instant, zone: &Zone) -> String {
    words.mail_at(words.moment(at, zone), words.zone(at, zone))
}

/// `/staff/mail/:id`
#[component]
pub fn MailPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    let id = param("id");
    let zone = reader_zone().unwrap_or_else(|| site.zone.clone());
    page(async move {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let (mail, letter, facts) = shelf::read(&asking.db, &asking.visitor, id).await?;
        let title = words.mail_kind(&mail.kind);
        let above = vec![
            ("/staff".to_owned(), words.staff()),
            ("/staff/mail".to_owned(), words.mail_outbox()),
        ];
        let again = (site.sends_mail && Shelf::of(&mail) != Shelf::Sent).then(|| {
            view! {
                <Form action=SendMailAgain::PATH>
                    <Hidden name="mail" value=mail.id.to_string()/>
                    <Submit text=words.mail_send_again()/>
                </Form>
            }
        });
        Ok(view! {
            <PageTitle text=title.clone()/>
            <div class="wrap narrow">
                <div class="title">
                    <Crumbs above here=title.clone()/>
                    <h1>{title}</h1>
                </div>
                {(!site.sends_mail).then(|| view! { <Notice kind="warn"><p>{words.mail_no_server()}</p></Notice> })}
                <Done what="again" text=words.mail_done_again()/>
                <dl class="facts">{standing(words, &mail, site.sends_mail, &zone)}</dl>
                {again}
                {shown(&letter, &mail, facts.as_ref(), words, &site)}
            </div>
        })
    })
}

fn standing(
    words: Words,
    mail: &outbox::Model,
    sends_mail: bool,
    zone: &Zone,
) -> impl IntoView + use<> {
    let mut lines = vec![
        (words.mail_to(), mail.recipient.clone()),
        (words.mail_language(), mail.language.own_name().to_owned()),
        (words.mail_posted(), when_in(words, mail.created_at, zone)),
    ];
    let standing = match (mail.sent_at, mail.given_up_at) {
        (Some(at), _) => Some((words.mail_sent_at(), at)),
        (_, Some(at)) => Some((words.mail_given_up_at(), at)),
        _ => sends_mail.then(|| (words.mail_next_try(), mail.due_at)),
    };
    lines.extend(standing.map(|(label, at)| (label, when_in(words, at, zone))));
    lines.push((words.mail_tries(), mail.attempts.to_string()));
    let answer = if mail.last_answer.is_empty() {
        words.mail_nobody_asked()
    } else {
        mail.last_answer.clone()
    };
    lines.push((words.mail_answer(), answer));
    lines
        .into_iter()
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd>{value}</dd></div> })
        .collect_view()
}

fn shown(
    letter: &Letter,
    mail: &outbox::Model,
    facts: Option<&Facts>,
    words: Words,
    site: &Site,
) -> AnyView {
    let Some(facts) = facts else {
        return view! { <p>{words.mail_gone()}</p> }.into_any();
    };
    let rendered = render(letter, Words::of(mail.language), facts, site);
    let language = mail.language;
    view! {
        <h2 lang=language.as_str() dir=language.direction()>{rendered.subject}</h2>
        <pre class="letter" lang=language.as_str() dir=language.direction()>{rendered.text}</pre>
    }
    .into_any()
}
