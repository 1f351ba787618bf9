//! Deciding on applications, one or many: first a preview of what it causes, then the same under the edition's lock.

use std::collections::{BTreeSet, HashMap};

use model::admissions::{DeclineReason, Standing};
use model::catalogue::{AdmissionWay, Publication};
use model::{ApplicationId, Country, EditionId, Instant, Language, PersonId, Refusal};
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;
use sha2::{Digest, Sha256};

use super::edition_title::titles;
use super::enrolment::cause;
use super::ladder::{self, By, Next};
use super::pool_group::Member;
use super::pools::Pools;
use super::withdrawal::LONGEST_REASON;
use super::{
    admission, admission_rule, application, country_order, edition_lock, offer_rule, offering,
    permission, waiting_list,
};
use crate::accounts::{Visitor, person};
use crate::catalogue::edition;
use crate::outbox::{self, Letter};
use crate::typed::Form;
use crate::{Db, Error, Result, Tx, audit};

/// What is decided on applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They are being read.
    Read,
    /// A place is offered where a seat is free for them, else they wait for one.
    Admit,
    /// They are declined.
    Decline(DeclineReason),
}

impl Decision {
    /// Reads what a form chose: `read`, `admit`, or `decline` with a reason.
    pub fn parse(decision: &str, reason: &str) -> std::result::Result<Self, Refusal> {
        let mut form = Form::new();
        let decision = match decision {
            "read" => Some(Self::Read),
            "admit" => Some(Self::Admit),
            "decline" => form
                .choice::<DeclineReason>("decline_reason", reason)
                .map(Self::Decline),
            _ => return Err(Refusal::Unreadable),
        };
        form.finish(decision)
    }

    /// Its name in a form and in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Admit => "admit",
            Self::Decline(_) => "decline",
        }
    }
}

/// What a decision causes for one application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is marked as being read; nobody is told.
    Read,
    /// A seat is held for them until then.
    Offered {
        /// Until when they can answer.
        until: Instant,
    },
    /// No seat is free for them: they wait.
    Waits {
        /// From 1, on the whole list; a country's own order may still change who of its people comes first.
        position: u64,
    },
    /// They are declined.
    Declined(DeclineReason),
    /// Nothing: no seat is free for them, and nobody is put on a list that no longer moves.
    NoSeat,
    /// Nothing: nobody decides on themselves.
    Oneself,
    /// Nothing: their country has not endorsed them yet.
    NotEndorsed,
    /// Nothing: the step is not on the ladder from where they stand.
    StaysAs(Standing),
}

impl Effect {
    /// Whether it changes anything.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(
            self,
            Self::NoSeat | Self::Oneself | Self::NotEndorsed | Self::StaysAs(_)
        )
    }

    /// Whether the person gets a mail.
    #[must_use]
    pub const fn is_told(self) -> bool {
        matches!(
            self,
            Self::Offered { .. } | Self::Waits { .. } | Self::Declined(_)
        )
    }
}

/// One application, and what the decision causes for it.
#[derive(Clone, Debug)]
pub struct Decided {
    pub application: ApplicationId,
    pub name: String,
    pub delegation: Country,
    pub effect: Effect,
    /// Whether there is an address to write to.
    pub has_address: bool,
}

/// What a decision would cause now.
#[derive(Clone, Debug)]
pub struct Preview {
    pub edition: edition::Model,
    pub title: String,
    /// In the order in which seats would go to them: as they came.
    pub decided: Vec<Decided>,
    /// Stands for all of this; sent back with the decision, so that nothing else happens than what was shown.
    pub seen: String,
}

/// The most applications that are decided on at once.
pub const MOST: usize = 5_000;

/// What a decision on these applications of an edition would cause now. Ids that are none of its are left out.
pub async fn preview(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    applications: &[ApplicationId],
    decision: Decision,
    language: Language,
    now: Instant,
) -> Result<Preview> {
    let actor = permission::may_change(visitor, edition)?;
    let (edition, _) = admission::visible(db, visitor, edition).await?;
    may_decide(&edition, decision, now)?;
    let plan = Plan::of(db.read(), &edition, actor, applications, decision, now).await?;
    let mut titles = titles(db.read(), vec![edition.id], language).await?;
    Ok(Preview {
        title: titles.remove(&edition.id).unwrap_or_default(),
        seen: plan.digest(decision),
        decided: plan.decided(),
        edition,
    })
}

