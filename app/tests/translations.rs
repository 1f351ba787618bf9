//! A translation that is not whole does not build.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should say where"
)]

#[path = "../build/messages.rs"]
mod messages;

use messages::{compare, messages};

/// What the build says to a translation of `english`; nothing: it builds.
fn faults(english: &str, theirs: &str) -> String {
    let (english, theirs) = (messages(english).unwrap(), messages(theirs).unwrap());
    compare(&english, &theirs, "zh")
        .err()
        .map_or_else(String::new, |fault| fault.to_string())
}

const ENGLISH: &str = "left = { $left ->\n    [one] one of { $seats }\n   *[other] { $left } of { $seats }\n}\nbye = Bye\n";

#[test]
fn a_whole_translation_builds() {
    let theirs = "left = 剩余 { $left } / { $seats }\nbye = 再见\n";
    assert_eq!(faults(ENGLISH, theirs), "");
}

#[test]
fn a_missing_message_does_not_build() {
    let theirs = "left = 剩余 { $left } / { $seats }\n";
    assert_eq!(faults(ENGLISH, theirs), "zh lacks bye\n");
}

#[test]
fn a_message_too_many_does_not_build() {
    let theirs = "left = { $left } / { $seats }\nbye = 再见\nnew = 新\n";
    assert_eq!(faults(ENGLISH, theirs), "zh has new, which English lacks\n");
}

#[test]
fn a_dropped_argument_does_not_build() {
    let theirs = "left = 剩余 { $seats }\nbye = 再见\n";
    assert_eq!(faults(ENGLISH, theirs), "zh drops $left in left\n");
}

#[test]
fn an_argument_too_many_does_not_build() {
    let theirs = "left = { $left } / { $seats }\nbye = 再见 { $name }\n";
    assert_eq!(
        faults(ENGLISH, theirs),
        "zh takes $name in bye, which English lacks\n"
    );
}

#[test]
fn arguments_inside_functions_count() {
    let english = "size = { NUMBER($size, minimumFractionDigits: 1) }\n";
    assert_eq!(faults(english, "size = 大\n"), "zh drops $size in size\n");
    assert_eq!(faults(english, english), "");
}

#[test]
fn a_name_given_twice_does_not_build() {
    assert!(messages("bye = Bye\nbye = Goodbye\n").is_err());
}
