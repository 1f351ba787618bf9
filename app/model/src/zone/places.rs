//! What the places of zones are called in Chinese: exemplar cities of Unicode CLDR.

use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("../../data/zone_places.tsv");

static CHINESE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    DATA.lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .collect()
});

/// The place that a zone is named after.
pub(super) fn in_chinese(zone: &str) -> Option<&'static str> {
    CHINESE.get(zone).copied()
}

#[cfg(test)]
mod tests {
    use crate::Zone;

    #[test]
    fn renamed_zones_keep_their_place() {
        let place = |zone: &str| zone.parse::<Zone>().unwrap().place_in("zh-Hans");
        assert_eq!(place("Asia/Shanghai"), "上海");
        assert_eq!(place("Asia/Kolkata"), "加尔各答");
        assert_eq!(place("Asia/Calcutta"), "加尔各答");
        assert_eq!(place("America/Argentina/Buenos_Aires"), "布宜诺斯艾利斯");
        assert_eq!(place("UTC"), "UTC");
    }

    #[test]
    fn nearly_every_zone_to_choose_has_a_chinese_place() {
        let without = Zone::all().filter(|zone| super::in_chinese(zone.name()).is_none());
        let without: Vec<Zone> = without.collect();
        assert!(without.len() < 60, "{without:?}");
    }
}
