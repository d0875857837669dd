//! The order of what was found in the copy: made for the first page of a list, and kept for the others.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use crate::catalog::Error;
use crate::catalog::find::Finder;
use crate::model::Sort;

/// Lists whose order is kept: that on screen, and some that one goes back to.
const KEPT: usize = 4;

/// A list in an order.
struct Ordered {
    found: Arc<[u32]>,
    sort: Sort,
    rows: Arc<[u32]>,
}

/// Lists in their orders, the last one last.
#[derive(Clone, Default)]
pub(super) struct Orders(Arc<Mutex<Vec<Ordered>>>);

impl Orders {
    /// The rows of a list in an order. Where the list begins they are ordered by what their files are now;
    /// behind that they stay as they were, so that no file comes twice or never.
    pub(super) fn of(
        &self,
        finder: &Finder,
        found: Arc<[u32]>,
        sort: Sort,
        begins: bool,
    ) -> Result<Arc<[u32]>, Error> {
        let is_it = |kept: &Ordered| kept.sort == sort && Arc::ptr_eq(&kept.found, &found);
        if !begins && let Some(kept) = self.lock().iter().find(|kept| is_it(kept)) {
            return Ok(Arc::clone(&kept.rows));
        }
        let rows = finder.ordered(&found, sort, &AtomicBool::new(false))?;
        let rows = rows.map_or_else(|| Arc::clone(&found), Arc::from);
        let mut all = self.lock();
        all.retain(|kept| !is_it(kept));
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push(Ordered { found, sort, rows: Arc::clone(&rows) });
        Ok(rows)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Ordered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
