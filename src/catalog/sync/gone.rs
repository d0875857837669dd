//! Finds what was deleted, of which no call tells.
//!
//! Files keep the time at which they were created. So in a window of such times that lies before the last
//! change that is known, the service can't have more files than the copy, only fewer; and whether it has as
//! many one call tells: the one that passes over all but the last of them. Where it has fewer the window is
//! halved, until what is left is a page, which is listed.

use std::collections::VecDeque;

use super::window::Window;
use super::{PAGE, Phase, Run, ids};
use crate::catalog::Result;
use crate::catalog::ids::Oid;
use crate::catalog::times::second;

/// A window with fewer files is listed.
const SMALL: usize = 900;
/// How often it is tried while the library changes.
const TRIES: usize = 3;

/// A window in which the service has another number of files than the copy.
struct Unlike {
    window: Window,
    ours: usize,
    theirs: usize,
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
            let ours = self.ours(&settled).await?;
            let theirs = self.theirs(&settled, ours, 1).await?;
            if ours == theirs {
                return Ok(true);
            }
            self.look_into(Unlike { window: settled, ours, theirs }).await?;
        }
        Ok(false)
    }

    /// Whether the service has as many files as the copy, and the last one is known.
    async fn is_like(&self) -> Result<bool> {
        let all = Window::default();
        let ours = self.ours(&all).await?;
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

    /// Brings a window up to date.
    async fn look_into(&self, unlike: Unlike) -> Result<()> {
        let mut open = VecDeque::from([unlike]);
        while let Some(next) = open.pop_front() {
            let halves = match next.ours {
                0..=SMALL => None,
                _ => self.halves(&next.window).await?,
            };
            let Some((left, right)) = halves else {
                self.take_window(next.window, |_| None, |_| {}).await?;
                continue;
            };
            let difference = next.ours.abs_diff(next.theirs);
            let ours = self.ours(&left).await?;
            let theirs = self.theirs(&left, ours, difference).await?;
            let (ours_right, theirs_right) =
                (next.ours.saturating_sub(ours), next.theirs.saturating_sub(theirs));
            for (window, ours, theirs) in [(left, ours, theirs), (right, ours_right, theirs_right)] {
                if ours != theirs {
                    open.push_back(Unlike { window, ours, theirs });
                }
            }
        }
        Ok(())
    }

    /// Cuts a window between two seconds, with about as many files of the copy on each side; `None` where
    /// all are of one second.
    async fn halves(&self, window: &Window) -> Result<Option<(Window, Window)>> {
        let (from, to) = window.millis();
        let half = i64::try_from(self.ours(window).await? / 2).unwrap_or(i64::MAX);
        let (middle, first, last): (i64, i64, i64) = self
            .read(move |db| {
                let at = |skip: i64, direction: &str| {
                    db.prepare_cached(&format!(
                        "SELECT created FROM file WHERE created >= ?1 AND created < ?2 \
                         ORDER BY created {direction} LIMIT 1 OFFSET ?3"
                    ))?
                    .query_row((from, to, skip), |row| row.get(0))
                };
                Ok((at(half, "ASC")?, at(0, "ASC")?, at(0, "DESC")?))
            })
            .await?;
        let (middle, first, last) = (second(middle), second(first), second(last));
        let cut = if middle > first { middle } else { middle.saturating_add(1) };
        let whole = cut > first && cut <= last;
        Ok(whole.then(|| (Window::between(window.from, Some(cut)), Window::between(Some(cut), window.to))))
    }

    /// How many files of the copy a window holds.
    async fn ours(&self, window: &Window) -> Result<usize> {
        let (from, to) = window.millis();
        let count: i64 = self
            .read(move |db| {
                db.prepare_cached("SELECT count(*) FROM file WHERE created >= ?1 AND created < ?2")?
                    .query_row([from, to], |row| row.get(0))
            })
            .await?;
        Ok(usize::try_from(count).unwrap_or(0))
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
