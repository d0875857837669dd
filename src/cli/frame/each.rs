//! The same work on each of many things.

use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use super::bulk::ended;
use super::failure::{Code, Failure, as_json, tell};
use super::progress::Progress;
use super::session::Session;

/// Works at once.
const AT_ONCE: usize = 4;

/// What is told of one thing that is done.
pub(in crate::cli) struct Line {
    /// For machines.
    pub(in crate::cli) value: Value,
    /// For people; nothing where the sum at the end says enough.
    pub(in crate::cli) text: Option<String>,
}

/// Does the work on each thing, a few at once, and tells what became of them in their order. A thing
/// that fails is told and the others go on. Ctrl-C begins no more and drops what is under way.
///
/// # Errors
///
/// When nobody reads the output any more; and with only one thing, its failure.
pub(in crate::cli) async fn each<T>(
    session: &Session,
    title: &str,
    things: Vec<(String, T)>,
    progress: &Progress,
    work: impl AsyncFn(&str, T) -> Result<Line, Failure>,
) -> Result<Code, Failure> {
    let (out, all) = (session.out, things.len());
    let mut results = stream::iter(things)
        .map(async |(name, thing)| {
            let done = work(&name, thing).await;
            (name, done)
        })
        .buffered(AT_ONCE);
    let (mut failures, mut done) = (Vec::new(), 0_usize);
    loop {
        let next = tokio::select! {
            next = results.next() => next,
            Ok(()) = tokio::signal::ctrl_c() => {
                progress.clear();
                out.note(format!("{title}: interrupted after {} of {all}", done + failures.len()));
                return Ok(Code::Interrupted);
            }
        };
        let Some((name, result)) = next else { break };
        progress.clear();
        match result {
            Ok(line) => {
                done += 1;
                match line.text {
                    _ if out.json() => out.value(&line.value)?,
                    Some(text) => out.line(text)?,
                    None => {}
                }
            }
            Err(Failure::Told(report, code)) if all > 1 => {
                if out.json() {
                    out.value(&json!({ "path": name, "error": as_json(&report, code) }))?;
                } else {
                    tell(&report, code, false);
                }
                failures.push(code);
            }
            Err(failure) => return Err(failure),
        }
        progress.show(|| format!("{} of {all}", done + failures.len()));
    }
    progress.clear();
    match failures.len() {
        0 => out.note(format!("{title}: {done} done")),
        failed => out.note(format!("{title}: {done} done, {failed} failed")),
    }
    Ok(ended(all, &failures))
}
