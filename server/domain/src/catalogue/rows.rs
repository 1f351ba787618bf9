//! Rows of a read that joins several tables, written as SQL that runs on both databases (`$1`, `$2` …).

use model::Language;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

use crate::Result;

/// Conditions of a read, and the values they name.
#[derive(Debug, Default)]
pub(super) struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Asks for one condition more.
    pub(super) fn and(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
    }

    /// Names a value; gives how the statement calls it.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    /// Names several values; gives a list for `IN`, one that holds nothing when there are none.
    pub(super) fn bind_all<V: Into<Value>>(
        &mut self,
        values: impl IntoIterator<Item = V>,
    ) -> String {
        let names: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        if names.is_empty() {
            "(NULL)".to_owned()
        } else {
            format!("({})", names.join(", "))
        }
    }

    /// All conditions as SQL.
    pub(super) fn sql(&self) -> String {
        if self.conditions.is_empty() {
            "1 = 1".to_owned()
        } else {
            self.conditions.join(" AND ")
        }
    }

    /// The values, in their order.
    pub(super) fn values(self) -> Vec<Value> {
        self.values
    }
}

/// All rows of a statement.
pub(super) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<T>> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(T::find_by_statement(statement).all(db).await?)
}

/// The first row of a statement.
pub(super) async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<T>> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(T::find_by_statement(statement).one(db).await?)
}

/// Joins the words of a thing in the reader's language, else in English, else in any.
pub(super) fn words(thing: &str, alias: &str, words: &str, language: Language) -> String {
    format!(
        "LEFT JOIN {thing}_text {words} ON {words}.{thing} = {alias}.id AND {words}.language = (\
         SELECT any_{words}.language FROM {thing}_text any_{words} WHERE any_{words}.{thing} = {alias}.id \
         ORDER BY CASE any_{words}.language WHEN '{language}' THEN 0 WHEN 'en' THEN 1 ELSE 2 END, any_{words}.language LIMIT 1)"
    )
}
