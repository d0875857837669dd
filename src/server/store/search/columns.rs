//! Where the fields of the search language are in the database.

use crate::model::AssetId;
use crate::query::sql::{Columns, Param, Rows, Source, Sql};
use crate::query::{AssetType, Condition, Field, Test, Value};

/// One of the tables that a search goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server::store) enum Table {
    /// `file AS s`
    File,
    /// `folder AS s`
    Folder,
    /// `version AS s JOIN file AS f`
    Version,
}

/// What SQLite may use an index for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server::store) enum Free {
    /// For whatever it finds best.
    All,
    /// For this column alone; the rest is checked row by row.
    Column(&'static str),
    /// For nothing.
    Nothing,
    /// The condition stands alone, to be counted: `(SELECT … )`, one row a match.
    Listed,
}

/// A table as a search sees it.
#[derive(Clone, Copy, Debug)]
pub(in crate::server::store) struct View {
    pub(in crate::server::store) table: Table,
    pub(in crate::server::store) free: Free,
}

/// The values of a JSON object's member or of the items of its array, as `file_fact` has them; the
/// two `?` are the member's name.
const MEMBER: &str = "(SELECT CASE m.type WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' ELSE m.value END AS x \
     FROM json_each(s.custom) AS m WHERE m.key = ? AND m.type NOT IN ('null', 'array', 'object') \
     UNION ALL SELECT CASE i.type WHEN 'true' THEN x'01' WHEN 'false' THEN x'00' ELSE i.value END \
     FROM json_each(s.custom) AS m, json_each(m.value) AS i \
     WHERE m.key = ? AND m.type = 'array' AND i.type NOT IN ('null', 'array', 'object'))";
const KEYWORDS: &str =
    "(SELECT w.value AS x FROM json_each(s.embedded, '$.Keywords') AS w WHERE w.type = 'text')";
const WORDS: &str = "(SELECT t.value AS x FROM json_each(s.tags) AS t \
     UNION ALL SELECT t.value ->> 'name' FROM json_each(s.ai_tags) AS t)";
const MOMENT: &str = "CASE WHEN v.x GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' \
     THEN CAST(round(unixepoch(v.x, 'subsec') * 1000) AS INTEGER) END";
const TAKEN: &str = "CASE WHEN json_type(s.embedded, '$.DateTimeOriginal') = 'text' \
     AND s.embedded ->> '$.DateTimeOriginal' GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' \
     THEN CAST(round(unixepoch(s.embedded ->> '$.DateTimeOriginal', 'subsec') * 1000) AS INTEGER) END";

impl Columns for View {
    fn source(&self, condition: &Condition) -> Source {
        match &condition.field {
            Field::Type => self.asset_type(),
            Field::Name => self.column(if self.table == Table::Version { "f.name" } else { "s.name" }),
            Field::Id => self.column(if self.table == Table::Version { "f.oid" } else { "s.oid" }),
            Field::CreatedAt => self.column("s.created"),
            Field::UpdatedAt => self.column("s.updated"),
            Field::Path => self.path(),
            _ if self.table == Table::Folder => Source::Nothing,
            Field::Size => self.column("s.size"),
            Field::Width => self.pixels("s.width"),
            Field::Height => self.pixels("s.height"),
            Field::Format => self.column("s.mime"),
            Field::Private => self.column("s.private"),
            Field::Published => self.column("s.published"),
            Field::Transparency => self.column("s.alpha"),
            Field::LocationTaken => self.column("s.embedded"),
            Field::Tags => self.tags(condition),
            Field::Keywords | Field::DateTimeOriginal | Field::Custom(_) => self.values(condition),
            // Nobody is recorded as the uploader; the others are fields of checks.
            Field::CreatedBy
            | Field::RequestFolder
            | Field::RequestTags
            | Field::RequestCustom(_)
            | Field::FileSize
            | Field::FileMime
            | Field::Media(_)
            | Field::Description => Source::Nothing,
        }
    }

    fn id(&self, id: &str) -> Param {
        Param::Blob(AssetId::new(id).bytes().map(Vec::from).unwrap_or_default())
    }
}

impl View {
    /// An expression that SQLite may use an index for, or one with a `+` that keeps it from that.
    fn column(&self, name: &'static str) -> Source {
        let free = match self.free {
            Free::All | Free::Listed => true,
            Free::Column(column) => column == name,
            Free::Nothing => false,
        };
        Source::Value(Sql::plain(if free { name.to_owned() } else { format!("+{name}") }))
    }

    /// 0 stands for none.
    fn pixels(&self, name: &'static str) -> Source {
        match self.column(name) {
            Source::Value(column) => Source::Value(Sql::plain(format!("{name} > 0 AND {}", column.text))),
            other => other,
        }
    }

