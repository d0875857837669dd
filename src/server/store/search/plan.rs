//! By which index a search goes through the files.
//!
//! There are two kinds of ways. One walks through the files in the order that is asked for, checks
//! each and stops at the end of the page: good where many match. The other takes all files that one
//! condition lets through by its index, checks them and sorts them: good where few match. SQLite
//! can't tell which it is, so a sample and counts with an end do.

use jiff::Timestamp;
use rusqlite::{Connection, params_from_iter};

use super::super::Result;
use super::columns::{Free, Table, View, dates};
use super::conjuncts;
use crate::query::sql::{Param, Sql, expression};
use crate::query::{Condition, Expr, Field, Query, Test, Value};

/// Libraries with fewer files are left to SQLite.
const SMALL: i64 = 20_000;
/// Files looked at to see how many match.
const SAMPLE: i64 = 500;

/// A way through the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server::store) struct Way {
    /// What follows `file AS s`.
    pub(in crate::server::store) indexed: String,
    /// What SQLite may use this index for.
    pub(in crate::server::store) free: Free,
    /// Which of the query's conjuncts it may use it for besides.
    pub(in crate::server::store) lead: Option<usize>,
}

/// The order that is asked for, in the words of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server::store) struct Ordered {
    /// The column of `file`, without `s.`; `None` for an order that no index has.
    pub(in crate::server::store) column: Option<&'static str>,
    /// Whether only one folder is listed.
    pub(in crate::server::store) in_folder: bool,
    /// How many rows of the order are wanted.
    pub(in crate::server::store) rows: u64,
}

impl Way {
    /// What SQLite finds best.
    pub(in crate::server::store) fn open() -> Self {
        Self { indexed: String::new(), free: Free::All, lead: None }
    }

    /// Through the files in the order asked for.
    fn walk(order: Ordered) -> Self {
        let prefix = if order.in_folder { "file_in_" } else { "file_" };
        let indexed = match order.column {
            Some(column) => format!(" INDEXED BY {prefix}{column}"),
            None if order.in_folder => " INDEXED BY file_in_name".to_owned(),
            None => " NOT INDEXED".to_owned(),
        };
        Self {
            indexed,
            free: order.column.map_or(Free::Nothing, |column| Free::Column(qualified(column))),
            lead: None,
        }
    }
}

/// The best way for a query.
pub(in crate::server::store) fn way(
    db: &Connection,
    query: &Query,
    order: Ordered,
    now: Timestamp,
) -> Result<Way> {
    let largest: Option<i64> =
        db.prepare_cached("SELECT max(id) FROM file")?.query_row([], |row| row.get(0))?;
    match largest {
        Some(largest) if largest >= SMALL => {
            let walk = Way::walk(order);
            // Without a choice there is nothing to weigh, which takes longer than to find a page.
            if ways(query, order).len() == 1 {
                return Ok(walk);
            }
            let most = cost_of_walk(db, query, order, &walk, largest, now)?;
            best(db, query, order, walk, most, now)
        }
        _ => Ok(Way::open()),
    }
}

/// All ways that there are for a query, the walk first.
pub(in crate::server::store) fn ways(query: &Query, order: Ordered) -> Vec<Way> {
    let mut all = vec![Way::walk(order)];
    for (at, part) in conjuncts(&query.expr).iter().enumerate() {
        if let Expr::Is(condition) = part
            && !condition.negated
            && let Some(way) = lead(condition, at, order)
            && !all.contains(&way)
        {
            all.push(way);
        }
    }
    all
}

/// The way that a condition leads, if an index has it.
fn lead(condition: &Condition, at: usize, order: Ordered) -> Option<Way> {
    let by = |indexed: String| Way { indexed, free: Free::Nothing, lead: Some(at) };
    let column = |name: &'static str| Way {
        indexed: format!(" INDEXED BY file_{name}"),
        free: Free::Column(qualified(name)),
        lead: None,
    };
    match (&condition.field, &condition.test) {
        (_, Test::Has(_)) => None,
        (Field::Name, _) => Some(column("name")),
        (Field::CreatedAt, _) => Some(column("created")),
        (Field::UpdatedAt, _) => Some(column("updated")),
        (Field::Size, _) => Some(column("size")),
        (Field::Width, _) => Some(column("width")),
        (Field::Height, _) => Some(column("height")),
        (Field::Id, _) => Some(Way { free: Free::Column("s.oid"), ..by(" INDEXED BY file_oid".into()) }),
        (Field::Path, Test::Begins(Value::Path(path))) if path.is_root() => None,
        (Field::Path, _) => Some(by(format!(" INDEXED BY file_in_{}", order.column.unwrap_or("name")))),
        (Field::Tags, Test::Equal(_) | Test::In(_)) => Some(by(" NOT INDEXED".into())),
        (Field::Keywords | Field::DateTimeOriginal | Field::Custom(_), _) if dates(condition).is_some() => {
            Some(by(" NOT INDEXED".into()))
        }
        _ => None,
    }
}

