//! `ikt demo`: a library of any size, to try the screen on; and the drawing of `assets/`.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::open::{self, OpenArgs};
use crate::model::Report;
use crate::server::StartError;
use crate::server::seed::{self, Plan};
use crate::server::store::Store;

/// Makes a library of N files whose pictures are drawn on demand, and opens it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct DemoArgs {
    /// How many files
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
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

/// Makes what is asked for, and opens it.
///
/// # Errors
/// The folder can't be written, is open elsewhere, or holds another library.
pub(super) fn run(args: DemoArgs) -> Result<ExitCode, Report> {
    if let Some(folder) = args.draw_assets {
        let drawn = seed::draw_assets(&folder).map_err(|error| {
            failed("Could not draw the pictures", &error, "See that the folder can be written.")
        })?;
        eprintln!("Drew {drawn} pictures in {}", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    // clap has seen to it that there is a folder.
    let data = args.data.unwrap_or_default();
    make(&data, Plan { files: args.files, flat: args.flat })?;
    if args.no_screen { Ok(ExitCode::SUCCESS) } else { open::run(OpenArgs::on(data)) }
}

fn make(data: &Path, plan: Plan) -> Result<(), Report> {
    let store = Store::open(data).map_err(|error| StartError::from(error).report())?;
    let mut progress = Progress::new(plan.files);
    let made = seed::fill(&store, plan, |files| progress.show(files));
    progress.end();
    let what = format!("Could not make a demo library in {}", data.display());
    if made.map_err(|error| failed(&what, &error, "Choose an empty folder with --data."))? {
        eprintln!("Made {} files in {} ({:.1} s)", plan.files, data.display(), progress.seconds());
    } else {
        eprintln!("{} holds this demo already", data.display());
    }
    Ok(())
}

fn failed(what: &str, error: &dyn std::error::Error, next: &str) -> Report {
    Report::new(what, error.to_string(), next)
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
