//! What pages know of the installation they stand in.

use std::sync::Arc;

use model::Zone;
use model::accounts::Rank;

/// The centre's settings that pages need. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site(Arc<Settings>);

/// The settings behind a [`Site`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// The centre's name.
    pub name: String,
    /// `https://training.example.org`, without a slash at the end.
    pub public_url: String,
    /// The zone in which the centre counts days and years.
    pub zone: Zone,
    /// From this rank on, an official counts as high-ranking.
    pub high_ranking_from: Rank,
    /// The one cookie's name.
    pub cookie: &'static str,
    /// Whether the cookie may travel over https only.
    pub secure: bool,
    /// Whether there is a mail server; otherwise mail waits.
    pub sends_mail: bool,
    /// Whether the list of network addresses can tell anonymisers; otherwise they are not measured.
    pub measures_anonymisers: bool,
    /// The largest recording taken, in megabytes.
    pub largest_recording_mb: i64,
    /// Changes whenever a file under `/assets` does.
    pub assets: String,
}

impl Site {
    /// A site with these settings.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(settings))
    }

    /// The address of a file that is cached until it changes.
    #[must_use]
    pub fn asset(&self, path: &str) -> String {
        format!("/assets{path}?v={}", self.assets)
    }

    /// The full address of a path.
    #[must_use]
    pub fn full(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// The `Set-Cookie` header that keeps a sign-in.
    #[must_use]
    pub fn keep_sign_in(&self, secret: &str, days: i64) -> String {
        self.cookie_header(secret, days.saturating_mul(86_400))
    }

    /// The `Set-Cookie` header that forgets a sign-in.
    #[must_use]
    pub fn forget_sign_in(&self) -> String {
        self.cookie_header("", 0)
    }

    fn cookie_header(&self, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!(
            "{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}",
            self.cookie
        )
    }
}

impl std::ops::Deref for Site {
    type Target = Settings;
    fn deref(&self) -> &Settings {
        &self.0
    }
}

impl Default for Site {
    /// Only for listing the routes, where no page is shown.
    fn default() -> Self {
        Self::new(Settings {
            name: "Egret".to_owned(),
            public_url: "http://127.0.0.1:3000".to_owned(),
            zone: Zone::utc(),
            high_ranking_from: Rank::Director,
            cookie: "egret",
            secure: false,
            sends_mail: false,
            measures_anonymisers: false,
            largest_recording_mb: 4_000,
            assets: String::new(),
        })
    }
}
