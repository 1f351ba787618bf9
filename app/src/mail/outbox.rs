//! The outbox, as administrators see it: what waits, what was sent, what was given up.

use domain::mail::Shelf;
use domain::mail::shelf;
use domain::outbox;
use leptos::prelude::*;
use model::{Instant, Zone};
use server_fn::ServerFn;

use super::one_mail::when_in;
use crate::Words;
use crate::action::{Outcome, To, act};
use crate::frame::{
    Crumbs, Done, Empty, Form, Notice, PageTitle, Pager, Submit, asking, page, query, reader_zone,
    site, words,
};

impl Words {
    /// What kind of letter a mail is.
    #[must_use]
    pub fn mail_kind(self, kind: &str) -> String {
        match kind {
            "confirm_email" => self.mail_kind_confirm_email(),
            "already_registered" => self.mail_kind_already_registered(),
            "reset_password" => self.mail_kind_reset_password(),
            "password_changed" => self.mail_kind_password_changed(),
            "place_given" => self.mail_kind_place_given(),
            "on_waiting_list" => self.mail_kind_on_waiting_list(),
            "application_received" => self.mail_kind_application_received(),
            "place_offered" => self.mail_kind_place_offered(),
            "let_in_late" => self.mail_kind_let_in_late(),
            "offer_expired" => self.mail_kind_offer_expired(),
            "declined" => self.mail_kind_declined(),
            "withdrawn" => self.mail_kind_withdrawn(),
            "withdrawn_by_staff" => self.mail_kind_withdrawn_by_staff(),
            "corrected" => self.mail_kind_corrected(),
            "edition_cancelled" => self.mail_kind_edition_cancelled(),
            "edition_taken_up" => self.mail_kind_edition_taken_up(),
            "session_moved" => self.mail_kind_session_moved(),
            "session_place_changed" => self.mail_kind_session_place_changed(),
            "session_added" => self.mail_kind_session_added(),
            "session_taken_up" => self.mail_kind_session_taken_up(),
            "trainer_assigned" => self.mail_kind_trainer_assigned(),
            "trainer_removed" => self.mail_kind_trainer_removed(),
            "session_cancelled" => self.mail_kind_session_cancelled(),
            "nominated" => self.mail_kind_nominated(),
            "nomination_completed" => self.mail_kind_nomination_completed(),
            "nomination_endorsed" => self.mail_kind_nomination_endorsed(),
            "nomination_substituted" => self.mail_kind_nomination_substituted(),
            "nomination_withdrawn" => self.mail_kind_nomination_withdrawn(),
            "session_reminder" => self.mail_kind_session_reminder(),
            other => other.to_owned(),
        }
    }

    /// A shelf of the outbox.
    #[must_use]
    pub fn mail_shelf(self, shelf: Shelf) -> String {
        match shelf {
            Shelf::Waiting => self.mail_shelf_waiting(),
            Shelf::Sent => self.mail_shelf_sent(),
            Shelf::GivenUp => self.mail_shelf_given_up(),
        }
    }

    fn mail_none_on(self, shelf: Shelf) -> String {
        match shelf {
            Shelf::Waiting => self.mail_none_waiting(),
            Shelf::Sent => self.mail_none_sent(),
            Shelf::GivenUp => self.mail_none_given_up(),
        }
    }
}

/// Sends all mail that was given up.
#[server(endpoint = "send_all_mail_again")]
pub async fn send_all_mail_again() -> Outcome {
    act(async |asking| {
        shelf::send_all_again(&asking.db, &asking.visitor, asking.now).await?;
        Ok(To::page("/staff/mail?done=again".to_owned()))
    })
    .await
}

/// `/staff/mail`
#[component]
pub fn MailsPage() -> impl IntoView {
    let (asking, words, site) = (asking(), words(), site());
    let shelf = Shelf::named(&query("show"));
    let number = query("page").parse().unwrap_or(1).max(1);
    let zone = reader_zone().unwrap_or_else(|| site.zone.clone());
    page(async move {
        let found = shelf::list(&asking.db, &asking.visitor, shelf, number).await?;
        let nothing = found.mails.is_empty();
        let rows = found
            .mails
            .into_iter()
            .map(|mail| view! { <MailRow mail words zone=zone.clone() now=asking.now/> })
            .collect_view();
        let list = if nothing {
            view! { <Empty heading=words.mail_none() text=words.mail_none_on(shelf)/> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        let again = (site.sends_mail && shelf == Shelf::GivenUp && !nothing).then(|| {
            view! {
                <Form action=SendAllMailAgain::PATH>
                    <p class="soft">{words.mail_send_all_help()}</p>
                    <Submit text=words.mail_send_all()/>
                </Form>
            }
        });
        Ok(view! {
            <PageTitle text=words.mail_outbox()/>
            <div class="wrap">
                <div class="title">
                    <Crumbs above=vec![("/staff".to_owned(), words.staff())] here=words.mail_outbox()/>
                    <h1>{words.mail_outbox()}</h1>
                    <p class="lede">{words.mail_outbox_lede()}</p>
                </div>
                {(!site.sends_mail).then(|| view! { <Notice kind="warn"><p>{words.mail_no_server()}</p></Notice> })}
                <Done what="again" text=words.mail_done_again()/>
                <nav class="chips" aria-label=words.mail_outbox()>{chips(words, shelf)}</nav>
                <h2 class="spoken">{words.mail_shelf(shelf)}</h2>
                {again}
                {list}
                <Pager page=number pages=found.pages address=move |page| format!("/staff/mail?show={}&page={page}", shelf.as_str())/>
            </div>
        })
    })
}

fn chips(words: Words, here: Shelf) -> impl IntoView {
    Shelf::ALL
        .iter()
        .map(|shelf| {
            let address = format!("/staff/mail?show={}", shelf.as_str());
            view! { <a class="chip" href=address aria-current=(*shelf == here).then_some("page")>{words.mail_shelf(*shelf)}</a> }
        })
        .collect_view()
}

#[component]
fn MailRow(mail: outbox::Model, words: Words, zone: Zone, now: Instant) -> impl IntoView {
    let (label, at) = standing(&mail, words, site().sends_mail, now);
    let answer = (!mail.last_answer.is_empty() && mail.sent_at.is_none())
        .then(|| view! { <p class="soft">{mail.last_answer.clone()}</p> });
    view! {
        <li class="row plain">
            <div>
                <h3><a href=format!("/staff/mail/{}", mail.id)>{words.mail_kind(&mail.kind)}</a></h3>
                <p>{mail.recipient.clone()}</p>
                {answer}
            </div>
            <div class="can">{label} " " <small>{when_in(words, at, &zone)}</small></div>
        </li>
    }
}

/// Where a mail stands, and since or until when.
fn standing(
    mail: &outbox::Model,
    words: Words,
    sends_mail: bool,
    now: Instant,
) -> (String, Instant) {
    match (mail.sent_at, mail.given_up_at, mail.claimed_until) {
        (Some(at), ..) => (words.mail_sent_at(), at),
        (_, Some(at), _) => (words.mail_given_up_at(), at),
        (.., Some(until)) if until > now => (words.mail_now_sending(), mail.due_at),
        _ if !sends_mail => (words.mail_posted(), mail.created_at),
        _ => (words.mail_next_try(), mail.due_at),
    }
}
