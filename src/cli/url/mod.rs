//! `ikt url`: a delivery URL, transformed and signed; or why a signature is refused.

mod case;
mod explain;
mod typed;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use self::case::Case;
use self::typed::TypedCase;
use super::batch::{self, Raised};
use super::frame::{
    Choice, Code, Failure, Library, LibraryArgs, Out, With, block_on, choice, with_standard_input,
};
use crate::model::Account;
use crate::url::Signer;
use crate::url::catalog::Scope;
use crate::url::classic::Position;
use crate::url::draft::Draft;
use crate::url::forms::{Form, Request, Rules, Signing, chain_of, write};

/// Files and what is to be made of them.
#[derive(Debug, clap::Args)]
#[command(subcommand_negates_reqs = true)]
pub(super) struct UrlArgs {
    #[command(subcommand)]
    action: Option<Action>,
    /// Paths of files, whole URLs, or - for those on standard input, one a line
    #[arg(required_unless_present = "batch", value_name = "FILE")]
    files: Vec<String>,
    /// A transformation, as in w-300,h-200:rt-90
    #[arg(long, value_name = "CHAIN")]
    tr: Option<String>,
    /// Transformations by the names of the SDKs, as in width=300 or aspect_ratio=4-3; all in one step,
    /// behind --tr
    #[arg(long, alias = "set", value_name = "NAME=VALUE", value_parser = pair, num_args = 1..)]
    named: Vec<(String, String)>,
    /// Put the transformation into the path instead of the query
    #[arg(long)]
    in_path: bool,
    /// A parameter for the query, as in ik-attachment=true
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    query: Vec<(String, String)>,
    /// Sign it
    #[arg(long)]
    sign: bool,
    /// Sign it for a time, as in 1h or 30m
    #[arg(long, value_name = "TIME", value_parser = span)]
    expires: Option<SignedDuration>,
    /// Whose rules it follows: typed for the newer SDKs, classic for imagekitio 4.1.0
    #[arg(long, value_name = "RULES", value_parser = rules(), default_value = "typed")]
    rules: Rules,
    /// What it is written as
    #[arg(long = "as", value_name = "FORM", value_parser = form(), default_value = "url")]
    form: Form,
    /// What the picture shows, for HTML and Markdown
    #[arg(long, value_name = "TEXT", default_value = "")]
    alt: String,
    /// How wide it is shown, in CSS pixels
    #[arg(long, value_name = "PIXELS")]
    width: Option<u32>,
    /// How high it is shown, in CSS pixels
    #[arg(long, value_name = "PIXELS")]
    height: Option<u32>,
    /// The sizes of a srcset, as in "(min-width: 800px) 50vw, 100vw"
    #[arg(long)]
    sizes: Option<String>,
    /// The same as `ikt url explain`
    #[arg(long, hide = true, conflicts_with_all = ["tr", "named", "in_path", "query", "sign", "expires", "batch"])]
    explain: bool,
    /// Read calls of the SDKs from standard input, one JSON object a line ({"client": …, "options": …,
    /// "now": …}, with "fn" for those of the newer SDKs), and answer each with {"value": …} or
    /// {"error": {"kind": …, "message": …}}; the exit code is 9 when some are errors
    #[arg(long, conflicts_with_all = ["files", "tr", "named", "in_path", "query", "sign", "expires"])]
    batch: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Tell whether the signatures of URLs are right, and if not, why, and the right ones
    Explain {
        /// Whole URLs, or - for those on standard input, one a line
        #[arg(required = true, value_name = "URL")]
        urls: Vec<String>,
    },
}

