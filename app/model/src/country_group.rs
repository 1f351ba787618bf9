//! Standard groups of countries, with members by date: a figure of 2023 uses the members of 2023.

use std::sync::LazyLock;

use crate::country::{Country, primary};

/// A group every centre has: BRICS and its partners, LDC, LLDC, SIDS, and the areas of UN M49.
/// Groups that an administrator makes are rows; their slugs must not be one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryGroup(usize);

impl CountryGroup {
    /// All groups in the order to list them; an area is followed by its parts.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..GROUPS.len()).map(Self)
    }

    /// The group with this slug.
    #[must_use]
    pub fn parse(slug: &str) -> Option<Self> {
        Self::all().find(|group| group.slug() == slug)
    }

    /// The group's name in addresses.
    #[must_use]
    pub fn slug(self) -> &'static str {
        GROUPS[self.0].slug
    }

    /// The group's name in Chinese (`zh`, `zh-Hans` …), else in English.
    #[must_use]
    pub fn name(self, language: &str) -> &'static str {
        match primary(language) {
            "zh" => GROUPS[self.0].chinese,
            _ => GROUPS[self.0].english,
        }
    }

    /// Whether the country belongs to the group on a date, written `2023-12-31`.
    #[must_use]
    pub fn contains(self, country: Country, on: &str) -> bool {
        match GROUPS[self.0].areas {
            [] => MEMBERSHIPS.iter().any(|membership| {
                membership.country == country
                    && membership.group == self.slug()
                    && membership.holds(on)
            }),
            areas => areas.contains(&country.area()),
        }
    }

    /// The group's countries on a date, written `2023-12-31`, by code.
    #[must_use]
    pub fn members(self, on: &str) -> Vec<Country> {
        Country::all()
            .filter(|country| self.contains(*country, on))
            .collect()
    }
}

struct Group {
    slug: &'static str,
    english: &'static str,
    chinese: &'static str,
    /// M49 numbers of the smallest areas inside; none for a group whose members are listed by date.
    areas: &'static [u16],
}

const fn group(
    slug: &'static str,
    english: &'static str,
    chinese: &'static str,
    areas: &'static [u16],
) -> Group {
    Group {
        slug,
        english,
        chinese,
        areas,
    }
}

/// Names and areas: UN M49. Taiwan, which M49 does not list, goes with China to Eastern Asia.
#[rustfmt::skip]
static GROUPS: [Group; 34] = [
    group("brics", "BRICS", "金砖国家", &[]),
    group("brics-partners", "BRICS partners", "金砖伙伴国", &[]),
    group("ldc", "Least developed countries", "最不发达国家", &[]),
    group("lldc", "Landlocked developing countries", "内陆发展中国家", &[]),
    group("sids", "Small island developing States", "小岛屿发展中国家", &[]),
    group("africa", "Africa", "非洲", &[15, 14, 17, 18, 11]),
    group("northern-africa", "Northern Africa", "北非", &[15]),
    group("sub-saharan-africa", "Sub-Saharan Africa", "撒哈拉以南非洲", &[14, 17, 18, 11]),
    group("eastern-africa", "Eastern Africa", "东非", &[14]),
    group("middle-africa", "Middle Africa", "中非", &[17]),
    group("southern-africa", "Southern Africa", "南部非洲", &[18]),
    group("western-africa", "Western Africa", "西非", &[11]),
    group("americas", "Americas", "美洲", &[29, 13, 5, 21]),
    group("latin-america-and-the-caribbean", "Latin America and the Caribbean", "拉丁美洲和加勒比", &[29, 13, 5]),
    group("caribbean", "Caribbean", "加勒比", &[29]),
    group("central-america", "Central America", "中美洲", &[13]),
    group("south-america", "South America", "南美洲", &[5]),
    group("northern-america", "Northern America", "北美", &[21]),
    group("asia", "Asia", "亚洲", &[143, 30, 35, 34, 145]),
    group("central-asia", "Central Asia", "中亚", &[143]),
    group("eastern-asia", "Eastern Asia", "东亚", &[30]),
    group("south-eastern-asia", "South-eastern Asia", "东南亚", &[35]),
    group("southern-asia", "Southern Asia", "南亚", &[34]),
    group("western-asia", "Western Asia", "西亚", &[145]),
    group("europe", "Europe", "欧洲", &[151, 154, 39, 155]),
    group("eastern-europe", "Eastern Europe", "东欧", &[151]),
    group("northern-europe", "Northern Europe", "北欧", &[154]),
    group("southern-europe", "Southern Europe", "南欧", &[39]),
    group("western-europe", "Western Europe", "西欧", &[155]),
    group("oceania", "Oceania", "大洋洲", &[53, 54, 57, 61]),
    group("australia-and-new-zealand", "Australia and New Zealand", "澳大利亚和新西兰", &[53]),
    group("melanesia", "Melanesia", "美拉尼西亚", &[54]),
    group("micronesia", "Micronesia", "密克罗尼西亚", &[57]),
    group("polynesia", "Polynesia", "波利尼西亚", &[61]),
];

