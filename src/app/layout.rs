//! Where everything is: a pure function of the size, the focus and the light table. Views draw into
//! it and the mouse is looked up in it.

use ratatui::layout::Rect;

use super::state::Pane;

/// The areas of the screen; panes that don't fit have no area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The line at the top.
    pub header: Rect,
    /// The folder tree.
    pub tree: Rect,
    /// The files.
    pub list: Rect,
    /// The picture and the details.
    pub details: Rect,
    /// The line of counts.
    pub status: Rect,
    /// The line of keys.
    pub footer: Rect,
    /// All panes together.
    pub body: Rect,
}

/// Columns from which three panes fit.
const THREE: u16 = 120;
/// Columns from which two panes fit.
const TWO: u16 = 80;

/// Divides the screen.
pub fn areas(size: (u16, u16), focus: Pane, board: bool) -> Areas {
    let (width, height) = size;
    let header = u16::from(height >= 5);
    let status = u16::from(height >= 3);
    let footer = u16::from(height >= 8);
    let body = Rect::new(0, header, width, height - header - status - footer);
    let mut areas = Areas {
        header: Rect::new(0, 0, width, header),
        status: Rect::new(0, body.bottom(), width, status),
        footer: Rect::new(0, body.bottom() + status, width, footer),
        body,
        ..Areas::default()
    };
    if width >= THREE {
        let tree = (width / 6).clamp(20, 34);
        let details = if board { width / 4 } else { width * 2 / 5 };
        areas.tree = column(body, 0, tree);
        areas.list = column(body, tree + 1, width - tree - details - 2);
        areas.details = column(body, width - details, details);
    } else if width >= TWO {
        let tree = width / 4;
        let details = width * 2 / 5;
        if focus == Pane::Tree {
            areas.tree = column(body, 0, tree);
            areas.list = column(body, tree + 1, width - tree - 1);
        } else {
            areas.list = column(body, 0, width - details - 1);
            areas.details = column(body, width - details, details);
        }
    } else {
        match focus {
            Pane::Tree => areas.tree = body,
            Pane::List => areas.list = body,
            Pane::Details => areas.details = body,
        }
    }
    areas
}

fn column(body: Rect, x: u16, width: u16) -> Rect {
    Rect::new(x, body.y, width, body.height)
}

/// The rows under a pane's title.
pub fn inside(pane: Rect) -> Rect {
    let title = u16::from(pane.height >= 4);
    Rect::new(pane.x, pane.y + title, pane.width, pane.height - title)
}

/// Where the picture stands in the details pane: the upper part, if there is room for one.
pub fn picture(details: Rect) -> Rect {
    let inside = inside(details);
    if details.is_empty() || inside.width < 8 || inside.height < 6 {
        return Rect::default();
    }
    // Cells are about twice as high as wide, so this is a little more than a 4:3 picture needs.
    let wanted = inside.width / 2 - inside.width / 10;
    let height = wanted.clamp(3, (inside.height * 3 / 5).max(3));
    Rect::new(inside.x + 1, inside.y, inside.width - 2, height)
}

/// A place for a dialog of this size in the middle of the screen, or as much of it as there is.
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let width = width.min(size.0);
    let height = height.min(size.1);
    Rect::new((size.0 - width) / 2, (size.1 - height) / 3, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing overlaps or leaves the screen, whatever the size.
    #[test]
    fn panes_fit_at_every_size() {
        for width in 1..=200 {
            for height in 1..=60 {
                for focus in [Pane::Tree, Pane::List, Pane::Details] {
                    check((width, height), focus);
                }
            }
        }
    }

    fn check(size: (u16, u16), focus: Pane) {
        let all = areas(size, focus, false);
        let screen = Rect::new(0, 0, size.0, size.1);
        let parts = [all.header, all.tree, all.list, all.details, all.status, all.footer];
        for (n, part) in parts.iter().enumerate() {
            assert!(part.is_empty() || part.intersection(screen) == *part, "{size:?} {focus:?} {n}");
            for other in &parts[n + 1..] {
                assert_eq!(part.intersection(*other).area(), 0, "{size:?} {focus:?}");
            }
        }
        let picture = picture(all.details);
        assert!(picture.is_empty() || picture.intersection(all.details) == picture);
        let shown = match focus {
            Pane::Tree => all.tree,
            Pane::List => all.list,
            Pane::Details => all.details,
        };
        assert!(shown.area() > 0, "the focused pane is on the screen at {size:?}");
    }
}