/// Writes the URLs, or what is to be said of some.
///
/// # Errors
///
/// When there is no account, or a text is no delivery URL.
pub(super) fn run(with: With<UrlArgs>) -> Result<Code, Failure> {
    let With { args, common } = with;
    let out = Out::new(common.json);
    if args.batch {
        return batch::run(out, answer);
    }
    let now = Timestamp::now();
    let explained = match &args.action {
        Some(Action::Explain { urls }) => Some(urls),
        None => args.explain.then_some(&args.files),
    };
    if let Some(urls) = explained {
        let urls = with_standard_input(urls)?;
        return explain::run(out, &urls, &account(&common.library)?, now);
    }
    let files = with_standard_input(&args.files)?;
    let account = account(&common.library)?;
    let signer = Signer::new(&account.private_key);
    let mut request = args.request(&account, now);
    // The URL is written all the same: the service may know more.
    for (_, remark) in Draft::parse(&request.chain).remarks(Scope::Image) {
        out.note(format!("warning: {}", remark.text()));
    }
    for file in files {
        request.path = file;
        let text = write(args.form, &request, &signer);
        let value = json!({ "file": request.path, "url": request.url(&signer), "as": args.form.name(), "text": text });
        out.either(&value, || text.clone())?;
    }
    Ok(Code::Done)
}

fn account(library: &LibraryArgs) -> Result<Account, Failure> {
    match choice(library)? {
        Choice::Account(account) => Ok(*account),
        local => block_on(async move {
            let library = Library::open(local).await?;
            let account = library.account().clone();
            library.close().await;
            Ok(account)
        }),
    }
}

impl UrlArgs {
    /// What is asked for, but for the file.
    fn request(&self, account: &Account, now: Timestamp) -> Request {
        let named = Some(chain_of(&self.named)).filter(|chain| !chain.is_empty());
        let steps: Vec<_> = self.tr.iter().chain(&named).map(String::as_str).collect();
        Request {
            rules: self.rules,
            endpoint: account.delivery.clone(),
            path: String::new(),
            chain: steps.join(":"),
            position: if self.in_path { Position::Path } else { Position::Query },
            query: self.query.clone(),
            signing: match self.expires {
                Some(time) => Signing::For(time.as_secs()),
                None if self.sign => Signing::Forever,
                None => Signing::No,
            },
            now: now.as_second(),
            alt: self.alt.clone(),
            width: self.width,
            height: self.height,
            sizes: self.sizes.clone(),
        }
    }
}

/// The names of rules, known to completions and help.
fn rules() -> impl TypedValueParser<Value = Rules> {
    PossibleValuesParser::new(["typed", "classic"])
        .map(|name| if name == "classic" { Rules::Classic } else { Rules::Typed })
}

/// The names of forms, known to completions and help.
fn form() -> impl TypedValueParser<Value = Form> {
    PossibleValuesParser::new(Form::ALL.map(Form::name)).try_map(|name| name.parse::<Form>())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it should be NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A span of time above zero, as in `1h`; a number alone is seconds.
fn span(text: &str) -> Result<SignedDuration, String> {
    let time = match text.parse::<i64>() {
        Ok(seconds) => SignedDuration::from_secs(seconds),
        Err(_) => text.parse::<SignedDuration>().map_err(|error| error.to_string())?,
    };
    if time.as_secs() > 0 { Ok(time) } else { Err("it should be above zero".to_owned()) }
}

/// A call of one of the SDKs.
fn answer(case: &Value) -> Result<Value, Raised> {
    let unreadable = |error: serde_json::Error| Raised::new("JSONDecodeError", error.to_string());
    if case.get("fn").is_some() {
        return TypedCase::read(case).map_err(unreadable)?.answer();
    }
    Case::read(case).map_err(unreadable)?.url().map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time() {
        assert_eq!(span("1h"), Ok(SignedDuration::from_hours(1)));
        assert_eq!(span("90"), Ok(SignedDuration::from_secs(90)));
        assert!(span("0").is_err() && span("-1h").is_err() && span("soon").is_err());
    }

    #[test]
    fn pairs() {
        assert_eq!(pair("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(pair("a").is_err());
    }
}
