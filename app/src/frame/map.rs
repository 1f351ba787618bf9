//! The world map: land without borders, and circles whose area is a figure.

use leptos::prelude::*;
use model::Country;
use model::country::map::{HEIGHT, WIDTH, project};

use super::site;

/// The largest circle's radius, in tenths of a unit of the map.
const LARGEST: i64 = 340;
/// No circle is smaller, so that small figures can be seen and pointed at.
const SMALLEST: i64 = 30;

/// A figure of a country.
#[derive(Clone, Debug)]
pub struct Circle {
    /// Where.
    pub country: Country,
    /// How many: the circle's area.
    pub figure: i64,
    /// Whether another platform says so: then the circle is hollow.
    pub reported: bool,
    /// Country and figure in words.
    pub title: String,
}

/// Land and circles. What is not on it stands in the table beside it.
#[component]
pub fn WorldMap(
    /// What the map shows, for people who do not see it.
    label: String,
    circles: Vec<Circle>,
) -> impl IntoView {
    let mut circles = circles;
    circles.retain(|circle| circle.figure > 0);
    // The small ones are drawn last, over the large ones.
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.figure));
    let most = circles.first().map_or(1, |circle| circle.figure);
    let circles = circles
        .into_iter()
        .map(|circle| {
            let (longitude, latitude) = circle.country.position();
            let (x, y) = project(longitude, latitude);
            let class = if circle.reported { "reported" } else { "" };
            view! {
                <circle class=class cx=x.to_string() cy=y.to_string() r=tenths(radius(circle.figure, most))>
                    <title>{circle.title}</title>
                </circle>
            }
        })
        .collect_view();
    view! {
        <svg class="map" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            <use class="land" href=format!("{}#land", site().asset("/land.svg"))></use>
            {circles}
        </svg>
    }
}

/// The radius, in tenths, of the circle whose area is to the largest one's as `figure` is to `most`.
fn radius(figure: i64, most: i64) -> i64 {
    let square = i128::from(figure) * i128::from(LARGEST * LARGEST) / i128::from(most.max(1));
    let radius = i64::try_from(square.isqrt()).unwrap_or(LARGEST);
    radius.clamp(SMALLEST, LARGEST)
}

fn tenths(length: i64) -> String {
    format!("{}.{}", length / 10, length % 10)
}

#[cfg(test)]
mod tests {
    use super::{radius, tenths};

    #[test]
    fn the_area_is_the_figure() {
        assert_eq!(radius(400, 400), 340);
        assert_eq!(
            radius(100, 400),
            170,
            "a quarter of the area, half the radius"
        );
        assert_eq!(radius(1, 1_000_000), 30);
        assert_eq!(radius(i64::MAX, i64::MAX), 340);
        assert_eq!(tenths(175), "17.5");
    }
}
