//! `ikt api`: any call of the API, written by hand.

use serde_json::Value;

use super::frame::{Code, Failure, Session, failed};
use super::json;

/// The call.
#[derive(Debug, clap::Args)]
pub(super) struct ApiArgs {
    /// GET, POST, PUT, PATCH or DELETE
    method: String,
    /// The path with its query, such as /v1/files?limit=1
    path: String,
    /// The body: JSON, @file, or - for standard input
    #[arg(long, short = 'd', value_name = "JSON")]
    body: Option<String>,
    /// Write the status and the headers first
    #[arg(long, short)]
    include: bool,
}

/// Makes the call and writes the body that is answered, as it came.
///
/// # Errors
///
/// When the answer isn't success: its body is written all the same.
pub(super) async fn run(args: ApiArgs, session: &Session) -> Result<Code, Failure> {
    let body: Option<Value> = args.body.as_deref().map(|text| json::argument("--body", text)).transpose()?;
    let what = format!("Could not {} {}", args.method.to_uppercase(), args.path);
    let answer = session.client.raw(&args.method, &args.path, body.as_ref()).await.map_err(failed(&what))?;
    let out = session.out;
    if args.include && !out.json() {
        out.line(format!("HTTP {}", answer.status))?;
        for (name, value) in &answer.headers {
            out.line(format!("{name}: {}", out.name(value)))?;
        }
        out.line("")?;
    }
    match answer.json() {
        Some(value) => out.document(&value)?,
        None if answer.body.is_empty() => {}
        None => out.line(out.name(&String::from_utf8_lossy(&answer.body)))?,
    }
    match answer.error {
        Some(error) => Err(failed(&what)(error)),
        None => Ok(Code::Done),
    }
}