/// Decides on applications of an edition. Refused as a whole where it would cause something else than `seen`.
pub async fn decide(
    db: &Db,
    visitor: &Visitor,
    edition: EditionId,
    applications: &[ApplicationId],
    decision: Decision,
    note: &str,
    seen: &str,
    now: Instant,
) -> Result<Vec<Decided>> {
    let actor = permission::may_change(visitor, edition)?;
    let mut form = Form::new();
    let note = form.optional_text("note", note, LONGEST_REASON);
    let note = form.finish(note)?;
    db.write(async |tx| {
        let edition = edition_lock::lock(tx, edition).await?;
        may_decide(&edition, decision, now)?;
        let plan = Plan::of(tx, &edition, actor, applications, decision, now).await?;
        if plan.digest(decision) != seen {
            return Err(Refusal::ChangedMeanwhile.into());
        }
        let decided = plan.decided();
        let by = By {
            actor: Some(actor),
            reason: &note,
        };
        plan.carry_out(tx, &edition, decision, by, now).await?;
        Ok(decided)
    })
    .await
}

/// Nobody is admitted to what is over or called off. Who is still read can be declined at any time.
fn may_decide(edition: &edition::Model, decision: Decision, now: Instant) -> Result<(), Refusal> {
    match decision {
        Decision::Admit if edition.admission_way == AdmissionWay::Open => {
            Err(Refusal::AnotherWayIn)
        }
        Decision::Admit if edition.publication != Publication::Published => Err(Refusal::NotNow),
        Decision::Admit if now >= edition.ends_at => Err(Refusal::Closed {
            closed_at: Some(edition.ends_at),
        }),
        _ => Ok(()),
    }
}

struct Planned {
    application: application::Model,
    person: person::Model,
    effect: Effect,
}

struct Plan {
    hours: i32,
    planned: Vec<Planned>,
}

impl Plan {
    /// What would happen, tried on pools in memory: the same that taking seats looks at.
    async fn of(
        db: &impl ConnectionTrait,
        edition: &edition::Model,
        actor: PersonId,
        applications: &[ApplicationId],
        decision: Decision,
        now: Instant,
    ) -> Result<Self> {
        let hours = offer_rule::hours(db, edition.id).await?;
        let mut pools = Pools::of(db, edition).await?;
        let mut waiting = waiting_list::waiting(edition.id).count(db).await?;
        let moves = admission_rule::gives_places(edition, now);
        let mut planned = Vec::new();
        for (application, person) in these(db, edition.id, applications).await? {
            let effect = match barred(edition, &application, actor, decision, moves) {
                Some(effect) => effect,
                None => match decision {
                    Decision::Read => Effect::Read,
                    Decision::Decline(reason) => Effect::Declined(reason),
                    Decision::Admit if pools.let_in(&Member::of(&application, &person)) => {
                        let edge = offering::edge(edition, now);
                        let until = offering::open_until(now, hours, &person.zone, edge);
                        Effect::Offered { until }
                    }
                    Decision::Admit if !moves => Effect::NoSeat,
                    Decision::Admit => {
                        waiting += 1;
                        Effect::Waits { position: waiting }
                    }
                },
            };
            planned.push(Planned {
                application,
                person,
                effect,
            });
        }
        Ok(Self { hours, planned })
    }

    fn decided(&self) -> Vec<Decided> {
        self.planned
            .iter()
            .map(|one| Decided {
                application: one.application.id,
                name: one.person.printed_name.clone(),
                delegation: one.application.delegation,
                effect: one.effect,
                has_address: one.person.email.is_some(),
            })
            .collect()
    }

