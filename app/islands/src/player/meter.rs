//! Measures what is watched and tells it: at the start, every half minute, on a pause, on leaving.

#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "browsers count a film's time in seconds, as floats"
)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::task::spawn_local;
use server_fn::ServerFn;
use web_sys::{EventTarget, HtmlVideoElement, UrlSearchParams};

use crate::beat::{Beat, Unheard, beat};
use crate::listening::{self, on_leaving};

/// Between two beats: half a minute, and up to four seconds so that a thousand players do not speak at once.
const PAUSE_MS: u32 = 28_000;
const JITTER_MS: f64 = 4_000.0;
/// Before what was not heard is told again.
const AGAIN_MS: u32 = 5_000;
/// What is watched between two jumps in quick succession is not told.
const SHORTEST_MS: i64 = 250;
/// A step of the film's time longer than this is a jump, whatever the browser calls it.
const LONGEST_STEP_S: f64 = 8.0;

struct Meter {
    video: HtmlVideoElement,
    token: String,
    sequence: u32,
    /// Where the stretch that is being watched began, in milliseconds of the film.
    since: Option<i64>,
    /// The film's time when it was last looked at, in seconds.
    seen: f64,
    rate: u32,
    untold: VecDeque<Beat>,
    telling: bool,
    /// The token has expired.
    over: bool,
    timer: Option<Timeout>,
}

type Shared = Rc<RefCell<Meter>>;

/// Listens to a video for as long as the page stands.
pub(super) fn attach(video: &HtmlVideoElement, token: &str) {
    let meter = Rc::new(RefCell::new(Meter {
        video: video.clone(),
        token: token.to_owned(),
        sequence: 0,
        since: None,
        seen: 0.0,
        rate: 100,
        untold: VecDeque::new(),
        telling: false,
        over: false,
        timer: None,
    }));
    on(video, "playing", &meter, started);
    on(video, "timeupdate", &meter, |meter| {
        meter.borrow_mut().look()
    });
    on(video, "seeking", &meter, |meter| meter.borrow_mut().jump());
    on(video, "seeked", &meter, |meter| meter.borrow_mut().resume());
    on(video, "ratechange", &meter, |meter| {
        meter.borrow_mut().note()
    });
    on(video, "waiting", &meter, |meter| meter.borrow_mut().close());
    on(video, "pause", &meter, stopped);
    on(video, "ended", &meter, stopped);
    let leaving = meter.clone();
    on_leaving(move || leaving.borrow_mut().leave());
    if let Some(window) = web_sys::window() {
        on(&window, "online", &meter, tell);
    }
    // Somebody was quicker than this script.
    if !video.paused() && !video.ended() {
        started(&meter);
    }
}

fn on(target: &EventTarget, event: &str, meter: &Shared, then: impl Fn(&Shared) + 'static) {
    let meter = meter.clone();
    listening::on(target, event, move || then(&meter));
}

fn started(meter: &Shared) {
    {
        let mut meter = meter.borrow_mut();
        meter.open();
        if meter.sequence == 0 {
            meter.say(0, 0);
        }
    }
    tell(meter);
    schedule(meter);
}

fn stopped(meter: &Shared) {
    {
        let mut meter = meter.borrow_mut();
        meter.look();
        meter.close();
        meter.timer = None;
    }
    tell(meter);
}

/// The next beat in half a minute, as long as the film runs.
fn schedule(meter: &Shared) {
    let mut this = meter.borrow_mut();
    if this.timer.is_some() || this.over {
        return;
    }
    let jitter = js_sys::Math::random() * JITTER_MS;
    let again = meter.clone();
    this.timer = Some(Timeout::new(PAUSE_MS + jitter as u32, move || {
        let plays = {
            let mut meter = again.borrow_mut();
            meter.timer = None;
            meter.note();
            !meter.video.paused()
        };
        tell(&again);
        if plays {
            schedule(&again);
        }
    }));
}

