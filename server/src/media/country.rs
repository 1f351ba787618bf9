//! Countries of network addresses: from the built-in list, or from a file of the operator's.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use maxminddb::{Reader, geoip2};
use model::Country;
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

    /// None where it is unknown; what is not a country of ISO 3166 (`EU`, `AP`) is unknown.
    pub(super) fn of(&self, address: IpAddr) -> Option<Country> {
        match self {
            Self::BuiltIn(list) => Country::parse(list.lookup_country_code(address)?.get()),
            Self::File(reader) => {
                let found = reader.lookup(address).ok()?;
                let country: geoip2::Country<'_> = found.decode().ok()??;
                Country::parse(country.country.iso_code?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Countries;

    #[test]
    fn the_built_in_list_knows_networks_of_the_world_and_nothing_of_private_ones() {
        let list = Countries::open(None);
        let of = |address: &str| {
            list.of(address.parse().unwrap())
                .map(|country| country.code())
        };
        assert_eq!(of("114.114.114.114"), Some("CN"));
        assert_eq!(of("41.90.64.1"), Some("KE"));
        assert_eq!(of("2001:da8::1"), Some("CN"));
        for private in ["127.0.0.1", "10.1.2.3", "::1", "fe80::1"] {
            assert_eq!(of(private), None, "{private}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_leaves_the_built_in_list() {
        let list = Countries::open(Some(std::path::Path::new("no/such/file.mmdb")));
        assert!(list.of("114.114.114.114".parse().unwrap()).is_some());
    }
}
