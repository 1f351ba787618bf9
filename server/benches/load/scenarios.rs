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
}

fn page(name: &'static str, path: &str) -> Scenario {
    let call = Call::get(path);
    Scenario {
        name,
        calls: Arc::new(move || Some(call.clone())),
        accepts: 200,
    }
}

fn one_each(name: &'static str, calls: Vec<Call>, accepts: u16) -> Scenario {
    let next = AtomicUsize::new(0);
    let calls = Arc::new(calls);
    Scenario {
        name,
        calls: Arc::new(move || calls.get(next.fetch_add(1, Ordering::Relaxed)).cloned()),
        accepts,
    }
}

/// Every scenario.
pub fn all(world: &World) -> Vec<Scenario> {
    vec![
        page("catalogue, 50 of 500 editions", "/programmes"),
        page("edition page", &world.edition_path),
        one_each("enrol", world.enrolments(), 303),
        one_each("beat", world.beats(), 200),
        page("year statistics, 1 M view sessions", "/year/2025"),
    ]
}
