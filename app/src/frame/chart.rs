//! Bars over time. A table with the same figures stands behind every chart.

use leptos::prelude::*;

use super::words;

const LEFT: i64 = 80;
const RIGHT: i64 = 720;
const TOP: i64 = 20;
const AXIS: i64 = 220;
/// How many words fit below the axis.
const MOST_NAMES: usize = 12;

/// A step of time.
#[derive(Clone, Debug)]
pub struct Bar {
    /// The step's short name, below the axis.
    pub name: String,
    /// The layers' figures with their words, in order; none where a layer is not shown.
    pub layers: Vec<Layer>,
}

/// One figure of a step.
#[derive(Clone, Debug)]
pub struct Layer {
    /// How many.
    pub figure: i64,
    /// Whether another platform says so: then the bar is hollow.
    pub reported: bool,
    /// Step and figure in words.
    pub title: String,
}

/// One bar a layer and step, side by side, never on top of each other.
#[component]
pub fn Chart(
    /// What the chart shows, for people who do not see it.
    label: String,
    bars: Vec<Bar>,
) -> impl IntoView {
    let figures = bars.iter().flat_map(|bar| &bar.layers);
    let most = ceiling(figures.map(|layer| layer.figure).max().unwrap_or(0));
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let every = bars.len().div_ceil(MOST_NAMES).max(1);
    let steps = bars
        .into_iter()
        .enumerate()
        .map(|(place, bar)| {
            let at = i64::try_from(place).unwrap_or(0);
            let (from, to) = (across(at, count), across(at + 1, count));
            let name = place.is_multiple_of(every).then(|| {
                let minor = if (place / every).is_multiple_of(2) { "" } else { "minor" };
                view! { <text class=minor x=tenths((from + to) / 2) y="250" text-anchor="middle">{bar.name}</text> }
            });
            view! { {rectangles(bar.layers, from, to, most)} {name} }
        })
        .collect_view();
    view! {
        <svg class="chart" viewBox="0 0 720 260" role="img" aria-label=label>
            {scale(most)}
            <text x="0" y=(AXIS + 4).to_string()>"0"</text>
            {steps}
            <line class="axis" x1=LEFT.to_string() x2=RIGHT.to_string() y1=AXIS.to_string() y2=AXIS.to_string()></line>
        </svg>
    }
}

/// The lines of the largest figure and of half of it, with words.
fn scale(most: i64) -> AnyView {
    [most, most / 2]
        .into_iter()
        .map(|figure| {
            let y = height(figure, most);
            view! {
                <text x="0" y=tenths(y + 40)>{words().short_number(figure)}</text>
                <line class="grid" x1=LEFT.to_string() x2=RIGHT.to_string() y1=tenths(y) y2=tenths(y)></line>
            }
        })
        .collect_view()
        .into_any()
}

/// The layers of one step between two places, in tenths.
fn rectangles(layers: Vec<Layer>, from: i64, to: i64, most: i64) -> AnyView {
    let count = i64::try_from(layers.len()).unwrap_or(1).max(1);
    let gap = ((to - from) / 8).min(40);
    let width = ((to - from - 2 * gap) / count).max(1);
    layers
        .into_iter()
        .zip(0..)
        .filter(|(layer, _)| layer.figure > 0)
        .map(|(layer, place): (Layer, i64)| {
            let class = if layer.reported { "bar reported" } else { "bar" };
            let y = height(layer.figure, most);
            view! {
                <rect class=class x=tenths(from + gap + place * width) y=tenths(y) width=tenths(width)
                    height=tenths(AXIS * 10 - y)>
                    <title>{layer.title}</title>
                </rect>
            }
        })
        .collect_view()
        .into_any()
}

/// Where step number `place` of `count` begins, in tenths.
fn across(place: i64, count: i64) -> i64 {
    LEFT * 10 + (RIGHT - LEFT) * 10 * place / count
}

/// Where a figure's bar ends, in tenths; one that is not nothing can be seen.
fn height(figure: i64, most: i64) -> i64 {
    let plot = i128::from((AXIS - TOP) * 10);
    let tall = plot * i128::from(figure) / i128::from(most.max(1));
    let tall = i64::try_from(tall)
        .unwrap_or(0)
        .max(i64::from(figure > 0) * 10);
    AXIS * 10 - tall
}

/// The next even round number: 2, 4, 6, 8 or 10 times a power of ten.
fn ceiling(most: i64) -> i64 {
    let mut power: i64 = 1;
    while power.saturating_mul(10) < most {
        power = power.saturating_mul(10);
    }
    (2..=10)
        .step_by(2)
        .map(|times| power.saturating_mul(times))
        .find(|round| *round >= most)
        .unwrap_or(most)
}

fn tenths(length: i64) -> String {
    format!("{}.{}", length / 10, length % 10)
}

#[cfg(test)]
mod tests {
    use super::{AXIS, ceiling, height};

    #[test]
    fn the_scale_ends_at_an_even_round_number() {
        let round = [
            (0, 2),
            (1, 2),
            (7, 8),
            (10, 10),
            (11, 20),
            (850, 1_000),
            (1_215_000, 2_000_000),
        ];
        for (most, end) in round {
            assert_eq!(ceiling(most), end, "{most}");
        }
    }

    #[test]
    fn small_figures_can_be_seen() {
        assert_eq!(height(0, 1_000), AXIS * 10);
        assert_eq!(height(1, 1_000_000), AXIS * 10 - 10);
        assert_eq!(height(1_000, 1_000), 200);
    }
}
