//! Applies the rules to all files of a copy.

use std::ops::ControlFlow;

use super::{Audit, Found, Item, Order};
use crate::catalog::{Catalog, Result, Row};

/// Files between two looks whether to go on.
const STEP: u64 = 4096;

/// Looks at every file of a copy once, as long as `goes_on` says so; what was found until then.
///
/// # Errors
///
/// When the catalogue can't be read.
pub fn run(catalog: &Catalog, order: Order, mut goes_on: impl FnMut() -> bool) -> Result<Found> {
    let mut audit = Audit::new(order);
    let mut seen = 0_u64;
    catalog.each(0, |file| {
        audit.look(&Item {
            row: file.row,
            name: file.name,
            folder: file.folder,
            kind: file.kind,
            size: file.size,
            width: file.width,
            height: file.height,
            private: file.private,
            published: file.published,
            subject: &file,
        });
        seen = seen.saturating_add(1);
        if seen.is_multiple_of(STEP) && !goes_on() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    let path = |row: Row| {
        let files = catalog.files(&[row]).ok()?;
        files.first().map(crate::model::File::path)
    };
    Ok(audit.end(path))
}
