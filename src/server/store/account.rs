//! What an account has besides its media library: origins, URL endpoints, saved extensions, named
//! transformations, webhooks (imagekit-api.md 2.13). Each is a JSON object with an id.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::{Map, Value};

use super::{Refusal, Result, Store};
use crate::model::AssetId;
use crate::url::Chain;

/// Most named transformations that call each other; more are taken for a circle.
const MAX_NESTED: usize = 8;

/// A kind of thing that an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Where files come from that aren't in the media library.
    Origin,
    /// A prefix of delivery URLs.
    UrlEndpoint,
    /// An extension's configuration under an id.
    SavedExtension,
    /// A transformation under a name.
    NamedTransformation,
    /// A URL that is told of events.
    Webhook,
}

impl ItemKind {
    fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::UrlEndpoint => "url-endpoint",
            Self::SavedExtension => "saved-extension",
            Self::NamedTransformation => "named-transformation",
            Self::Webhook => "webhook",
        }
    }

    /// How many an account may have.
    pub fn most(self) -> Option<usize> {
        match self {
            Self::SavedExtension => Some(100),
            Self::NamedTransformation => Some(250),
            Self::Webhook => Some(3),
            Self::Origin | Self::UrlEndpoint => None,
        }
    }

    /// The field by which no two are alike.
    fn unique(self) -> Option<&'static str> {
        match self {
            Self::NamedTransformation => Some("name"),
            Self::Webhook => Some("endpoint"),
            Self::UrlEndpoint => Some("urlPrefix"),
            Self::Origin | Self::SavedExtension => None,
        }
    }

    fn new_id(self, id: [u8; 12]) -> String {
        let id = AssetId::from_bytes(id);
        match self {
            Self::SavedExtension => format!("ext_{id}"),
            _ => id.to_string(),
        }
    }
}

/// One thing that an account has.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountItem {
    /// Its id.
    pub id: String,
    /// What it says, without id and dates.
    pub body: Map<String, Value>,
    /// When it was made.
    pub created: Timestamp,
    /// Last change.
    pub updated: Timestamp,
}

impl AccountItem {
    fn text(&self, field: &str) -> &str {
        self.body.get(field).and_then(Value::as_str).unwrap_or_default()
    }
}

impl Store {
    /// All of a kind, oldest first.
    pub fn account_items(&self, kind: ItemKind) -> Result<Vec<AccountItem>> {
        self.read(|db| all(db, kind))
    }

    /// One of a kind.
    ///
    /// # Errors
    /// [`Refusal::NoItem`].
    pub fn account_item(&self, kind: ItemKind, id: &str) -> Result<AccountItem> {
        self.read(|db| find(db, kind, id))
    }

    /// Adds one.
    ///
    /// # Errors
    /// [`Refusal::TooManyItems`]; [`Refusal::Taken`] for a name, endpoint or prefix that another has;
    /// [`Refusal::NoOrigin`] for a URL endpoint with an unknown origin.
    pub fn add_account_item(&self, kind: ItemKind, body: Map<String, Value>) -> Result<AccountItem> {
        self.write(|tx| {
            let others = all(tx, kind)?;
            if kind.most().is_some_and(|most| others.len() >= most) {
                return Err(Refusal::TooManyItems.into());
            }
            let now = self.now();
            let item = AccountItem { id: kind.new_id(self.0.ids.next()), body, created: now, updated: now };
            check(tx, kind, &item, &others)?;
            tx.execute(
                "INSERT INTO account_item (kind, oid, body, created, updated) VALUES (?1, ?2, ?3, ?4, ?4)",
                (kind.name(), &item.id, serde_json::to_string(&item.body)?, now.as_millisecond()),
            )?;
            find(tx, kind, &item.id)
        })
    }

    /// Changes one: with `merge` the fields of `body`, else all of it.
    ///
    /// # Errors
    /// [`Refusal::NoItem`], [`Refusal::InUse`], and those of [`Store::add_account_item`].
    pub fn change_account_item(
        &self,
        kind: ItemKind,
        id: &str,
        body: Map<String, Value>,
        merge: bool,
    ) -> Result<AccountItem> {
        self.write(|tx| {
            let old = find(tx, kind, id)?;
            let mut item = AccountItem { updated: self.now(), ..old.clone() };
            if merge {
                item.body.extend(body);
            } else {
                item.body = body;
            }
            let others = all(tx, kind)?;
            check(tx, kind, &item, &others)?;
            let hidden = item.body.get("enabled") == Some(&Value::Bool(false))
                || old.text("name") != item.text("name");
            if kind == ItemKind::NamedTransformation && hidden && is_used(&old, &others) {
                return Err(Refusal::InUse.into());
            }
            tx.execute(
                "UPDATE account_item SET body = ?3, updated = ?4 WHERE kind = ?1 AND oid = ?2",
                (kind.name(), id, serde_json::to_string(&item.body)?, item.updated.as_millisecond()),
            )?;
            find(tx, kind, id)
        })
    }

