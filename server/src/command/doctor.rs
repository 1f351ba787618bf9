//! `egret doctor`: what is wrong, in words, and what to do about it.

mod clock;
mod database;
mod disk;
mod mail;
mod proxy;

use super::Failure;
use crate::Config;

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Good,
    /// Worth a look.
    Careful,
    Wrong,
}

/// One thing looked at.
#[derive(Debug)]
struct Finding {
    verdict: Verdict,
    topic: &'static str,
    sentence: String,
}

fn good(topic: &'static str, sentence: impl Into<String>) -> Finding {
    finding(Verdict::Good, topic, sentence)
}

fn careful(topic: &'static str, sentence: impl Into<String>) -> Finding {
    finding(Verdict::Careful, topic, sentence)
}

fn wrong(topic: &'static str, sentence: impl Into<String>) -> Finding {
    finding(Verdict::Wrong, topic, sentence)
}

fn finding(verdict: Verdict, topic: &'static str, sentence: impl Into<String>) -> Finding {
    Finding {
        verdict,
        topic,
        sentence: sentence.into(),
    }
}

pub(super) async fn doctor(config: &Config) -> Result<(), Failure> {
    let now = domain::clock::now();
    // That it could be read is the first finding: an unknown key or a value that does not do has ended the command before.
    let mut findings = vec![good(
        "configuration",
        format!(
            "read; Egret serves {} from {}",
            config.public_url, config.listen
        ),
    )];
    findings.extend(database::look(config, now).await);
    findings.extend(clock::look(config, now));
    findings.extend(mail::look(config).await);
    findings.extend(proxy::look(config));
    findings.extend(disk::look(config));
    for finding in &findings {
        let mark = match finding.verdict {
            Verdict::Good => "ok     ",
            Verdict::Careful => "careful",
            Verdict::Wrong => "WRONG  ",
        };
        println!("{mark}  {:<13}  {}", finding.topic, finding.sentence);
    }
    let faults = findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::Wrong)
        .count();
    match faults {
        0 => Ok(()),
        1 => Err("one thing is wrong".into()),
        more => Err(format!("{more} things are wrong").into()),
    }
}
