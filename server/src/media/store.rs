//! Where recordings are kept: a folder, behind the interface by which it could be anything else.

use std::path::Path as Folder;

use domain::media::recording;
use domain::{Db, Error};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::Config;

/// Opens the store; makes the folder if need be.
pub fn open(config: &Config) -> Result<impl ObjectStore + use<>, object_store::Error> {
    let folder: &Folder = &config.media_folder;
    std::fs::create_dir_all(folder).map_err(|error| object_store::Error::Generic {
        store: "folder",
        source: Box::new(error),
    })?;
    LocalFileSystem::new_with_prefix(folder)
}

/// Deletes the files of recordings that were taken away; gives how many.
pub async fn sweep(config: &Config, db: &Db) -> domain::Result<u64> {
    let left = recording::left_files(db.read()).await?;
    let store = open(config).map_err(|error| Error::Fault(format!("the media folder: {error}")))?;
    let mut deleted = 0;
    for recording in left {
        match store.delete(&Path::from(recording.address.as_str())).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {
                recording::forget_file(db, recording.id).await?;
                deleted += 1;
            }
            Err(error) => tracing::warn!(%error, "a recording's file could not be deleted"),
        }
    }
    Ok(deleted)
}
