//! Finds what was deleted, of which no call tells.
//!
//! Files keep the time at which they were created. So in a window of such times that lies before the last
//! change that is known, the service can't have more files than the copy, only fewer; and whether it has as
//! many one call tells: the one that passes over all but the last of them. Where it has fewer the window is
//! halved, until what is left is a page, which is listed.

use futures_util::TryStreamExt;
use futures_util::stream::{self, StreamExt};
use rusqlite::Connection;

use super::window::Window;
use super::{PAGE, Phase, Run, ids};
use crate::catalog::Result;
use crate::catalog::ids::Oid;
use crate::catalog::times::second;

/// A window with fewer files is listed.
const SMALL: usize = 900;
/// Windows that are looked into at once.
const AT_ONCE: usize = 4;
/// As many deletions between two syncs are found by one call.
const FEW: usize = 64;
/// How often it is tried while the library changes.
const TRIES: usize = 3;

/// A window in which the service has another number of files than the copy.
struct Unlike {
    window: Window,
    ours: usize,
    theirs: usize,
}

/// When the files of the copy were created: seconds, in order.
struct Known(Vec<i64>);

impl Known {
    fn within(&self, window: &Window) -> &[i64] {
        let before = |end: Option<i64>| end.map(|end| self.0.partition_point(|second| *second < end));
        let (from, to) = (before(window.from).unwrap_or(0), before(window.to).unwrap_or(self.0.len()));
        self.0.get(from..to).unwrap_or_default()
    }

    fn count(&self, window: &Window) -> usize {
        self.within(window).len()
    }

    /// Cuts a window between two seconds, with about as many files on each side; `None` where all are of one
    /// second.
    fn halves(&self, window: &Window) -> Option<(Window, Window)> {
        let seconds = self.within(window);
        let (first, last, middle) = (*seconds.first()?, *seconds.last()?, *seconds.get(seconds.len() / 2)?);
        let cut = if middle > first { middle } else { middle.saturating_add(1) };
        let whole = cut > first && cut <= last;
        whole.then(|| (Window::between(window.from, Some(cut)), Window::between(Some(cut), window.to)))
    }
}

impl Run {
    /// Takes out what was deleted, given that all changes up to `watermark` (milliseconds) are known. Answers
    /// whether the copy is then as the library was.
    pub(super) async fn deletions(&self, watermark: i64) -> Result<bool> {
        self.watch.tell(Phase::Deletions, 0, None);
        if self.is_like().await? {
            return Ok(true);
        }
        let border = second(watermark);
        for _ in 0..TRIES {
            // What was created since may be more or fewer files.
            self.take_window(Window::between(Some(border), None), |_| None, |_| {}).await?;
            let settled = Window::between(None, Some(border));
            let known = self.known().await?;
            let ours = known.count(&settled);
            let theirs = self.theirs(&settled, ours, FEW).await?;
            if ours == theirs {
                return Ok(true);
            }
            self.look_into(Unlike { window: settled, ours, theirs }, &known).await?;
        }
        Ok(false)
    }

    /// Whether the service has as many files as the copy, and the last one is known.
    async fn is_like(&self) -> Result<bool> {
        let all = Window::default();
        let count = |db: &Connection| db.query_row("SELECT count(*) FROM file", [], |row| row.get(0));
        let ours: i64 = self.read(count).await?;
        let ours = usize::try_from(ours).unwrap_or(0);
        let page = self.list(&all.query(ours.saturating_sub(1), 2)).await?;
        if ours == 0 {
            return Ok(page.listed == 0);
        }
        let listed = ids(&page);
        let [last] = listed.as_slice() else { return Ok(false) };
        let last = Oid(last.clone());
        let known = self.read(move |db| {
            let mut select = db.prepare_cached("SELECT 1 FROM file WHERE oid = ?1")?;
            select.exists([last])
        });
        Ok(page.listed == 1 && known.await?)
    }

    /// Brings a window up to date. What changes in one window leaves the numbers of the others as they are.
    async fn look_into(&self, unlike: Unlike, known: &Known) -> Result<()> {
        let mut open = vec![unlike];
        while !open.is_empty() {
            // Made before the stream is, so that the whole can be spawned.
            let looks: Vec<_> = open.into_iter().map(|next| self.narrow(next, known)).collect();
            open = stream::iter(looks).buffered(AT_ONCE).try_concat().await?;
        }
        Ok(())
    }

    /// The halves of a window that are unlike; a small one is brought up to date instead.
    async fn narrow(&self, unlike: Unlike, known: &Known) -> Result<Vec<Unlike>> {
        let halves = if unlike.ours <= SMALL { None } else { known.halves(&unlike.window) };
        let Some((left, right)) = halves else {
            self.take_window(unlike.window, |_| None, |_| {}).await?;
            return Ok(Vec::new());
        };
        let difference = unlike.ours.abs_diff(unlike.theirs);
        let ours = known.count(&left);
        let theirs = self.theirs(&left, ours, difference).await?;
        let (ours_right, theirs_right) =
            (unlike.ours.saturating_sub(ours), unlike.theirs.saturating_sub(theirs));
        let both = [(left, ours, theirs), (right, ours_right, theirs_right)];
        let open = both.into_iter().filter(|(_, ours, theirs)| ours != theirs);
        Ok(open.map(|(window, ours, theirs)| Unlike { window, ours, theirs }).collect())
    }

    /// Read once: to count them again and again, window by window, is to read most of them many times.
    async fn known(&self) -> Result<Known> {
        self.read(|db| {
            db.prepare_cached("SELECT created FROM file ORDER BY created")?
                .query_map([], |row| row.get(0).map(second))?
                .collect::<rusqlite::Result<_>>()
                .map(Known)
        })
        .await
    }

    /// About how many files the library has, to an eighth; nothing says it, so that it is felt for.
    pub(super) async fn about(&self) -> Result<usize> {
        let all = Window::default();
        let (mut low, mut high) = (0, PAGE);
        while self.list(&all.query(high, 1)).await?.listed > 0 {
            (low, high) = (high, high.saturating_mul(2));
        }
        while low > 0 && high.saturating_sub(low) > low / 8 {
            let middle = low.saturating_add(high.saturating_sub(low) / 2);
            match self.list(&all.query(middle, 1)).await?.listed {
                0 => high = middle,
                _ => low = middle,
            }
        }
        Ok(high)
    }

    /// How many files the service has in a window: about `guess`, with a difference of about `spread`.
    async fn theirs(&self, window: &Window, guess: usize, spread: usize) -> Result<usize> {
        let mut spread = spread.max(1);
        // There are more than `low` of them, or it is zero, and not more than `high`, as far as is guessed.
        let mut low = guess.saturating_sub(spread.saturating_add(1));
        let mut high = guess.saturating_add(1);
        loop {
            let span = high.saturating_sub(low);
            if span >= PAGE {
                let middle = low.saturating_add(span / 2);
                match self.list(&window.query(middle, 1)).await?.listed {
                    0 => high = middle,
                    _ => low = middle,
                }
                continue;
            }
            let listed = self.list(&window.query(low, span.max(1))).await?.listed;
            spread = spread.saturating_mul(4);
            if listed == 0 && low > 0 {
                (low, high) = (low.saturating_sub(spread), low);
            } else if listed >= span.max(1) {
                low = low.saturating_add(listed).saturating_sub(1);
                high = low.saturating_add(spread);
            } else {
                return Ok(low.saturating_add(listed));
            }
        }
    }
}
