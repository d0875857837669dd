//! `ikt demo`: a library of any size, to try the screen on; and the drawing of `assets/`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::frame::Failure;
use super::open::{self, OpenArgs};
use crate::model::Report;
use crate::server::StartError;
use crate::server::seed::{self, BigError, Plan};
use crate::server::store::Store;

/// How large a library, and where.
#[derive(Debug, clap::Args)]
pub(super) struct DemoArgs {
    /// How many files
    #[arg(
        long,
        value_name = "N",
        default_value_t = 100_000,
        value_parser = clap::value_parser!(u32).range(1..=10_000_000)
    )]
    files: u32,
    /// Where the library is made; if it is there already, it is opened as it is
    #[arg(long, value_name = "DIR", required_unless_present = "draw_assets")]
    data: Option<PathBuf>,
    /// Put all files into one folder
    #[arg(long)]
    flat: bool,
    /// Only make the library, don't open it
    #[arg(long)]
    no_screen: bool,
    /// Draw the pictures of the manifest in DIR anew
    #[arg(long, value_name = "DIR", hide = true, conflicts_with_all = ["data", "flat", "files"])]
    draw_assets: Option<PathBuf>,
}

/// Makes what is asked for, and opens it unless told otherwise.
///
/// # Errors
/// The folder can't be written, is open elsewhere, or holds another library.
pub(super) fn run(args: DemoArgs) -> Result<ExitCode, Failure> {
    if let Some(folder) = args.draw_assets {
        return Ok(draw(&folder)?);
    }
    let data = args.data.unwrap_or_default();
    make(&data, Plan { files: args.files, flat: args.flat })?;
    if args.no_screen { Ok(ExitCode::SUCCESS) } else { open::run(OpenArgs::on(data)) }
}

fn draw(folder: &Path) -> Result<ExitCode, Report> {
    let drawn = seed::draw_assets(folder).map_err(|error| {
        Report::new("Could not draw the pictures", error.to_string(), "See that the folder can be written.")
    })?;
    eprintln!("Drew {drawn} pictures in {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

fn make(data: &Path, plan: Plan) -> Result<(), Report> {
    let what = || format!("Could not make a demo library in {}", data.display());
    let store =
        Store::open(data).map_err(|error| Report { what: what(), ..StartError::from(error).report() })?;
    let mut progress = Progress::new(plan.files);
    let made = seed::fill(&store, plan, |files| progress.show(files));
    progress.end();
    if made.map_err(|error| Report::new(what(), error.to_string(), next(&error)))? {
        eprintln!("Made {} files in {} ({:.1} s)", plan.files, data.display(), progress.seconds());
    } else {
        eprintln!("{} holds this demo already", data.display());
    }
    Ok(())
}

fn next(error: &BigError) -> &'static str {
    match error {
        BigError::Occupied => "Choose a new or empty folder with --data.",
        BigError::Other { .. } => "Ask for that one, or choose another folder with --data.",
        BigError::Store(_) => "See that the disk is neither full nor damaged, and try again.",
    }
}

/// A line on the terminal that tells how far it is.
struct Progress {
    files: u32,
    start: Instant,
    shown: bool,
}

impl Progress {
    fn new(files: u32) -> Self {
        Self { files, start: Instant::now(), shown: false }
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    fn show(&mut self, made: u32) {
        let mut out = io::stderr();
        if out.is_terminal() {
            let last = if made >= self.files { "indexing" } else { "" };
            // A progress line that can't be written is no reason to stop.
            let _ = write!(out, "\r{made} of {} files, {:.0} s {last}  ", self.files, self.seconds());
            let _ = out.flush();
            self.shown = true;
        }
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r{:60}\r", "");
        }
    }
}
