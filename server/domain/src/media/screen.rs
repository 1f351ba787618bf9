//! What a page may show of a session's recording, and the token by which its player is heard.

use model::{Instant, PlayId, SessionId};

use super::audience::{self, Admitted};
use super::token::{HOURS, KeyOf};
use super::{Counting, Ticket, VisitorKey, recording, visitor_salt};
use crate::accounts::Visitor;
use crate::secret::Secret;
use crate::{Db, Result};

/// A session's recording for one visitor.
#[derive(Clone, Debug)]
pub struct Screen {
    pub recording: Option<recording::Model>,
    /// For the player; none where there is nothing to play here.
    pub token: Option<String>,
    /// The new id of a browser that brought none; to be set as a cookie.
    pub new_cookie: Option<String>,
}

/// Where a page is shown.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The network address of the request.
    pub network: String,
    /// What the browser says of itself.
    pub device: String,
    /// The id in its cookie.
    pub cookie: Option<String>,
}

impl Screen {
    /// The screen of a session, if the visitor may watch it.
    pub async fn open(
        db: &Db,
        counting: &Counting,
        visitor: &Visitor,
        session: SessionId,
        place: &Place,
        now: Instant,
    ) -> Result<Self> {
        let admitted = audience::admit(db, visitor, session).await?;
        let recording = recording::current(db.read(), session).await?;
        if !recording.as_ref().is_some_and(recording::Model::plays_here) {
            return Ok(Self {
                recording,
                token: None,
                new_cookie: None,
            });
        }
        let is_long_over = visitor_salt::is_long_over(&admitted.edition, now);
        let salt = visitor_salt::of_edition(db, &admitted.edition, now).await?;
        let (key, key_of, new_cookie) = key(&salt, &admitted, visitor, place)?;
        let ticket = Ticket {
            play: PlayId::new(),
            session,
            edition: admitted.edition.id,
            visitor: key,
            key_of,
            // Watching so late is no presence, and nothing shall lead from the key to the place.
            enrolment: admitted.enrolment.filter(|_| !is_long_over),
            country: counting.whereabouts_of(&place.network),
            bot: counting.is_bot(&place.device),
            expires_at: now.plus_minutes(HOURS * 60),
        };
        Ok(Self {
            recording,
            token: Some(counting.sign(&ticket, now).await?),
            new_cookie,
        })
    }
}

/// The person's key; else that of the browser's cookie, which it may be getting with this very page.
fn key(
    salt: &[u8],
    admitted: &Admitted,
    visitor: &Visitor,
    place: &Place,
) -> Result<(VisitorKey, KeyOf, Option<String>)> {
    let edition = admitted.edition.id;
    if let Some(person) = visitor.person_id() {
        let key = VisitorKey::of_person(salt, edition, person)?;
        return Ok((key, KeyOf::Person, None));
    }
    let known = place.cookie.as_deref().filter(|id| is_ours(id));
    let new = match known {
        Some(_) => None,
        None => Some(Secret::new()?.text().to_owned()),
    };
    let id = known.or(new.as_deref()).unwrap_or_default();
    Ok((
        VisitorKey::of_cookie(salt, edition, id)?,
        KeyOf::Cookie,
        new,
    ))
}

/// 32 bytes in base64url.
fn is_ours(id: &str) -> bool {
    id.len() == 43
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
