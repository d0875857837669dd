//! Ids as SQLite keeps them: 12 bytes, or text.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Value, ValueRef};

use crate::model::AssetId;

/// An id on its way into the database or out of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Oid(pub(super) AssetId);

impl ToSql for Oid {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(match self.0.bytes() {
            Some(bytes) => Value::Blob(bytes.to_vec()),
            None => Value::Text(self.0.to_string()),
        }))
    }
}

impl FromSql for Oid {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value {
            ValueRef::Blob(bytes) => {
                let bytes = bytes.try_into().map_err(|_| FromSqlError::InvalidType)?;
                Ok(Self(AssetId::from_bytes(bytes)))
            }
            _ => Ok(Self(AssetId::new(value.as_str()?))),
        }
    }
}
