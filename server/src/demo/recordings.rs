//! Recordings: one small test film, a copy for each session that has one.

use std::path::Path;

use domain::media::recording;
use domain::schedule::session;
use domain::{Error, Result};
use model::media::RecordingKind;
use model::{Instant, PersonId, RecordingId};

use super::name::id_of;
use super::plan::Programme;
use super::sessions::session_id;

/// Twenty minutes of a test picture that shows the seconds; see docs/data.md.
const FILM: &[u8] = include_bytes!("../../assets/demo.mp4");
/// How long it is.
pub const FILM_MS: i64 = 1_200_000;

/// The recordings of every session that has one and is over; put in the next morning.
#[must_use]
pub fn recordings(
    programmes: &[Programme],
    sessions: &[session::Model],
    added_by: PersonId,
    now: Instant,
) -> Vec<recording::Model> {
    let mut rows = Vec::new();
    for programme in programmes {
        for edition in &programme.editions {
            for (plan, number) in edition.sessions.iter().zip(1..) {
                let id = session_id(&programme.slug, &edition.slug, number);
                let made = sessions.iter().find(|session| session.id == id);
                let Some(session) = made.filter(|made| plan.recording && made.ends_at < now) else {
                    continue;
                };
                rows.push(recording::Model {
                    id: RecordingId(id_of("recording", &id.to_string())),
                    session: id,
                    kind: RecordingKind::File,
                    address: format!("demo-{id}.mp4"),
                    content_type: "video/mp4".to_owned(),
                    bytes: i64::try_from(FILM.len()).unwrap_or(0),
                    duration_ms: Some(FILM_MS),
                    added_at: session.ends_at.plus_minutes(11 * 60).min(now),
                    added_by: Some(added_by),
                    removed_at: None,
                });
            }
        }
    }
    rows
}

/// Writes the recordings' files into the media folder.
pub fn write_files(folder: &Path, recordings: &[recording::Model]) -> Result<()> {
    let failed = |error: std::io::Error| {
        Error::Fault(format!("{} cannot be written: {error}", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    for recording in recordings {
        std::fs::write(folder.join(&recording.address), FILM).map_err(failed)?;
    }
    Ok(())
}
