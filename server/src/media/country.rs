//! Countries of network addresses: from the built-in list, or from a file of the operator's.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use domain::media::Whereabouts;
use maxminddb::Reader;
use serde::Deserialize;
use tor_geoip::GeoipDb;

/// Where countries of addresses are looked up. About right nineteen times in twenty.
pub(super) enum Countries {
    BuiltIn(Arc<GeoipDb>),
    File(Box<Reader<Vec<u8>>>),
}

impl Countries {
    /// The file, or the built-in list where there is none or it cannot be read.
    pub(super) fn open(file: Option<&Path>) -> Self {
        match file.map(|file| (file, Reader::open_readfile(file))) {
            Some((_, Ok(reader))) => Self::File(Box::new(reader)),
            Some((file, Err(error))) => {
                tracing::error!(file = %file.display(), %error, "country_database cannot be read: the built-in list is used");
                Self::BuiltIn(GeoipDb::new_embedded())
            }
            None => Self::BuiltIn(GeoipDb::new_embedded()),
        }
    }

    /// What is not a country of ISO 3166 (`EU`, `AP`) is unknown.
    pub(super) fn of(&self, address: IpAddr) -> Whereabouts {
        match self {
            Self::BuiltIn(list) => list
                .lookup_country_code(address)
                .map_or(Whereabouts::Unknown, |code| {
                    Whereabouts::of_code(code.get())
                }),
            Self::File(reader) => found_in(reader, address).unwrap_or_default(),
        }
    }
}

/// What is read of an address's record.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Found<'a> {
    #[serde(borrow)]
    country: FoundCountry<'a>,
    traits: Traits,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FoundCountry<'a> {
    iso_code: Option<&'a str>,
}

/// What lists say of anonymisers, each in its way.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Traits {
    is_anonymous: bool,
    is_anonymous_proxy: bool,
    is_anonymous_vpn: bool,
    is_public_proxy: bool,
    is_residential_proxy: bool,
    is_tor_exit_node: bool,
}

fn found_in(reader: &Reader<Vec<u8>>, address: IpAddr) -> Option<Whereabouts> {
    let found: Found<'_> = reader.lookup(address).ok()?.decode().ok()??;
    let traits = found.traits;
    let hides = traits.is_anonymous
        || traits.is_anonymous_proxy
        || traits.is_anonymous_vpn
        || traits.is_public_proxy
        || traits.is_residential_proxy
        || traits.is_tor_exit_node;
    Some(match found.country.iso_code {
        _ if hides => Whereabouts::Anonymiser,
        code => Whereabouts::of_code(code?),
    })
}

/// Whether an operator's file can tell anonymisers: whether their names stand among its keys. The built-in list cannot.
#[must_use]
pub(crate) fn tells_anonymisers(file: Option<&Path>) -> bool {
    let Some(Ok(content)) = file.map(std::fs::read) else {
        return false;
    };
    Reader::from_source(content.as_slice()).is_ok()
        && KEYS_OF_ANONYMISERS
            .iter()
            .any(|key| content.windows(key.len()).any(|window| window == *key))
}

const KEYS_OF_ANONYMISERS: [&[u8]; 2] = [b"is_anonymous", b"is_tor_exit_node"];

#[cfg(test)]
mod tests {
    use domain::media::Whereabouts;

    use super::{Countries, tells_anonymisers};

    #[test]
    fn the_built_in_list_knows_networks_of_the_world_and_nothing_of_private_ones() {
        let list = Countries::open(None);
        let of = |address: &str| list.of(address.parse().unwrap()).code();
        assert_eq!(of("114.114.114.114"), "CN");
        assert_eq!(of("41.90.64.1"), "KE");
        assert_eq!(of("2001:da8::1"), "CN");
        for private in ["127.0.0.1", "10.1.2.3", "::1", "fe80::1"] {
            assert_eq!(of(private), "", "{private}");
        }
        assert!(!tells_anonymisers(None));
    }

    #[test]
    fn a_file_that_cannot_be_read_leaves_the_built_in_list() {
        let nowhere = Some(std::path::Path::new("no/such/file.mmdb"));
        let list = Countries::open(nowhere);
        assert_eq!(list.of("114.114.114.114".parse().unwrap()).code(), "CN");
        assert!(!tells_anonymisers(nowhere));
    }

    /// A map of few and short entries, as MMDB files write it.
    fn map(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = vec![0xe0 | u8::try_from(entries.len()).unwrap()];
        for (key, value) in entries {
            bytes.extend(text(key));
            bytes.extend(value);
        }
        bytes
    }

    fn text(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).unwrap();
        let mut bytes = match length {
            0..29 => vec![0x40 | length],
            _ => vec![0x40 | 29, length - 29],
        };
        bytes.extend(text.as_bytes());
        bytes
    }

    /// A file whose lower half of IPv4 is Kenya and whose upper half is an anonymiser in Germany.
    fn file(with_traits: bool) -> Vec<u8> {
        let country = |code| ("country", map(&[("iso_code", text(code))]));
        let yes = vec![0x01, 0x07];
        let traits = ("traits", map(&[("is_anonymous_proxy", yes)]));
        let kenya = map(&[country("KE")]);
        let hidden = match with_traits {
            true => map(&[country("DE"), traits]),
            false => map(&[country("DE")]),
        };
        let second = u8::try_from(1 + 16 + kenya.len()).unwrap();
        // One node; a record that points behind the tree and the 16 bytes after it is data.
        let mut bytes = vec![0, 0, 17, 0, 0, second];
        bytes.extend([0; 16]);
        bytes.extend(kenya);
        bytes.extend(hidden);
        bytes.extend(b"\xab\xcd\xefMaxMind.com");
        bytes.extend(map(&[
            ("node_count", vec![0xc1, 1]),
            ("record_size", vec![0xa1, 24]),
            ("ip_version", vec![0xa1, 4]),
            ("database_type", text("Test")),
            ("languages", vec![0x00, 0x04]),
            ("binary_format_major_version", vec![0xa1, 2]),
            ("binary_format_minor_version", vec![0xa0]),
            ("build_epoch", vec![0x01, 0x02, 1]),
            ("description", vec![0xe0]),
        ]));
        bytes
    }

    #[test]
    fn a_file_that_marks_anonymisers_tells_them_and_another_does_not() {
        let name = format!("egret-countries-{}.mmdb", std::process::id());
        let path = std::env::temp_dir().join(name);
        for marks in [true, false] {
            std::fs::write(&path, file(marks)).unwrap();
            let list = Countries::open(Some(&path));
            let of = |address: &str| list.of(address.parse().unwrap());
            assert!(matches!(list, Countries::File(_)), "the file is sound");
            assert_eq!(of("41.90.64.1"), Whereabouts::of_code("KE"));
            let expected = match marks {
                true => Whereabouts::Anonymiser,
                false => Whereabouts::of_code("DE"),
            };
            assert_eq!(of("200.1.2.3"), expected);
            assert_eq!(tells_anonymisers(Some(&path)), marks);
        }
        std::fs::remove_file(&path).unwrap();
    }
}
