//! The orders of a list.

use std::cmp::Ordering;

use super::File;

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

    /// Which of two files comes first.
    pub fn compare(self, one: &File, other: &File) -> Ordering {
        let order = match self.key {
            SortKey::Name => one.name.cmp(&other.name),
            SortKey::Created => one.created.cmp(&other.created),
            SortKey::Updated => one.updated.cmp(&other.updated),
            SortKey::Size => one.size.cmp(&other.size),
            SortKey::Height => one.height.cmp(&other.height),
            SortKey::Width => one.width.cmp(&other.width),
        };
        match self.direction {
            Direction::Ascending => order,
            Direction::Descending => order.reverse(),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, size: u64, width: u32) -> File {
        File { size, width, ..File::sample(path) }
    }

    #[test]
    fn files_stand_as_the_key_and_the_direction_say() {
        let (one, other) = (file("/b.jpg", 1, 10), file("/a.jpg", 2, 5));
        let order = |key, direction| Sort { key, direction }.compare(&one, &other);
        assert_eq!(order(SortKey::Name, Direction::Ascending), Ordering::Greater);
        assert_eq!(order(SortKey::Name, Direction::Descending), Ordering::Less);
        assert_eq!(order(SortKey::Size, Direction::Ascending), Ordering::Less);
        assert_eq!(order(SortKey::Width, Direction::Ascending), Ordering::Greater);
        assert_eq!(order(SortKey::Height, Direction::Descending), Ordering::Equal);
    }
}
