//! Folders that must be written, and how much is free in them.

use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;

use super::{Finding, careful, good, wrong};
use crate::Config;

const TOPIC: &str = "disk";
const MEGABYTE: u64 = 1_000_000;
/// With less than this the database may stop taking rows.
const TOO_LITTLE: u64 = 200 * MEGABYTE;

pub(super) fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![media(config)];
    let recording = config.largest_recording_mb.saturating_mul(MEGABYTE);
    findings.push(free("recordings", &config.media_folder, recording));
    if let Some(file) = config.database_file() {
        findings.push(free("the database", &file, 5 * TOO_LITTLE));
    }
    if let Some(file) = &config.country_database {
        findings.push(countries(file));
    }
    findings
}

/// Writes a file into the folder of recordings and removes it.
fn media(config: &Config) -> Finding {
    let folder = &config.media_folder;
    if !folder.exists() {
        return careful(
            TOPIC,
            format!(
                "{} does not exist yet; the first recording makes it",
                folder.display()
            ),
        );
    }
    let file = folder.join(format!(".egret-doctor-{}", std::process::id()));
    match std::fs::write(&file, "looked").and_then(|()| std::fs::remove_file(&file)) {
        Ok(()) => good(TOPIC, format!("{} can be written", folder.display())),
        Err(error) => wrong(
            TOPIC,
            format!("{} cannot be written: {error}", folder.display()),
        ),
    }
}

fn free(what: &str, path: &Path, enough: u64) -> Finding {
    let Some(place) = nearest_that_exists(path) else {
        return careful(TOPIC, format!("{} lies nowhere", path.display()));
    };
    let free = match statvfs(&place) {
        Ok(disk) => disk.blocks_available().saturating_mul(disk.fragment_size()),
        Err(error) => {
            return careful(
                TOPIC,
                format!("what is free for {what} is not told: {error}"),
            );
        }
    };
    let sentence = format!("{} MB are free for {what}", free / MEGABYTE);
    match free {
        free if free < TOO_LITTLE => wrong(TOPIC, sentence),
        free if free < enough => careful(TOPIC, sentence),
        _ => good(TOPIC, sentence),
    }
}

fn nearest_that_exists(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors()
        .find(|place| place.exists())
        .map(Path::to_path_buf)
}

fn countries(file: &Path) -> Finding {
    match maxminddb::Reader::open_readfile(file) {
        Ok(_) => good("countries", format!("{} can be read", file.display())),
        Err(error) => wrong(
            "countries",
            format!("{} cannot be read: {error}", file.display()),
        ),
    }
}
