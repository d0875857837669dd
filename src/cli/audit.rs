//! `ikt audit`: what a library should not have, found in its copy on this machine.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::frame::{Code, Failure, Out, With, choice, paths};
use crate::catalog::audit::{
    Bounds, Finding, Found, Order, RULES, Rule, read_bytes, read_pixels, run as look,
};
use crate::catalog::{Catalog, Error};
use crate::model::FolderPath;

const WHAT: &str = "Could not audit the library";

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(super) struct AuditArgs {
    /// A rule, which can be given several times: see --list [default: all]
    #[arg(long = "rule", value_name = "NAME", value_parser = rule)]
    rules: Vec<Rule>,
    /// The largest file that is fine: 5mb, 500kb
    #[arg(long, value_name = "SIZE", value_parser = read_bytes)]
    max_bytes: Option<u64>,
    /// The largest picture that is fine: 25mp, 6000x4000
    #[arg(long, value_name = "PIXELS", value_parser = read_pixels)]
    max_pixels: Option<u64>,
    /// In this folder and below it
    #[arg(long = "in", value_name = "FOLDER", default_value = "/")]
    folder: String,
    /// Files that are named for each rule
    #[arg(long, value_name = "N", default_value_t = 5)]
    examples: usize,
    /// List the rules, and look at nothing
    #[arg(long)]
    list: bool,
}

fn rule(name: &str) -> Result<Rule, String> {
    Rule::named(name).ok_or_else(|| {
        let names: Vec<_> = RULES.iter().map(|def| def.name).collect();
        format!("the rules are {}", names.join(", "))
    })
}

/// Tells what was found: the exit code is 1 where something was. The service isn't asked.
///
/// # Errors
///
/// When there is no copy of the library, or it can't be read.
pub(super) fn run(with: With<AuditArgs>) -> Result<Code, Failure> {
    let out = Out::new(with.common.json);
    if with.args.list {
        return list(out);
    }
    let path = choice(&with.common.library)?.catalog(&paths()?);
    let failure = |error: Error| Failure::from(error.report(WHAT));
    let none = || Failure::not_found(WHAT, "the library is not copied to this machine: `ikt sync` copies it");
    let catalog = Catalog::open_existing(&path).map_err(failure)?.ok_or_else(none)?;
    let order = order(with.args, catalog.fields().map_err(failure)?);
    let whole = catalog.state().map_err(failure)?.complete;
    let found = look(&catalog, order, || true).map_err(failure)?;
    tell(out, &found, whole)
}

fn order(args: AuditArgs, fields: Vec<crate::catalog::KnownField>) -> Order {
    let usual = Bounds::default();
    Order {
        rules: args.rules,
        bounds: Bounds {
            bytes: args.max_bytes.unwrap_or(usual.bytes),
            pixels: args.max_pixels.unwrap_or(usual.pixels),
            ..usual
        },
        folder: FolderPath::new(&args.folder),
        fields,
        now: Timestamp::now(),
        examples: args.examples,
    }
}

fn list(out: Out) -> Result<Code, Failure> {
    for def in RULES {
        let value = json!({ "rule": def.name, "title": def.title, "about": def.why });
        out.either(&value, || format!("{:<16} {}: {}", def.name, def.title, def.why))?;
    }
    Ok(Code::Done)
}

fn tell(out: Out, found: &Found, whole: bool) -> Result<Code, Failure> {
    let broken: Vec<&Finding> = found.findings.iter().filter(|finding| !finding.rows.is_empty()).collect();
    if out.json() {
        let findings: Vec<Value> = found.findings.iter().map(as_json).collect();
        out.value(&json!({ "files": found.files, "complete": whole, "findings": findings }))?;
    } else {
        for finding in &broken {
            out.line(format!(
                "{:>9}  {:<16} {}",
                finding.rows.len(),
                out.name(&finding.name),
                out.name(&finding.title)
            ))?;
            for path in &finding.examples {
                out.line(format!("           {}", out.name(path)))?;
            }
        }
        out.note(format!(
            "{} of {} rules are broken, in {} files",
            broken.len(),
            found.findings.len(),
            found.files
        ));
    }
    if !whole {
        out.note("The copy isn't the whole library yet: `ikt sync` goes on with it");
    }
    Ok(if broken.is_empty() { Code::Done } else { Code::General })
}

fn as_json(finding: &Finding) -> Value {
    json!({
        "rule": finding.name, "title": finding.title, "count": finding.rows.len(), "examples": finding.examples,
        "search": finding.search.as_ref().map(|search| &search.text),
    })
}
