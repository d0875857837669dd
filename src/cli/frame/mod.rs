//! What all subcommands share: arguments, the account, output, errors, names, runs.

mod account;
mod arguments;
mod bulk;
mod confirm;
mod failure;
mod names;
mod output;
mod progress;
mod serving;
mod session;
mod walk;

pub(super) use account::{Choice, choose};
pub(super) use arguments::{Common, LibraryArgs, With};
pub(super) use bulk::{RunArgs, carry_out, ended};
pub(super) use confirm::{answer, confirm};
pub(super) use failure::{Code, Failure, failed, tell};
pub(super) use names::{Wanted, resolve, resolve_one};
pub(super) use output::Out;
pub(super) use progress::Progress;
pub(super) use serving::Serving;
pub(super) use session::{Library, Session, run};