    /// The same for the same effects on the same applications. The minute in which an offer runs out is left out: it
    /// moves on while somebody reads the preview.
    fn digest(&self, decision: Decision) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{decision:?} {}", self.hours));
        for one in &self.planned {
            let effect = match one.effect {
                Effect::Offered { .. } => "offered".to_owned(),
                effect => format!("{effect:?}"),
            };
            digest.update(format!("\n{} {effect}", one.application.id));
        }
        digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    async fn carry_out(
        self,
        tx: &Tx,
        edition: &edition::Model,
        decision: Decision,
        by: By<'_>,
        now: Instant,
    ) -> Result<()> {
        let mut pools = Pools::of(tx, edition).await?;
        let mut number = waiting_list::next_number(tx, edition.id).await?;
        let (mut letters, mut waiting) = (Vec::new(), Vec::new());
        for mut one in self.planned.into_iter().filter(|one| one.effect.changes()) {
            let application = &mut one.application;
            match one.effect {
                Effect::Read => {
                    ladder::step(tx, application, Standing::InReview, by, now).await?;
                }
                Effect::Offered { .. } => {
                    let member = Member::of(application, &one.person);
                    if !pools.take(tx, application.id, &member).await? {
                        return Err(Error::Fault(format!(
                            "no seat for {} in spite of the plan",
                            application.id
                        )));
                    }
                    let (person, hours) = (&one.person, self.hours);
                    let made =
                        offering::offer(tx, edition, hours, application, person, by, now).await?;
                    letters.push((one.person.clone(), made.letter, made.cause));
                }
                Effect::Waits { .. } => {
                    ladder::step(tx, application, Next::Wait { number }, by, now).await?;
                    number += 1;
                    waiting.push((application.clone(), one.person.clone()));
                }
                Effect::Declined(reason) => {
                    ladder::step(tx, application, Next::Decline(reason), by, now).await?;
                    let letter = Letter::Declined {
                        edition: edition.id,
                        reason,
                    };
                    letters.push((one.person.clone(), letter, cause(application)));
                }
                Effect::NoSeat | Effect::Oneself | Effect::NotEndorsed | Effect::StaysAs(_) => {
                    continue;
                }
            }
            let (subject, said) = (one.application.id.0, decision.name());
            audit::note(tx, by.actor, "decide", "application", subject, said, now).await?;
        }
        letters.extend(told_their_turn(tx, edition, waiting).await?);
        let letters: Vec<_> = letters
            .iter()
            .map(|(person, letter, cause)| (person, letter, cause.clone()))
            .collect();
        outbox::post_all(tx, &letters, now).await
    }
}

/// Puts countries' own orders into effect; then each is told the position they have.
async fn told_their_turn(
    tx: &Tx,
    edition: &edition::Model,
    waiting: Vec<(application::Model, person::Model)>,
) -> Result<Vec<(person::Model, Letter, String)>> {
    if waiting.is_empty() {
        return Ok(Vec::new());
    }
    let countries: BTreeSet<Country> = waiting.iter().map(|(one, _)| one.delegation).collect();
    for country in countries {
        country_order::settle(tx, edition.id, country).await?;
    }
    let positions = waiting_list::positions(tx, edition.id).await?;
    Ok(waiting
        .into_iter()
        .map(|(application, person)| {
            let position = positions.get(&application.id).copied().unwrap_or_default();
            let letter = Letter::OnWaitingList {
                edition: edition.id,
                position,
            };
            (person, letter, cause(&application))
        })
        .collect())
}

/// Why a decision changes nothing for an application. `moves`: whether the waiting list still does so by itself.
fn barred(
    edition: &edition::Model,
    application: &application::Model,
    actor: PersonId,
    decision: Decision,
    moves: bool,
) -> Option<Effect> {
    let from = application.standing;
    if application.person == actor {
        return Some(Effect::Oneself);
    }
    let endorsed = from != Standing::Submitted || edition.admission_way != AdmissionWay::Nomination;
    if !endorsed && !matches!(decision, Decision::Decline(_)) {
        return Some(Effect::NotEndorsed);
    }
    // While the list moves whoever waits is offered a seat by the rules as soon as one is free: nobody passes it.
    let may = match decision {
        Decision::Read => ladder::allows(Some(from), Standing::InReview),
        Decision::Admit => {
            (from != Standing::Waiting || !moves) && ladder::allows(Some(from), Standing::Offered)
        }
        Decision::Decline(_) => ladder::allows(Some(from), Standing::Declined),
    };
    (!may).then_some(Effect::StaysAs(from))
}

/// Those of the applications that are the edition's and no drafts, with people who still have an account, as they came.
async fn these(
    db: &impl ConnectionTrait,
    edition: EditionId,
    applications: &[ApplicationId],
) -> Result<Vec<(application::Model, person::Model)>> {
    let mut found = Vec::new();
    let chosen = applications.get(..MOST).unwrap_or(applications);
    for some in chosen.chunks(1_000) {
        found.extend(
            application::Entity::find()
                .filter(application::Column::Id.is_in(some.iter().copied()))
                .filter(application::Column::Edition.eq(edition))
                .filter(application::Column::Standing.ne(Standing::Draft))
                .order_by_asc(application::Column::Id)
                .all(db)
                .await?,
        );
    }
    found.sort_by_key(|one| (one.created_at, one.id));
    found.dedup_by_key(|one| one.id);
    let mut people = HashMap::new();
    for some in found.chunks(1_000) {
        let rows = person::Entity::find()
            .filter(person::Column::Id.is_in(some.iter().map(|one| one.person)))
            .filter(person::Column::DeletedAt.is_null())
            .all(db)
            .await?;
        people.extend(rows.into_iter().map(|person| (person.id, person)));
    }
    Ok(found
        .into_iter()
        .filter_map(|one| {
            let person = people.get(&one.person).cloned()?;
            Some((one, person))
        })
        .collect())
}
