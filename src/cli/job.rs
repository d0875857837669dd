//! `ikt job`: how far a job on a folder is.

use std::time::Duration;

use super::frame::{Code, Failure, Progress, Session, failed};
use crate::api::JobState;

/// The first pause between looks, and the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Which job.
#[derive(Debug, clap::Args)]
pub(super) struct JobArgs {
    /// Its number
    #[arg(value_name = "JOB")]
    job: String,
    /// Wait until it has ended
    #[arg(long)]
    wait: bool,
}

/// Tells the state of the job.
///
/// # Errors
///
/// When there is no such job, and those of any call.
pub(super) async fn run(args: JobArgs, session: &Session) -> Result<Code, Failure> {
    let progress = Progress::new(session.out.json());
    let mut pause = PAUSES.0;
    let job = loop {
        let what = format!("Could not look at the job {}", args.job);
        let job = session.client.job(&args.job).await.map_err(failed(what))?;
        if !args.wait || job.state != JobState::Pending {
            break job;
        }
        progress.show(|| format!("{} is pending", args.job));
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES.1);
    };
    progress.clear();
    let (state, code) = match &job.state {
        JobState::Pending => ("Pending", Code::Done),
        JobState::Completed => ("Completed", Code::Done),
        JobState::Partial(why) => (why.as_str(), Code::Partial),
        JobState::Other(state) => (state.as_str(), Code::Done),
    };
    session.out.either(&job.raw, || session.out.name(state).into_owned())?;
    Ok(code)
}
