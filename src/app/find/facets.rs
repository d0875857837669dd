//! The facets of what was found, as a list to choose from.

use crate::app::widget::Cursor;
use crate::catalog::index::{Facet, FacetKind, Facets};

/// Values of a facet that are shown.
const SHOWN: usize = 6;

/// Facets one below the other, with the cursor on a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FacetList {
    lines: Vec<Line>,
    cursor: Cursor,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// The name of a facet, raw.
    Head(String),
    /// One of its values.
    Value(Facet),
}

impl FacetList {
    /// Takes other facets; the cursor stays on its value if that is still there.
    pub(super) fn set(&mut self, facets: &Facets) {
        let before = self.current().map(|facet| facet.text.clone());
        let of = |(kind, values): &(FacetKind, Vec<Facet>)| {
            let values = values.iter().take(SHOWN).cloned().map(Line::Value);
            std::iter::once(Line::Head(name(kind))).chain(values).collect::<Vec<_>>()
        };
        self.lines = facets.iter().flat_map(of).collect();
        let is_it = |line: &Line| matches!(line, Line::Value(facet) if Some(&facet.text) == before.as_ref());
        let at = self.lines.iter().position(is_it);
        self.cursor = Cursor::new(at.unwrap_or(1.min(self.lines.len().saturating_sub(1))));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(super) fn cursor(&self) -> Cursor {
        self.cursor
    }

    pub(super) fn current(&self) -> Option<&Facet> {
        match self.lines.get(self.cursor.at())? {
            Line::Value(facet) => Some(facet),
            Line::Head(_) => None,
        }
    }

    /// Moves, and on over the name of a facet.
    pub(super) fn step(&mut self, by: isize) {
        let from = self.cursor;
        self.cursor.step(by, self.lines.len());
        if self.current().is_none() {
            self.cursor.step(by.signum(), self.lines.len());
        }
        if self.current().is_none() {
            self.cursor = from;
        }
    }
}

fn name(kind: &FacetKind) -> String {
    match kind {
        FacetKind::Folder => "Folder".to_owned(),
        FacetKind::Format => "Format".to_owned(),
        FacetKind::Tag => "Tag".to_owned(),
        FacetKind::Month => "Uploaded".to_owned(),
        FacetKind::State => "State".to_owned(),
        FacetKind::Size => "Size".to_owned(),
        FacetKind::Custom(field) => field.clone(),
    }
}
