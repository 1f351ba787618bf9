//! Many rows at once: a row at a time is the bottleneck, not the database.

use domain::sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait};
use domain::{Result, Tx};

/// SQLite takes 32,766 values in a statement, and longer statements than this are not faster.
const VALUES: usize = 8_000;

/// Inserts rows of one table, several hundred in a statement.
pub async fn insert<M>(tx: &Tx, rows: Vec<M>) -> Result<usize>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    let columns = <M::Entity as EntityTrait>::Column::iter().count().max(1);
    let count = rows.len();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some = rows
            .by_ref()
            .take(VALUES / columns)
            .map(|row| row.into_active_model().reset_all());
        <M::Entity as EntityTrait>::insert_many(some)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(count)
}
