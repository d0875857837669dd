//! What all subcommands share: arguments, the account, output, errors, names, runs.

mod account;
mod arguments;
mod bulk;
mod confirm;
mod each;
mod failure;
mod listing;
mod names;
mod output;
mod progress;
mod serving;
mod session;
mod walk;

pub(super) use account::{Choice, journals_of};
pub(super) use arguments::{Common, LibraryArgs, With};
pub(super) use bulk::{RunArgs, carry_out, carry_out_noted, go_on, show};
pub(super) use confirm::{answer, confirm};
pub(super) use each::{Line, each};
pub(super) use failure::{CODES, Code, Failure, failed, tell};
pub(super) use listing::{list, tell as tell_asset};
pub(super) use names::{Wanted, is_pattern, resolve, resolve_one, with_standard_input};
pub(super) use output::Out;
pub(super) use progress::{Progress, bytes};
pub(super) use serving::Serving;
pub(super) use session::{Library, Session, block_on, choice, paths, run};
pub(super) use walk::{files_in, folders_in};
