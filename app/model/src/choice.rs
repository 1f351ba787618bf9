//! Closed lists of words, stored and sent as text in snake case.

/// The text names none of the list's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAChoice;

impl std::fmt::Display for NotAChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of the choices")
    }
}

impl std::error::Error for NotAChoice {}

/// A closed list: an enum with `ALL`, `as_str`, `Display`, `FromStr`, serde and (natively) a text column.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "native", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "native", sea_orm(value_type = "String"))]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every word of the list, in its own order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        // A part of some composite keys; SeaORM asks this of every part.
        #[cfg(feature = "native")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::NotAChoice;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($word => Ok(Self::$variant),)+ _ => Err($crate::NotAChoice) }
            }
        }
    };
}
pub(crate) use choice;
