//! Applications with their steps, enrolments, and seats whose counters say what is claimed.

use std::collections::BTreeMap;

use domain::admissions::{
    application, application_step, enrolment, seat_claim, seat_counter, seat_pool,
};
use domain::catalogue::edition;
use model::admissions::{DeclineReason, PoolGroup, PoolRule, Standing};
use model::catalogue::AdmissionWay;
use model::{
    ApplicationId, ApplicationStepId, EditionId, EnrolmentId, Instant, PersonId, SeatCounterId,
    SeatPoolId,
};

use super::cohorts::{Asking, Fate};
use super::dice::Dice;
use super::editions::edition_id;
use super::name::id_of;
use super::plan::Programme;

const HOUR: i64 = 3_600_000;
/// How long ago offers were made that are still open.
const OFFERED_FOR: i64 = 9 * HOUR;

/// Rows of admission.
#[derive(Default)]
pub struct Places {
    pub applications: Vec<application::Model>,
    pub steps: Vec<application_step::Model>,
    pub enrolments: Vec<enrolment::Model>,
    pub pools: Vec<seat_pool::Model>,
    pub counters: Vec<seat_counter::Model>,
    pub claims: Vec<seat_claim::Model>,
}

/// Applies, decides and enrols; `office` is who decides where somebody decides.
#[must_use]
pub fn places(
    programmes: &[Programme],
    editions: &[edition::Model],
    asking: &[Asking],
    office: PersonId,
    now: Instant,
) -> Places {
    let mut rows = Places::default();
    let counters = pools(&mut rows, programmes, editions);
    let mut queues = BTreeMap::new();
    for asks in asking {
        let Some(edition) = editions.iter().find(|edition| edition.id == asks.edition) else {
            continue;
        };
        let ladder = Ladder::new(asks, edition, office, now);
        let queue_number = (ladder.standing() == Standing::Waiting).then(|| {
            let last = queues.entry(edition.id).or_insert(0_i64);
            *last += 1;
            *last
        });
        if ladder.standing().holds_seats()
            && let Some(counter) = counters.get(&edition.id)
        {
            rows.claims.push(seat_claim::Model {
                application: ladder.id,
                counter: *counter,
            });
        }
        rows.applications.push(ladder.application(queue_number));
        rows.enrolments.extend(ladder.enrolment());
        rows.steps.extend(ladder.steps);
    }
    for counter in &mut rows.counters {
        let taken = rows
            .claims
            .iter()
            .filter(|claim| claim.counter == counter.id)
            .count();
        counter.taken = i32::try_from(taken).unwrap_or(i32::MAX);
    }
    rows
}

/// A pool for the total of every edition whose seats are limited.
fn pools(
    rows: &mut Places,
    programmes: &[Programme],
    editions: &[edition::Model],
) -> BTreeMap<EditionId, SeatCounterId> {
    let mut counters = BTreeMap::new();
    for programme in programmes {
        for plan in &programme.editions {
            let id = edition_id(&programme.slug, &plan.slug);
            let made = editions.iter().find(|edition| edition.id == id);
            let (Some(size), Some(edition)) = (plan.seats, made) else {
                continue;
            };
            let name = format!("{}/{}", programme.slug, plan.slug);
            let pool = SeatPoolId(id_of("pool", &name));
            let counter = SeatCounterId(id_of("counter", &name));
            rows.pools.push(seat_pool::Model {
                id: pool,
                edition: id,
                course: None,
                rule: PoolRule::Maximum,
                counted: PoolGroup::Everybody,
                counted_value: String::new(),
                size,
                release_at: None,
                released_at: None,
                created_at: edition.created_at,
            });
            rows.counters.push(seat_counter::Model {
                id: counter,
                pool,
                member: String::new(),
                taken: 0,
                size,
            });
            counters.insert(id, counter);
        }
    }
    counters
}

/// One application on its way.
struct Ladder<'a> {
    asks: &'a Asking,
    id: ApplicationId,
    name: String,
    steps: Vec<application_step::Model>,
}

