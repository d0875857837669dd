//! `ikt dupes`: pictures that are nearly the same, by their pHashes.

mod hashes;
mod library;
mod told;

use super::frame::{Code, Failure, Out, With, choice, paths};

/// Where the pHashes are, how near is near, and what is done.
#[derive(Debug, clap::Args)]
pub(super) struct DupesArgs {
    /// Pictures in one group are linked by differences of at most so many bits: 0 to 20 [default: 8, or
    /// less where a library is so large that more would be chance]
    #[arg(long, value_name = "BITS", value_parser = clap::value_parser!(u8).range(0..=20))]
    max_distance: Option<u8>,
    /// Group the pHashes of a file instead of a library's (- is standard input): on each line 16 hexadecimal
    /// digits, or a name, a tab and the digits
    #[arg(long, value_name = "FILE", conflicts_with_all = OF_LIBRARY)]
    hashes: Option<String>,
    /// With --hashes: how many groups there are at each distance up to the highest, not which
    #[arg(long, requires = "hashes")]
    summary: bool,
    /// Which picture of a group is kept: rules apart by commas, each deciding among those that the ones
    /// before left equal. safe, published, pixels, bytes, oldest, newest, tags, path or path=/a:/b (the first
    /// folder), format or format=png:jpg [default: safe,pixels,bytes,oldest,path]
    #[arg(long, value_name = "RULES")]
    keep: Option<String>,
    /// Give the kept picture the tags of the others, and the values and the description that it lacks
    #[arg(long)]
    merge: bool,
    /// Show what would be done, and do nothing
    #[arg(long, short = 'n', conflicts_with = "apply")]
    plan: bool,
    /// Move all but the kept ones to the trash; `ikt undo` takes it back
    #[arg(long)]
    apply: bool,
    /// Nothing in this folder goes to the trash
    #[arg(long, value_name = "FOLDER")]
    safe: Vec<String>,
    /// Only pictures in this folder, at all levels
    #[arg(long = "in", value_name = "FOLDER")]
    within: Option<String>,
    /// With --plan and --apply: also groups of pictures whose pHash says nothing, such as those of one colour
    #[arg(long)]
    flat: bool,
}

/// What makes no sense for a file of pHashes.
const OF_LIBRARY: [&str; 7] = ["keep", "merge", "plan", "apply", "safe", "within", "flat"];

/// How near is near, where nothing is said.
const DISTANCE: u8 = 8;

/// Writes the groups, or what is done with them.
///
/// # Errors
///
/// When the hashes or the copy of the library can't be read, for rules that make no sense, and those of
/// any call. Lines without a hash make the code [`Code::Partial`].
pub(super) fn run(with: With<DupesArgs>) -> Result<Code, Failure> {
    let out = Out::new(with.common.json);
    if let Some(file) = &with.args.hashes {
        return hashes::run(out, file, with.args.max_distance.unwrap_or(DISTANCE), with.args.summary);
    }
    if with.args.plan || with.args.apply {
        return super::frame::run(with, library::decide);
    }
    let path = choice(&with.common.library)?.catalog(&paths()?);
    library::list(out, &path, &with.args)
}
