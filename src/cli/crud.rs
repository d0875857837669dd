//! Things that are listed, looked at, made, changed and deleted in the same way: custom metadata
//! fields, origins, URL endpoints, webhooks, saved extensions, named transformations. They go as JSON,
//! in and out, so that nothing that the service knows is lost on the way.

use serde_json::{Value, json};

use super::frame::{Code, Failure, Session, confirm, failed};
use super::json;
use crate::url::encode_path;

/// What is done to them.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Action {
    /// All of them
    List,
    /// One of them
    Get {
        /// Its id
        id: String,
    },
    /// Make one
    Create {
        /// What it is: JSON, @file, or - for standard input
        #[arg(value_name = "JSON")]
        body: String,
    },
    /// Change one
    Update {
        /// Its id
        id: String,
        /// What changes: JSON, @file, or - for standard input
        #[arg(value_name = "JSON")]
        body: String,
    },
    /// Delete one
    Delete {
        /// Its id
        id: String,
        /// Don't ask
        #[arg(long, short)]
        yes: bool,
    },
}

/// The arguments of a kind of things.
#[derive(Debug, clap::Args)]
pub(super) struct CrudArgs {
    #[command(subcommand)]
    action: Action,
}

/// A kind of things.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// Where they are.
    pub(super) path: &'static str,
    /// One of them in words.
    pub(super) one: &'static str,
    /// `PUT` where a change names all, `PATCH` where it names what changes.
    pub(super) change: &'static str,
}

pub(super) const ORIGINS: Kind = Kind { path: "/v1/accounts/origins", one: "origin", change: "PUT" };
pub(super) const ENDPOINTS: Kind =
    Kind { path: "/v1/accounts/url-endpoints", one: "URL endpoint", change: "PUT" };
pub(super) const WEBHOOKS: Kind = Kind { path: "/v1/accounts/webhooks", one: "webhook", change: "PATCH" };
pub(super) const EXTENSIONS: Kind =
    Kind { path: "/v1/saved-extensions", one: "saved extension", change: "PATCH" };
pub(super) const TRANSFORMATIONS: Kind =
    Kind { path: "/v1/named-transformations", one: "named transformation", change: "PATCH" };

/// Does what is asked.
///
/// # Errors
///
/// For JSON that can't be, when the user says no, and those of any call.
pub(super) async fn run(args: CrudArgs, kind: Kind, session: &Session) -> Result<Code, Failure> {
    let of = |id: &str| format!("{}/{}", kind.path, encode_path(id).replace('/', "%2F"));
    let what = |verb: &str, id: &str| format!("Could not {verb} the {} {id}", kind.one).trim_end().to_owned();
    match args.action {
        Action::List => list(session, kind.path, &what("list every", "")).await,
        Action::Get { id } => one(session, "GET", &of(&id), None, &what("look at", &id)).await,
        Action::Create { body } => {
            let body: Value = json::argument("JSON", &body)?;
            one(session, "POST", kind.path, Some(&body), &what("make", "")).await
        }
        Action::Update { id, body } => {
            let body: Value = json::argument("JSON", &body)?;
            one(session, kind.change, &of(&id), Some(&body), &what("change", &id)).await
        }
        Action::Delete { id, yes } => {
            confirm(&format!("Delete the {} {id}", kind.one), yes)?;
            call(session, "DELETE", &of(&id), None, &what("delete", &id)).await?;
            if session.out.json() {
                session.out.value(&json!({ "id": id, "outcome": "done" }))?;
            }
            Ok(Code::Done)
        }
    }
}

/// Writes a list, one thing a line for machines.
///
/// # Errors
///
/// Those of any call.
pub(super) async fn list(session: &Session, path: &str, what: &str) -> Result<Code, Failure> {
    match call(session, "GET", path, None, what).await? {
        Value::Array(items) => items.iter().try_for_each(|item| session.out.document(item))?,
        other => session.out.document(&other)?,
    }
    Ok(Code::Done)
}

/// Makes a call and writes its answer.
///
/// # Errors
///
/// Those of any call.
pub(super) async fn one(
    session: &Session,
    method: &str,
    path: &str,
    body: Option<&Value>,
    what: &str,
) -> Result<Code, Failure> {
    session.out.document(&call(session, method, path, body, what).await?)?;
    Ok(Code::Done)
}

/// Makes a call; its answer as it came.
///
/// # Errors
///
/// Those of any call.
pub(super) async fn call(
    session: &Session,
    method: &str,
    path: &str,
    body: Option<&Value>,
    what: &str,
) -> Result<Value, Failure> {
    let answer = session.client.raw(method, path, body).await.map_err(failed(what))?;
    let json = answer.json();
    match answer.error {
        Some(error) => Err(failed(what)(error)),
        None => Ok(json.unwrap_or(Value::Null)),
    }
}
