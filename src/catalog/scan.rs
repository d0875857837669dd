//! All files one after the other, in borrowed columns: for the index in memory and for queries that the
//! service can't answer.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::Connection;
use serde_json::Value;

use super::edit::{PRIVATE, PUBLISHED, kind_of};
use super::ids::Oid;
use super::shape::{self, BETWEEN, Columns, WITHIN};
use super::times::timestamp;
use super::{Catalog, Result, Row, folders};
use crate::model::FileKind;
use crate::query::{Field, Found, Listed, Subject};

const COLUMNS: &str = "f.row, f.oid, f.name, f.folder, f.kind, f.flags, f.size, f.width, f.height, f.created, \
                       f.updated, f.tags, f.ai, f.shape, f.rest";

/// What many entries have in common.
#[derive(Debug)]
pub struct Shape {
    text: String,
    literals: Value,
}

impl Shape {
    pub(super) fn new(text: String) -> Self {
        Self { literals: shape::literals(&text), text }
    }

    pub(super) fn entry(&self, rest: &str, columns: &Columns<'_>) -> String {
        shape::unpack(&self.text, rest, columns)
    }
}

/// One file as it is read from the catalogue: a [`Subject`] of queries.
#[derive(Debug)]
pub struct Scanned<'a> {
    /// Its number.
    pub row: Row,
    /// Its id.
    pub id: &'a str,
    /// Its name, raw.
    pub name: &'a str,
    /// The path of its folder.
    pub folder: &'a str,
    /// Image, video or other.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
    /// Pixels; 0 where the file has no width.
    pub width: u32,
    /// Pixels; 0 where the file has no height.
    pub height: u32,
    /// First upload, in milliseconds since 1970.
    pub created_ms: i64,
    /// Last change, in milliseconds since 1970.
    pub updated_ms: i64,
    /// Whether delivery needs a signature.
    pub private: bool,
    /// Whether it is delivered at all.
    pub published: bool,
    /// Its tags with `\u{1f}` between them: see [`Scanned::tags`].
    pub tags: &'a str,
    /// Its AI tags with `\u{1f}` between them, each with its confidence and source after `\u{1e}`: see
    /// [`Scanned::ai_tags`].
    pub ai_tags: &'a str,
    /// What neither these fields nor its shape hold, as a JSON object: `customMetadata`,
    /// `embeddedMetadata`, `description` and the like; empty where there is nothing of it.
    pub rest: &'a str,
    /// The pHash, where it is known and one.
    pub phash: Option<u64>,
    shape: &'a Shape,
    parsed: OnceCell<Value>,
}

impl<'a> Scanned<'a> {
    /// Its tags.
    pub fn tags(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        parts(self.tags)
    }

    /// The names of its AI tags.
    pub fn ai_tags(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        parts(self.ai_tags).map(|tag| tag.split(WITHIN).next().unwrap_or_default())
    }

    /// The MIME type, where the service says it.
    pub fn mime(&self) -> Option<&str> {
        self.member("mime").as_str()
    }

    /// What the service says by this name, if no column holds it.
    pub fn said(&self, name: &str) -> Option<&Value> {
        Some(self.member(name)).filter(|value| !value.is_null())
    }

    /// A member of the entry that no column holds.
    fn member(&self, name: &str) -> &Value {
        match self.shape.literals.get(name) {
            None | Some(Value::Null) => self.rest().get(name).unwrap_or(&Value::Null),
            Some(value) => value,
        }
    }

    /// The rest, read when it is first asked for.
    pub fn rest(&self) -> &Value {
        self.parsed.get_or_init(|| serde_json::from_str(self.rest).unwrap_or_default())
    }
}

fn parts(column: &str) -> impl Iterator<Item = &str> {
    column.split(BETWEEN).filter(|part| !part.is_empty())
}

impl Subject for Scanned<'_> {
    fn find(&self, field: &Field) -> Found<'_> {
        let pixels = |count: u32| if count > 0 { Found::Number(count.into()) } else { Found::Nothing };
        let said = |name: &str| match self.member(name) {
            Value::Null => Found::Nothing,
            value => Found::Json(value),
        };
        match field {
            Field::Name => self.name.into(),
            Field::Tags => {
                let all: Vec<&str> = self.tags().chain(self.ai_tags()).collect();
                if all.is_empty() { Found::Nothing } else { Found::Texts(all) }
            }
            Field::Type => "file".into(),
            Field::Id => self.id.into(),
            Field::CreatedAt => Found::Time(timestamp(self.created_ms)),
            Field::UpdatedAt => Found::Time(timestamp(self.updated_ms)),
            Field::Height => pixels(self.height),
            Field::Width => pixels(self.width),
            Field::Size => Found::Number(self.size as f64),
            Field::Format | Field::FileMime => said("mime"),
            Field::Private => Found::Bool(self.private),
            Field::Published => Found::Bool(self.published),
            Field::Transparency => said("hasAlpha"),
            Field::CreatedBy => said("createdBy"),
            Field::Path => self.folder.into(),
            field => Listed(self.rest()).value(field),
        }
    }
}