/// Dates and their sources, line by line. Saudi Arabia was invited to BRICS but has not said that
/// it joined, so it is no member here; an end is entered when it has come, not when it is planned.
const DATA: &str = include_str!("../data/country_groups.tsv");

static MEMBERSHIPS: LazyLock<Vec<Membership>> =
    LazyLock::new(|| lines().filter_map(Membership::parse).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    DATA.lines().skip(1)
}

/// From a day up to the day before another. A start of which only the year or month is published
/// (`1981`) counts from its first day, which is how such dates compare as text.
struct Membership {
    group: &'static str,
    country: Country,
    from: &'static str,
    until: &'static str,
}

impl Membership {
    fn parse(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        Some(Self {
            group: fields.next()?,
            country: Country::parse(fields.next()?)?,
            from: fields.next()?,
            until: fields.next()?,
        })
    }

    fn holds(&self, on: &str) -> bool {
        self.from <= on && (self.until.is_empty() || on < self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    const REGIONS: [&str; 5] = ["africa", "americas", "asia", "europe", "oceania"];

    fn members(slug: &str, on: &str) -> Vec<&'static str> {
        let group = CountryGroup::parse(slug).unwrap();
        group.members(on).into_iter().map(Country::code).collect()
    }

    #[test]
    fn every_line_of_the_data_file_is_understood() {
        assert_eq!(MEMBERSHIPS.len(), lines().count());
        for membership in MEMBERSHIPS.iter() {
            let group = CountryGroup::parse(membership.group).unwrap();
            assert!(GROUPS[group.0].areas.is_empty(), "{}", membership.group);
            for date in [membership.from, membership.until] {
                assert!([0, 4, 7, 10].contains(&date.len()), "{date}");
            }
        }
    }

    #[test]
    fn slugs_and_names_are_all_different() {
        let keys: [fn(CountryGroup) -> &'static str; 3] =
            [CountryGroup::slug, |it| it.name("en"), |it| it.name("zh")];
        for key in keys {
            let keys: HashSet<_> = CountryGroup::all().map(key).collect();
            assert_eq!(keys.len(), GROUPS.len());
        }
    }

    #[test]
    fn brics_grows() {
        assert_eq!(members("brics", "2009-06-15"), [""; 0]);
        assert_eq!(members("brics", "2010-12-23"), ["BR", "CN", "IN", "RU"]);
        assert_eq!(
            members("brics", "2023-12-31"),
            ["BR", "CN", "IN", "RU", "ZA"]
        );
        assert_eq!(members("brics", "2024-01-01").len(), 9);
        assert_eq!(members("brics", "2025-01-06").len(), 10);
        assert!(!members("brics", "2026-01-01").contains(&"SA"));
    }

    #[test]
    fn partners_join_one_after_another() {
        assert_eq!(members("brics-partners", "2024-12-31").len(), 0);
        assert_eq!(members("brics-partners", "2025-01-16").len(), 8);
        assert_eq!(members("brics-partners", "2025-01-17").len(), 9);
        assert_eq!(members("brics-partners", "2025-06-13").len(), 10);
    }

    #[test]
    fn least_developed_countries_graduate() {
        for (on, count) in [
            ("1971-11-17", 0),
            ("1971-11-18", 24),
            ("2001-05-01", 49),
            ("2013-01-01", 49),
            ("2014-01-01", 48),
            ("2020-12-03", 47),
            ("2023-06-30", 46),
            ("2023-12-12", 46),
            ("2023-12-13", 45),
            ("2024-01-01", 45),
            ("2024-12-13", 44),
        ] {
            assert_eq!(members("ldc", on).len(), count, "{on}");
        }
    }

    #[test]
    fn landlocked_countries_and_islands_are_as_many_as_the_united_nations_count() {
        assert_eq!(members("lldc", "2011-07-08").len(), 31);
        assert_eq!(members("lldc", "2023-06-30").len(), 32);
        assert_eq!(members("sids", "2023-06-30").len(), 39);
    }

    #[test]
    fn every_country_but_antarctica_lies_in_exactly_one_region() {
        let regions = REGIONS.map(|slug| CountryGroup::parse(slug).unwrap());
        for country in Country::all() {
            let found = regions
                .iter()
                .filter(|it| it.contains(country, "2023-06-30"));
            let expected = usize::from(country.code() != "AQ");
            assert_eq!(found.count(), expected, "{country}");
        }
    }

    #[test]
    fn regions_are_as_large_as_in_m49() {
        let sizes = REGIONS.map(|slug| members(slug, "2023-06-30").len());
        assert_eq!(sizes, [60, 57, 51, 51, 29]);
    }
}
