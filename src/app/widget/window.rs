//! Which rows of a long list are on the screen.

/// Rows kept in sight above and below the cursor.
const MARGIN: usize = 4;

/// The first row to show, so that the cursor is in sight and the window moves as little as it can.
pub fn scroll(first: usize, cursor: usize, rows: usize, height: usize) -> usize {
    let margin = MARGIN.min(height.saturating_sub(1) / 2);
    let lowest = (cursor + margin + 1).saturating_sub(height);
    let highest = cursor.saturating_sub(margin);
    first.clamp(lowest.min(highest), highest).min(rows.saturating_sub(height))
}

/// The first row to show for a list that remembers nothing: the cursor is in the middle.
pub fn first_row(cursor: usize, rows: usize, height: usize) -> usize {
    cursor.saturating_sub(height / 2).min(rows.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight() {
        for rows in 1..40 {
            for height in 1..20 {
                for cursor in 0..rows {
                    for before in [0, 3, rows / 2, rows] {
                        let first = scroll(before, cursor, rows, height);
                        assert!(
                            first <= cursor && cursor < first + height,
                            "{rows} {height} {cursor} {before}"
                        );
                        assert!(first + height <= rows || first == 0);
                    }
                    let first = first_row(cursor, rows, height);
                    assert!(first <= cursor && cursor < first + height);
                }
            }
        }
    }

    #[test]
    fn the_window_stays_while_the_cursor_moves_inside() {
        assert_eq!(scroll(100, 110, 1000, 30), 100);
        assert_eq!(scroll(100, 126, 1000, 30), 101);
        assert_eq!(scroll(100, 103, 1000, 30), 99);
    }
}
