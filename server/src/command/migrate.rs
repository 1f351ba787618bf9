//! `egret migrate`

use super::{Failure, database};
use crate::Config;

pub(super) async fn migrate(config: &Config) -> Result<(), Failure> {
    database(config).await?.close().await?;
    println!("The schema is up to date.");
    Ok(())
}
