//! The orders of a list.

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// By name, in byte order.
    Name,
    /// By first upload.
    Created,
    /// By last change.
    Updated,
    /// By bytes.
    Size,
    /// By height in pixels.
    Height,
    /// By width in pixels.
    Width,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest or oldest first.
    Ascending,
    /// Largest or newest first.
    Descending,
}

/// A key and a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What by.
    pub key: SortKey,
    /// Which way.
    pub direction: Direction,
}

impl Sort {
    /// By name, A first: what people expect of a folder.
    pub const BY_NAME: Self = Self { key: SortKey::Name, direction: Direction::Ascending };

    /// The value of the API's `sort` parameter, such as `DESC_CREATED`.
    pub fn parameter(self) -> &'static str {
        use Direction::{Ascending as A, Descending as D};
        match (self.direction, self.key) {
            (A, SortKey::Name) => "ASC_NAME",
            (D, SortKey::Name) => "DESC_NAME",
            (A, SortKey::Created) => "ASC_CREATED",
            (D, SortKey::Created) => "DESC_CREATED",
            (A, SortKey::Updated) => "ASC_UPDATED",
            (D, SortKey::Updated) => "DESC_UPDATED",
            (A, SortKey::Size) => "ASC_SIZE",
            (D, SortKey::Size) => "DESC_SIZE",
            (A, SortKey::Height) => "ASC_HEIGHT",
            (D, SortKey::Height) => "DESC_HEIGHT",
            (A, SortKey::Width) => "ASC_WIDTH",
            (D, SortKey::Width) => "DESC_WIDTH",
        }
    }
}
