//! `ikt search`: files and folders by a text in the search language.

use super::frame::{Code, Failure, Session, list};
use super::ls::FilterArgs;
use crate::model::FolderPath;

/// What is searched for.
#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// Such as: tags IN ["summer"] AND size > "1mb" AND createdAt > "7d"
    query: String,
    /// In this one folder; for all below it write path : "/folder/" into the query
    #[arg(long, value_name = "FOLDER")]
    path: Option<String>,
    /// With size, pixels, time and tags
    #[arg(long, short)]
    long: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Writes all that is found.
///
/// # Errors
///
/// For a query that makes no sense, and those of any call.
pub(super) async fn run(args: SearchArgs, session: &Session) -> Result<Code, Failure> {
    let (mut query, limit) = args.filter.query();
    query.path = args.path.as_deref().map(FolderPath::new);
    query.search = Some(args.query);
    list(session, query, limit, args.long, "Could not search").await?;
    Ok(Code::Done)
}