    fn asset_type(&self) -> Source {
        let name = match self.table {
            Table::File => AssetType::File,
            Table::Folder => AssetType::Folder,
            Table::Version => AssetType::FileVersion,
        };
        Source::Value(Sql::plain(format!("'{}'", name.name())))
    }

    fn path(&self) -> Source {
        let pin = if self.free == Free::All { "" } else { "+" };
        let folder = match self.table {
            Table::File => "s.folder",
            Table::Folder => "s.parent",
            Table::Version => "f.folder",
        };
        rows(Sql::plain(format!("{pin}{folder} IN (SELECT v.id FROM folder AS v WHERE TRUE")), "v.path")
    }

    fn tags(&self, condition: &Condition) -> Source {
        match condition.test {
            Test::Exists => Source::Value(Sql::plain("coalesce(s.tags, s.ai_tags)")),
            Test::Has(_) => {
                Source::Value(Sql::plain(format!("(SELECT group_concat(v.x, ' ') FROM {WORDS} AS v)")))
            }
            _ if self.table == Table::Version => {
                rows(Sql::plain(format!("EXISTS (SELECT 1 FROM {WORDS} AS v WHERE TRUE")), "v.x")
            }
            _ => match self.listed() {
                Some(open) => rows(
                    Sql::plain(format!(
                        "{open}SELECT v.file FROM tag AS t CROSS JOIN file_tag AS v ON v.tag = t.id WHERE TRUE"
                    )),
                    "t.name",
                ),
                None => rows(
                    Sql::plain(
                        "EXISTS (SELECT 1 FROM tag AS t CROSS JOIN file_tag AS v ON v.tag = t.id AND v.file = s.id \
                         WHERE TRUE",
                    ),
                    "t.name",
                ),
            },
        }
    }

    /// What opens a list of files by an index, if one is to be used.
    fn listed(&self) -> Option<&'static str> {
        match self.free {
            Free::All => Some("s.id IN ("),
            Free::Listed => Some("("),
            Free::Column(_) | Free::Nothing => None,
        }
    }

    /// Custom metadata, and the embedded metadata that `file_value` has.
    fn values(&self, condition: &Condition) -> Source {
        if let Test::Has(_) = condition.test {
            let mut joined = Sql::plain("(SELECT group_concat(v.x, ' ') FROM ");
            joined.append(json(&condition.field));
            joined.push(" AS v WHERE typeof(v.x) = 'text')");
            return Source::Value(joined);
        }
        let dates = dates(condition);
        if self.table == Table::File
            && let (Some(dates), Some(open)) = (dates, self.listed())
        {
            let table = if dates { "file_moment" } else { "file_value" };
            let open = format!("{open}SELECT v.file FROM {table} AS v WHERE v.field = ");
            return indexed(&open, &condition.field);
        }
        let whole = matches!(condition.test, Test::Equal(_) | Test::In(_));
        if self.table == Table::File && whole && dates == Some(false) {
            let open = "EXISTS (SELECT 1 FROM file_value AS v WHERE v.file = s.id AND v.field = ";
            return indexed(open, &condition.field);
        }
        if condition.field == Field::DateTimeOriginal {
            return Source::Value(Sql::plain(TAKEN));
        }
        let mut open = Sql::plain("EXISTS (SELECT 1 FROM ");
        open.append(json(&condition.field));
        open.push(" AS v WHERE TRUE");
        Source::Rows(Rows { open, value: "v.x", moment: MOMENT })
    }
}

fn rows(open: Sql, value: &'static str) -> Source {
    Source::Rows(Rows { open, value, moment: "NULL" })
}

/// Rows of `file_value` or `file_moment`.
fn indexed(open: &str, field: &Field) -> Source {
    let mut sql = Sql::plain(open);
    sql.bind("(SELECT id FROM value_field WHERE name = ", Param::Text(field.to_string()));
    sql.push(")");
    Source::Rows(Rows { open: sql, value: "v.value", moment: "v.moment" })
}

/// The values of a field, read from the JSON of the row.
fn json(field: &Field) -> Sql {
    match field {
        Field::Custom(name) => Sql {
            text: MEMBER.to_owned(),
            params: vec![Param::Text(name.clone()), Param::Text(name.clone())],
        },
        _ => Sql::plain(KEYWORDS),
    }
}

/// Whether a condition asks for dates (true) or for other values (false); `None` where it asks for both.
pub(super) fn dates(condition: &Condition) -> Option<bool> {
    let is_date = |value: &Value| matches!(value, Value::Date(_));
    match &condition.test {
        Test::Equal(value) | Test::Order(_, value) | Test::Begins(value) => Some(is_date(value)),
        Test::In(values) if values.iter().all(is_date) => Some(true),
        Test::In(values) if values.iter().any(is_date) => None,
        Test::In(_) | Test::Has(_) | Test::Exists => Some(false),
    }
}