/// Tells what is untold, one beat after the other, the same one again until it is heard.
fn tell(meter: &Shared) {
    let next = {
        let mut meter = meter.borrow_mut();
        if meter.telling || meter.over {
            return;
        }
        meter.telling = !meter.untold.is_empty();
        meter.untold.front().cloned()
    };
    let Some(next) = next else { return };
    let meter = meter.clone();
    spawn_local(async move {
        let sequence = next.sequence;
        let heard = beat(
            next.token,
            next.sequence,
            next.from_ms,
            next.to_ms,
            next.rate,
        )
        .await;
        meter.borrow_mut().telling = false;
        match heard {
            Ok(()) => {
                meter
                    .borrow_mut()
                    .untold
                    .retain(|beat| beat.sequence > sequence);
                tell(&meter);
            }
            Err(Unheard::Never) => {
                let mut meter = meter.borrow_mut();
                meter.over = true;
                meter.untold.clear();
                meter.timer = None;
            }
            Err(Unheard::Later) => {
                let again = meter.clone();
                Timeout::new(AGAIN_MS, move || tell(&again)).forget();
            }
        }
    });
}

impl Meter {
    fn at_ms(seconds: f64) -> i64 {
        (seconds * 1_000.0) as i64
    }

    fn open(&mut self) {
        if self.since.is_none() {
            self.seen = self.video.current_time();
            self.since = Some(Self::at_ms(self.seen));
            self.rate = (self.video.playback_rate() * 100.0) as u32;
        }
    }

    /// Follows the film; a step that is no playing ends the stretch and begins another.
    fn look(&mut self) {
        if self.since.is_none() {
            return;
        }
        let now = self.video.current_time();
        let step = now - self.seen;
        if (0.0..=LONGEST_STEP_S * self.video.playback_rate().max(1.0)).contains(&step) {
            self.seen = now;
        } else {
            self.jump();
            self.open();
        }
    }

    /// Somebody jumps: what was watched ends where it was last seen.
    fn jump(&mut self) {
        self.close();
        self.resume();
    }

    /// The film runs (again): browsers that have what comes next do not say `playing` after a jump.
    fn resume(&mut self) {
        if !self.video.paused() && !self.video.ended() && !self.video.seeking() {
            self.open();
        }
    }

    /// Notes what was watched so far and goes on.
    fn note(&mut self) {
        self.look();
        let running = self.since.is_some();
        self.close();
        if running {
            self.resume();
        }
    }

    fn close(&mut self) {
        if let Some(from) = self.since.take() {
            let to = Self::at_ms(self.seen);
            if to - from >= SHORTEST_MS {
                self.say(from, to);
            }
        }
    }

    fn say(&mut self, from_ms: i64, to_ms: i64) {
        if self.over {
            return;
        }
        self.sequence += 1;
        self.untold.push_back(Beat {
            token: self.token.clone(),
            sequence: self.sequence,
            from_ms,
            to_ms,
            rate: self.rate,
        });
    }

    /// The page may be gone in a moment: what is untold is handed to the browser, which sends it by itself. Whether it
    /// arrived nobody can tell, so a page that stays tells it again; the server counts it once.
    fn leave(&mut self) {
        self.note();
        let Some(window) = web_sys::window() else {
            return;
        };
        let navigator = window.navigator();
        for form in self.untold.iter().filter_map(form) {
            // One that the browser does not take stays untold like the others.
            let _ = navigator.send_beacon_with_opt_url_search_params(Beat::PATH, Some(&form));
        }
    }
}

fn form(beat: &Beat) -> Option<UrlSearchParams> {
    let form = UrlSearchParams::new().ok()?;
    form.append("token", &beat.token);
    form.append("sequence", &beat.sequence.to_string());
    form.append("from_ms", &beat.from_ms.to_string());
    form.append("to_ms", &beat.to_ms.to_string());
    form.append("rate", &beat.rate.to_string());
    Some(form)
}
