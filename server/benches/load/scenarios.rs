//! What is measured.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::client::Call;
use super::world::World;

/// One kind of call.
#[derive(Clone)]
pub struct Scenario {
    pub name: &'static str,
    /// The next call; none when they have run out.
    pub calls: Arc<dyn Fn() -> Option<Call> + Send + Sync>,
    /// The status that every answer has.
    pub accepts: u16,
    /// Callers at the same time.
    pub callers: usize,
}

/// Few pages are asked for at once; players are many, each with a beat now and then.
const CALLERS: usize = 16;
const PLAYERS_AT_ONCE: usize = 256;

fn page(name: &'static str, path: &str) -> Scenario {
    again(name, Call::get(path))
}

fn staff_page(name: &'static str, path: &str) -> Scenario {
    again(name, World::as_administrator(path))
}

fn again(name: &'static str, call: Call) -> Scenario {
    Scenario {
        name,
        calls: Arc::new(move || Some(call.clone())),
        accepts: 200,
        callers: CALLERS,
    }
}

fn one_each(name: &'static str, calls: Vec<Call>, accepts: u16, callers: usize) -> Scenario {
    let next = AtomicUsize::new(0);
    let calls = Arc::new(calls);
    Scenario {
        name,
        calls: Arc::new(move || calls.get(next.fetch_add(1, Ordering::Relaxed)).cloned()),
        accepts,
        callers,
    }
}

/// Every scenario.
pub fn all(world: &World) -> Vec<Scenario> {
    vec![
        page("catalogue, 50 of 500 editions", "/programmes"),
        page("edition page", &world.edition_path),
        one_each("enrol", world.enrolments(), 303, CALLERS),
        one_each("apply, 4 pools", world.limited_enrolments(), 303, CALLERS),
        one_each("beat, 256 callers", world.beats(), 200, PLAYERS_AT_ONCE),
        page("home", "/"),
        page("year statistics, 1 M view sessions", "/year/2025"),
        staff_page(
            "staff: year statistics, 90 days",
            "/staff/figures/2025?from=2025-06-01&until=2025-08-29",
        ),
        staff_page(
            "staff: edition statistics",
            &format!("/staff/editions/{}/figures", world.watched),
        ),
        staff_page(
            "staff: programme statistics",
            &format!("/staff/programmes/{}/figures", world.programme),
        ),
        staff_page(
            "staff: review list of 5,000",
            &format!(
                "/staff/editions/{}/review?group=africa&sex=female",
                world.crowded
            ),
        ),
        staff_page(
            "staff: what-if, 5,000 and 60 pools",
            &format!("/staff/editions/{}/seats/what-if", world.crowded),
        ),
    ]
}