/// About how many files a walk visits until the page is full, by a sample of all files.
fn cost_of_walk(
    db: &Connection,
    query: &Query,
    order: Ordered,
    walk: &Way,
    largest: i64,
    now: Timestamp,
) -> Result<u64> {
    let view = View { table: Table::File, free: Free::Nothing };
    let mut sql = Sql::plain("SELECT total(hit), total(visited) FROM (SELECT (");
    sql.append(expression(&query.expr, &view, now));
    sql.push(") IS TRUE AS hit, (");
    sql.append(free_part(query, walk.free, &view, now));
    sql.push(") IS TRUE AS visited FROM file AS s NOT INDEXED WHERE s.id IN (SELECT value FROM json_each(");
    // Spread evenly, the last one being a file for sure.
    let ids: Vec<i64> = (0..SAMPLE).map(|i| largest - largest / SAMPLE * i).collect();
    sql.bind("", Param::Text(format!("{ids:?}")));
    sql.push(")))");
    let (hits, visited): (f64, f64) = db
        .prepare_cached(&sql.text)?
        .query_row(params_from_iter(&sql.params), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let visited = visited.max(1.0);
    // None of a sample may still be some of all.
    let until_full = order.rows as f64 * visited / hits.max(0.5);
    let all = largest as f64 * visited / SAMPLE as f64;
    let cost = if order.column.is_some() { until_full.min(all) } else { all };
    // A number of files: neither negative nor too large.
    Ok(cost as u64)
}

/// The conjuncts that an index on a column is used for.
fn free_part(query: &Query, free: Free, view: &View, now: Timestamp) -> Sql {
    let mut sql = Sql::plain("TRUE");
    for part in conjuncts(&query.expr).iter().filter(|part| is_on(part, free)) {
        sql.push(" AND ");
        sql.append(expression(part, view, now));
    }
    sql
}

fn is_on(part: &Expr, free: Free) -> bool {
    let Expr::Is(condition) = part else { return false };
    let column = match condition.field {
        Field::Name => "s.name",
        Field::Id => "s.oid",
        Field::CreatedAt => "s.created",
        Field::UpdatedAt => "s.updated",
        Field::Size => "s.size",
        Field::Width => "s.width",
        Field::Height => "s.height",
        _ => return false,
    };
    !condition.negated && !matches!(condition.test, Test::Has(_)) && free == Free::Column(column)
}

/// The walk, or a way that visits fewer files than it.
fn best(db: &Connection, query: &Query, order: Ordered, walk: Way, most: u64, now: Timestamp) -> Result<Way> {
    let (mut best, mut most) = (walk, most);
    for way in ways(query, order).into_iter().skip(1) {
        let count = count(db, query, &way, most, now)?;
        if count < most {
            (best, most) = (way, count);
        }
    }
    Ok(best)
}

/// How many files a way visits, `most` at most.
fn count(db: &Connection, query: &Query, way: &Way, most: u64, now: Timestamp) -> Result<u64> {
    let parts = conjuncts(&query.expr);
    let mut sql = Sql::plain("SELECT count(*) FROM (SELECT 1 FROM ");
    match way.lead.and_then(|at| parts.get(at)) {
        Some(part) if is_path(part) => {
            sql.push("file AS s INDEXED BY file_in_name WHERE ");
            sql.append(expression(part, &View { table: Table::File, free: Free::All }, now));
        }
        Some(part) if way.indexed == " NOT INDEXED" => {
            sql.append(expression(part, &View { table: Table::File, free: Free::Listed }, now));
        }
        _ => {
            sql.push("file AS s");
            sql.push(&way.indexed);
            sql.push(" WHERE ");
            sql.append(free_part(query, way.free, &View { table: Table::File, free: Free::All }, now));
        }
    }
    sql.bind(" LIMIT ", Param::Integer(i64::try_from(most).unwrap_or(i64::MAX)));
    sql.push(")");
    let count: i64 =
        db.prepare_cached(&sql.text)?.query_row(params_from_iter(&sql.params), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

fn is_path(part: &Expr) -> bool {
    matches!(part, Expr::Is(Condition { field: Field::Path, .. }))
}

/// The column of `file AS s`.
fn qualified(column: &'static str) -> &'static str {
    match column {
        "name" => "s.name",
        "created" => "s.created",
        "updated" => "s.updated",
        "size" => "s.size",
        "height" => "s.height",
        _ => "s.width",
    }
}