impl<'a> Ladder<'a> {
    fn new(asks: &'a Asking, edition: &edition::Model, office: PersonId, now: Instant) -> Self {
        let name = format!("{}/{}", asks.edition, asks.person.id);
        let mut ladder = Self {
            asks,
            id: ApplicationId(id_of("application", &name)),
            steps: Vec::new(),
            name,
        };
        let mut dice = Dice::new(&ladder.name);
        let opens = edition.admission_opens_at.unwrap_or(edition.created_at);
        let closes = edition
            .admission_closes_at
            .unwrap_or(edition.starts_at)
            .min(now.plus_days(-1));
        let mut at = opens.plus_ms(dice.below(closes.since(opens).max(HOUR)));
        let person = asks.person.id;
        let is_open = edition.admission_way == AdmissionWay::Open;
        if edition.admission_way == AdmissionWay::Nomination {
            ladder.climb(
                Standing::Nominated,
                at.plus_ms(-50 * HOUR),
                Some(office),
                "",
            );
        }
        ladder.climb(Standing::Submitted, at, Some(person), "");
        if edition.admission_way == AdmissionWay::Nomination {
            at = at.plus_ms(2 * HOUR);
            ladder.climb(Standing::Endorsed, at, Some(office), "");
        }
        match asks.fate {
            Fate::Stands(Standing::Submitted) => {}
            Fate::Stands(Standing::Waiting) => {
                let decides = if is_open { person } else { office };
                ladder.climb(Standing::Waiting, at, Some(decides), "");
            }
            Fate::Stands(standing) => {
                at = at.plus_ms(5 * HOUR);
                ladder.climb(Standing::InReview, at, Some(office), "");
                if standing == Standing::Declined {
                    let reason = "Less than three years of service.";
                    ladder.climb(standing, at.plus_ms(HOUR), Some(office), reason);
                } else if standing == Standing::Offered {
                    ladder.climb(standing, now.plus_ms(-OFFERED_FOR), Some(office), "");
                }
            }
            fate => {
                if !is_open {
                    at = at.plus_ms(9 * HOUR);
                    ladder.climb(Standing::InReview, at, Some(office), "");
                    at = at.plus_ms(40 * HOUR);
                    ladder.climb(Standing::Offered, at, Some(office), "");
                    at = at.plus_ms(10 * HOUR);
                }
                ladder.climb(Standing::Accepted, at, Some(person), "");
                if let Some(left) = withdrawal(fate, at, edition, now) {
                    let reason = "Cannot travel.";
                    ladder.climb(Standing::Withdrawn, left, Some(person), reason);
                }
            }
        }
        ladder
    }

    fn climb(&mut self, to: Standing, at: Instant, actor: Option<PersonId>, reason: &str) {
        let id = id_of("step", &format!("{}/{}", self.name, self.steps.len()));
        self.steps.push(application_step::Model {
            id: ApplicationStepId(id),
            application: self.id,
            came_from: self.steps.last().map(|step| step.went_to),
            went_to: to,
            at,
            actor,
            reason: reason.to_owned(),
        });
    }

    fn standing(&self) -> Standing {
        self.steps
            .last()
            .map_or(Standing::Draft, |step| step.went_to)
    }

    fn at(&self, standing: Standing) -> Option<Instant> {
        self.steps
            .iter()
            .find(|step| step.went_to == standing)
            .map(|step| step.at)
    }

    fn application(&self, queue_number: Option<i64>) -> application::Model {
        application::Model {
            id: self.id,
            edition: self.asks.edition,
            person: self.asks.person.id,
            standing: self.standing(),
            delegation: self.asks.delegation,
            queue_number,
            created_at: self.steps.first().map_or(Instant(0), |step| step.at),
            organisation: None,
            rank: None,
            sex: None,
            offer_expires_at: (self.standing() == Standing::Offered)
                .then(|| self.at(Standing::Offered))
                .flatten()
                .map(|at| at.plus_ms(48 * HOUR)),
            decline_reason: (self.standing() == Standing::Declined)
                .then_some(DeclineReason::Profile),
        }
    }

    /// The place, if there ever was one.
    fn enrolment(&self) -> Option<enrolment::Model> {
        let person = &self.asks.person;
        Some(enrolment::Model {
            id: EnrolmentId(id_of("enrolment", &self.name)),
            application: self.id,
            edition: self.asks.edition,
            person: person.id,
            delegation: self.asks.delegation,
            declared: person.country,
            rank: self.asks.rank,
            organisation: person.organisation.clone(),
            sex: person.sex,
            enrolled_at: self.at(Standing::Accepted)?,
            withdrawn_at: self.at(Standing::Withdrawn),
        })
    }
}

/// When somebody gives their place back.
fn withdrawal(
    fate: Fate,
    accepted: Instant,
    edition: &edition::Model,
    now: Instant,
) -> Option<Instant> {
    match fate {
        Fate::WithdrawsBefore => Some(accepted.plus_ms(30 * HOUR).min(now)),
        Fate::WithdrawsAfter => Some(edition.starts_at.plus_days(4)),
        _ => None,
    }
}
