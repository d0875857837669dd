//! The user's editor: it is given a text, and the terminal until it ends.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::process::Command;

use crate::model::Report;

/// The editor of those who have named none.
pub(super) const USUAL: &str = if cfg!(windows) { "notepad" } else { "vi" };
/// The most bytes that are taken back.
const MOST: u64 = 256 << 20;

/// How many editors are open in this process; more than one in tests alone.
static OPEN: AtomicUsize = AtomicUsize::new(0);

/// Whether the terminal belongs to an editor now: Ctrl-C is meant for it then.
pub(super) fn is_open() -> bool {
    OPEN.load(Ordering::SeqCst) > 0
}

/// Lets the user edit a text. `None` if it was left as it is. `suffix` such as `.csv` tells the editor
/// what it is.
///
/// # Errors
///
/// A report if the editor can't be started or says that it failed, and if its text can't be read: what
/// was changed is kept then, and the report says where.
pub(super) async fn edit(command: &str, text: &str, suffix: &str) -> Result<Option<String>, Report> {
    let draft = Draft::new(text, suffix).map_err(|error| {
        let next = "see whether the folder for temporary files can be written to (TMPDIR)";
        Report::new("Could not give the text to an editor", error.to_string(), next)
    })?;
    OPEN.fetch_add(1, Ordering::SeqCst);
    let ended = shell(command, &draft.file).status().await;
    OPEN.fetch_sub(1, Ordering::SeqCst);
    if let Some((why, next)) = failure(command, ended) {
        return Err(draft.kept_if_changed(text, Report::new("The text was not edited", why, next)));
    }
    match draft.read() {
        Ok(edited) if edited == text => Ok(None),
        Ok(edited) => Ok(Some(edited)),
        Err(error) => {
            let report = Report::new("Could not read what was edited", error.to_string(), "");
            Err(draft.kept_if_changed(text, report))
        }
    }
}

/// As others call it (git does), so that `code --wait` and quoted paths work.
#[cfg(unix)]
fn shell(command: &str, file: &Path) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{command} \"$@\"")).arg(command).arg(file).kill_on_drop(true);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str, file: &Path) -> Command {
    let mut words = command.split_whitespace();
    let mut program = Command::new(words.next().unwrap_or("notepad"));
    program.args(words).arg(file).kill_on_drop(true);
    program
}

/// Why the editor didn't do its work, and what to do next.
fn failure(command: &str, ended: io::Result<ExitStatus>) -> Option<(String, &'static str)> {
    const CHOOSE: &str = "name your editor in VISUAL or EDITOR, such as EDITOR=nano";
    match ended {
        Ok(status) if status.success() => None,
        // What a shell answers with for a program that isn't there, or can't be run.
        Ok(status) if matches!(status.code(), Some(126 | 127)) => {
            Some((format!("the editor `{command}` can't be run"), CHOOSE))
        }
        Ok(status) => Some((format!("the editor `{command}` failed ({status})"), "nothing was changed")),
        Err(error) => Some((format!("the editor `{command}` can't be run: {error}"), CHOOSE)),
    }
}

/// A text in a folder that only this user can look into, so that an editor's own copies are safe too.
struct Draft {
    folder: PathBuf,
    file: PathBuf,
    kept: bool,
}

impl Draft {
    fn new(text: &str, suffix: &str) -> io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("ikt-{:016x}", fastrand::u64(..)));
        create_private(&folder)?;
        let draft = Self { file: folder.join(format!("ikt{suffix}")), folder, kept: false };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&draft.file)?.write_all(text.as_bytes())?;
        Ok(draft)
    }

    fn read(&self) -> io::Result<String> {
        if fs::metadata(&self.file)?.len() > MOST {
            return Err(io::Error::other(format!("it is longer than {} MB", MOST >> 20)));
        }
        fs::read_to_string(&self.file)
    }

    /// The report, with the place of a text that would be lost else.
    fn kept_if_changed(mut self, text: &str, report: Report) -> Report {
        let changed = fs::read(&self.file).is_ok_and(|now| now != text.as_bytes());
        if !changed {
            return report;
        }
        self.kept = true;
        Report { next: format!("what you wrote is kept in {}", self.file.display()), ..report }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // A folder for temporary files is emptied by the system at last.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_text_comes_back_as_it_was_edited() {
        assert_eq!(edit("sed -i s/b/x/", "abc\n", ".txt").await, Ok(Some("axc\n".to_owned())));
        assert_eq!(edit("true", "abc", ".txt").await, Ok(None));
    }

    #[tokio::test]
    async fn the_draft_is_private_and_gone_afterwards() {
        let places = "f() { echo \"$1\" > \"$1\"; }; f";
        let told = edit(places, "abc", ".csv").await.expect("no trouble").expect("a change");
        let place = told.trim_end();
        assert!(place.ends_with(".csv") && !Path::new(place).exists(), "{told}");
        let draft = Draft::new("abc", ".txt").expect("a draft");
        let mode = |path| {
            use std::os::unix::fs::PermissionsExt;
            fs::metadata(path).expect("it is there").permissions().mode() & 0o777
        };
        assert_eq!((mode(&draft.file), mode(&draft.folder)), (0o600, 0o700));
    }

    #[tokio::test]
    async fn an_editor_that_is_missing_or_fails_is_told_of() {
        let missing = edit("no-such-editor-here", "abc", ".txt").await.expect_err("must fail");
        assert!(missing.why.contains("`no-such-editor-here` can't be run"), "{missing:?}");
        let failed = edit("false", "abc", ".txt").await.expect_err("must fail");
        assert_eq!(failed.next, "nothing was changed");
    }

    #[tokio::test]
    async fn what_was_written_before_a_failure_is_kept() {
        let failed =
            edit("f() { echo mine > \"$1\"; exit 3; }; f", "abc", ".txt").await.expect_err("must fail");
        let file = failed.next.strip_prefix("what you wrote is kept in ").expect("a place");
        assert_eq!(fs::read_to_string(file).expect("a file"), "mine\n");
        fs::remove_dir_all(Path::new(file).parent().expect("a folder")).expect("to be removed");
    }
}
