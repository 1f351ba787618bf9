//! Passwords: Argon2id, off the request threads, never on every core at once.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use model::Reason;
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// The fewest characters of a password (NIST SP 800-63B-4 asks for 15 without a second factor and 8 with one; we take 10 and refuse the common ones).
pub const SHORTEST: u32 = 10;
/// The most characters; more would let a flood of long ones cost us.
pub const LONGEST: u32 = 200;

/// At most cores − 1 hashes at a time (at least one), so that a flood of sign-ins leaves a core for pages.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Semaphore::new(cores.saturating_sub(1).max(1))
});

/// What is checked where there is no account, so that the answer takes as long.
static NOBODYS_HASH: LazyLock<Option<String>> =
    LazyLock::new(|| hash_now("nobody has this password").ok());

/// Passwords that everybody tries first (of at least ten characters).
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "qwertyuiop",
    "1q2w3e4r5t",
    "password123",
    "password1234",
    "passwordpassword",
    "iloveyou123",
    "qwerty1234",
    "1111111111",
    "0000000000",
    "abcdefghij",
    "letmein123",
    "administrator",
    "welcome1234",
    "egretegret",
];

/// Whether a password may be chosen.
pub fn check(password: &str) -> std::result::Result<(), Reason> {
    let characters = password.chars().count();
    if characters == 0 {
        return Err(Reason::Missing);
    }
    if characters < SHORTEST as usize {
        return Err(Reason::TooShort { fewest: SHORTEST });
    }
    if characters > LONGEST as usize {
        return Err(Reason::TooLong { most: LONGEST });
    }
    if COMMON.contains(&password.to_lowercase().as_str()) {
        return Err(Reason::PasswordTooCommon);
    }
    Ok(())
}

/// The PHC string of a new password.
pub async fn hash(password: &str) -> Result<String> {
    let password = password.to_owned();
    off_the_request_threads(move || hash_now(&password)).await?
}

/// Whether `password` is the one of `kept`. Without `kept` the answer is no, after just as long.
pub async fn fits(password: &str, kept: Option<&str>) -> Result<bool> {
    let known = kept.is_some();
    let Some(kept) = kept.map(str::to_owned).or_else(|| NOBODYS_HASH.clone()) else {
        return Ok(false);
    };
    // Longer ones cannot have been chosen and would only cost time.
    let password: String = password.chars().take(LONGEST as usize + 1).collect();
    let fits = off_the_request_threads(move || {
        PasswordHash::new(&kept).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        })
    })
    .await?;
    Ok(fits && known)
}

fn hash_now(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Fault(format!("argon2: {error}")))
}

async fn off_the_request_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let _turn = HASHING
        .acquire()
        .await
        .map_err(|error| Error::Fault(format!("hashing: {error}")))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Error::Fault(format!("hashing: {error}")))
}