    /// Removes one. URL endpoints lose an origin that goes.
    ///
    /// # Errors
    /// [`Refusal::NoItem`]; [`Refusal::BuiltIn`] for the default URL endpoint; [`Refusal::InUse`] for a
    /// named transformation that another one calls.
    pub fn remove_account_item(&self, kind: ItemKind, id: &str) -> Result<()> {
        self.write(|tx| {
            let item = find(tx, kind, id)?;
            match kind {
                ItemKind::UrlEndpoint if id == "default" => return Err(Refusal::BuiltIn.into()),
                ItemKind::NamedTransformation if is_used(&item, &all(tx, kind)?) => {
                    return Err(Refusal::InUse.into());
                }
                ItemKind::Origin => forget_origin(tx, id)?,
                _ => {}
            }
            tx.execute("DELETE FROM account_item WHERE kind = ?1 AND oid = ?2", [kind.name(), id])?;
            Ok(())
        })
    }

    /// A transformation with those that it calls by name (`n-name`) written out. Names that are not
    /// known, or not enabled, stay as they are.
    pub fn written_out(&self, chain: Chain) -> Result<Chain> {
        if chain.names().is_empty() {
            return Ok(chain);
        }
        let known = self.account_items(ItemKind::NamedTransformation)?;
        Ok((0..MAX_NESTED).fold(chain, |chain, _| write_out(&chain, &known)))
    }
}

fn write_out(chain: &Chain, known: &[AccountItem]) -> Chain {
    let meaning = |name: &str| {
        let found = known.iter().find(|item| item.text("name") == name);
        found
            .filter(|item| item.body.get("enabled") != Some(&Value::Bool(false)))
            .map(|item| item.text("transformation"))
    };
    chain.with_meanings(meaning)
}

/// Whether another named transformation calls this one.
fn is_used(item: &AccountItem, others: &[AccountItem]) -> bool {
    let calls = |other: &AccountItem| {
        Chain::parse(other.text("transformation")).names().iter().any(|name| name == item.text("name"))
    };
    others.iter().filter(|other| other.id != item.id).any(calls)
}

fn check(tx: &Connection, kind: ItemKind, item: &AccountItem, others: &[AccountItem]) -> Result<()> {
    if let Some(field) = kind.unique() {
        let taken =
            |other: &AccountItem| other.id != item.id && other.body.get(field) == item.body.get(field);
        if others.iter().any(taken) {
            return Err(Refusal::Taken.into());
        }
    }
    if kind == ItemKind::UrlEndpoint {
        let origins = item.body.get("origins").and_then(Value::as_array);
        for origin in origins.into_iter().flatten() {
            let known = find(tx, ItemKind::Origin, origin.as_str().unwrap_or_default());
            known.map_err(|error| match error {
                super::StoreError::Refused(_) => Refusal::NoOrigin.into(),
                error => error,
            })?;
        }
    }
    Ok(())
}

fn forget_origin(tx: &Connection, id: &str) -> Result<()> {
    for endpoint in all(tx, ItemKind::UrlEndpoint)? {
        let mut body = endpoint.body;
        if let Some(origins) = body.get_mut("origins").and_then(Value::as_array_mut) {
            origins.retain(|origin| origin.as_str() != Some(id));
        }
        tx.execute(
            "UPDATE account_item SET body = ?2 WHERE kind = 'url-endpoint' AND oid = ?1",
            (&endpoint.id, serde_json::to_string(&body)?),
        )?;
    }
    Ok(())
}

fn all(db: &Connection, kind: ItemKind) -> Result<Vec<AccountItem>> {
    let items = db
        .prepare_cached("SELECT oid, body, created, updated FROM account_item WHERE kind = ?1 ORDER BY id")?
        .query_map([kind.name()], item_from)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(items)
}

fn find(db: &Connection, kind: ItemKind, id: &str) -> Result<AccountItem> {
    let found = db
        .prepare_cached("SELECT oid, body, created, updated FROM account_item WHERE kind = ?1 AND oid = ?2")?
        .query_row([kind.name(), id], item_from)
        .optional()?;
    found.ok_or_else(|| Refusal::NoItem.into())
}

fn item_from(row: &Row<'_>) -> rusqlite::Result<AccountItem> {
    let time = |column| {
        Timestamp::from_millisecond(row.get(column)?)
            .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, e.into()))
    };
    let body = serde_json::from_str(&row.get::<_, String>(1)?)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(1, Type::Text, e.into()))?;
    Ok(AccountItem { id: row.get(0)?, body, created: time(2)?, updated: time(3)? })
}
