//! The world map: equirectangular, true to scale at 29° north and south, without Antarctica.

/// Width of the map's view box.
pub const WIDTH: i32 = 920;
/// Height of the map's view box.
pub const HEIGHT: i32 = 420;

/// Land without borders (Natural Earth): an SVG with one symbol, to be served as a file and drawn
/// with `<use href="/land.svg#land">`. It has no colour: `fill` comes from the `use` element.
pub const LAND: &str = include_str!("../../data/land.svg");

const NORTH: i32 = 8_400;
const SOUTH: i32 = -6_000;

/// Where a place given in hundredths of a degree lies on the map; beyond its edge, on the edge.
#[must_use]
pub fn project(longitude: i32, latitude: i32) -> (i32, i32) {
    let east = longitude.clamp(-18_000, 18_000) + 18_000;
    let down = NORTH - latitude.clamp(SOUTH, NORTH);
    (
        scaled(east, WIDTH, 36_000),
        scaled(down, HEIGHT, NORTH - SOUTH),
    )
}

/// `length` × `size` / `whole`, rounded.
fn scaled(length: i32, size: i32, whole: i32) -> i32 {
    (length * size + whole / 2) / whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::country::Country;

    #[test]
    fn corners_and_middle_are_where_they_belong() {
        assert_eq!(project(-18_000, 8_400), (0, 0));
        assert_eq!(project(18_000, -6_000), (920, 420));
        assert_eq!(project(0, 1_200), (460, 210));
    }

    #[test]
    fn every_country_but_antarctica_lies_inside_the_map() {
        for country in Country::all().filter(|it| it.code() != "AQ") {
            let (longitude, latitude) = country.position();
            let (x, y) = project(longitude, latitude);
            assert!(
                (1..WIDTH).contains(&x) && (1..HEIGHT).contains(&y),
                "{country}"
            );
        }
    }

    #[test]
    fn the_land_is_drawn_in_the_same_view_box() {
        assert!(LAND.contains(&format!(r#"id="land" viewBox="0 0 {WIDTH} {HEIGHT}""#)));
    }
}