impl Catalog {
    /// Every file from a row on, in the order of rows, until `visit` breaks.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn each(&self, from: Row, visit: impl FnMut(Scanned<'_>) -> ControlFlow<()>) -> Result<()> {
        let sql = format!("SELECT {COLUMNS} FROM file AS f WHERE f.row >= ?1 ORDER BY f.row");
        self.read(|db| {
            let mut hashes = db.prepare_cached("SELECT row, hash FROM phash WHERE row >= ?1 ORDER BY row")?;
            let mut hashes = hashes.query([from])?;
            let mut next = hash_after(&mut hashes)?;
            let mut scan = Scan::new(self, db, visit)?;
            let mut select = db.prepare_cached(&sql)?;
            let mut rows = select.query([from])?;
            while let Some(row) = rows.next()? {
                let number: Row = row.get(0)?;
                while next.is_some_and(|(at, _)| at < number) {
                    next = hash_after(&mut hashes)?;
                }
                let hash = next.filter(|(at, _)| *at == number).and_then(|(_, hash)| hash);
                if scan.file(row, hash)?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The files of these rows, in this order, until `visit` breaks; those that are gone are left out.
    ///
    /// # Errors
    ///
    /// When the catalogue can't be read.
    pub fn each_of(&self, rows: &[Row], visit: impl FnMut(Scanned<'_>) -> ControlFlow<()>) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, p.hash FROM file AS f LEFT JOIN phash AS p ON p.row = f.row WHERE f.row = ?1"
        );
        self.read(|db| {
            let mut scan = Scan::new(self, db, visit)?;
            let mut select = db.prepare_cached(&sql)?;
            for row in rows {
                let mut found = select.query([row])?;
                if let Some(row) = found.next()?
                    && scan.file(row, row.get::<_, Option<i64>>(15)?.map(i64::cast_unsigned))?.is_break()
                {
                    break;
                }
            }
            Ok(())
        })
    }
}

fn hash_after(rows: &mut rusqlite::Rows<'_>) -> rusqlite::Result<Option<(Row, Option<u64>)>> {
    match rows.next()? {
        Some(row) => Ok(Some((row.get(0)?, row.get::<_, Option<i64>>(1)?.map(i64::cast_unsigned)))),
        None => Ok(None),
    }
}

/// A look at many files.
struct Scan<'a, V> {
    catalog: &'a Catalog,
    db: &'a Connection,
    folders: HashMap<i64, String>,
    shapes: HashMap<i64, Arc<Shape>>,
    visit: V,
}

impl<'a, V: FnMut(Scanned<'_>) -> ControlFlow<()>> Scan<'a, V> {
    fn new(catalog: &'a Catalog, db: &'a Connection, visit: V) -> rusqlite::Result<Self> {
        Ok(Self { catalog, db, folders: folders::paths(db)?, shapes: HashMap::new(), visit })
    }

    fn file(&mut self, row: &rusqlite::Row<'_>, phash: Option<u64>) -> rusqlite::Result<ControlFlow<()>> {
        let shape: i64 = row.get(13)?;
        if !self.shapes.contains_key(&shape) {
            self.shapes.insert(shape, self.catalog.shape(self.db, shape)?);
        }
        let (Some(shape), Some(folder)) = (self.shapes.get(&shape), self.folders.get(&row.get(3)?)) else {
            return Ok(ControlFlow::Continue(()));
        };
        let flags: i64 = row.get(5)?;
        let id = row.get::<_, Oid>(1)?.0;
        let mut digits = [0; 24];
        let text;
        let id = match hexadecimal(&id, &mut digits) {
            Some(digits) => digits,
            None => {
                text = id.to_string();
                &text
            }
        };
        Ok((self.visit)(Scanned {
            row: row.get(0)?,
            id,
            name: row.get_ref(2)?.as_str()?,
            folder,
            kind: kind_of(row.get(4)?),
            size: row.get::<_, i64>(6)?.unsigned_abs(),
            width: row.get(7)?,
            height: row.get(8)?,
            created_ms: row.get(9)?,
            updated_ms: row.get(10)?,
            private: flags & PRIVATE != 0,
            published: flags & PUBLISHED != 0,
            tags: row.get_ref(11)?.as_str()?,
            ai_tags: row.get_ref(12)?.as_str()?,
            rest: row.get_ref(14)?.as_str()?,
            phash,
            shape,
            parsed: OnceCell::new(),
        }))
    }
}

/// The digits of an id of 12 bytes.
fn hexadecimal<'a>(id: &crate::model::AssetId, digits: &'a mut [u8; 24]) -> Option<&'a str> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or(b'0');
    for (pair, byte) in digits.chunks_exact_mut(2).zip(id.bytes()?) {
        if let [high, low] = pair {
            (*high, *low) = (digit(byte >> 4), digit(byte & 15));
        }
    }
    std::str::from_utf8(digits).ok()
}
