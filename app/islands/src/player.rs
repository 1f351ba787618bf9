//! The player: the browser's own, with beats that tell what was watched.

use leptos::html::Video;
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod meter;

/// A video with the browser's own controls; it plays without scripting too, and then nothing is measured.
///
/// Where the browser cannot play the source, `cannot` is said.
#[island]
pub fn Player(
    /// Where the film or stream lies.
    source: String,
    /// Its content type.
    kind: String,
    /// The signed word of this page.
    token: String,
    /// What is shown, for those who hear it.
    label: String,
    /// What to say where the browser cannot play it.
    cannot: String,
) -> impl IntoView {
    let video = NodeRef::<Video>::new();
    let plays = RwSignal::new(true);
    #[cfg(feature = "hydrate")]
    Effect::new({
        let kind = kind.clone();
        move || {
            if let Some(video) = video.get() {
                plays.set(!video.can_play_type(&kind).is_empty());
                meter::attach(&video, &token);
            }
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = token;
    view! {
        <video node_ref=video controls=true preload="metadata" playsinline=true aria-label=label>
            <source src=source type=kind/>
        </video>
        <p class="notice warn" role="status" hidden=move || plays.get()>{cannot}</p>
    }
}
