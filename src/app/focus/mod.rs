//! The focus area of a picture: shown on it, moved and sized by keys, or typed.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::{Framed, Look, PictureKey, Slot, Ticket, picture_request};
use super::msg::{Key, KeyCode, PictureInfo};
use super::picture::Wanted;
use super::sheet::{Asked, Desk, Scene, Sheet, Stay, Then};
use super::theme::Role;
use super::widget::{Field, cut, panel, put};
use crate::model::text::harmless;
use crate::model::{Area, Details, File, Report};
use crate::ops::build_versions::update;
use crate::ops::{Target, Update};

/// Steps that a key can move by, in thousandths of the longer side.
const STEPS: [u32; 3] = [50, 10, 1];
/// Rows that are not the picture's.
const TEXT_ROWS: u16 = 3;

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct FocusArea {
    file: File,
    area: Area,
    /// What the file has now; asked for if the details aren't here.
    saved: Asked<Option<String>>,
    /// Whether the area was changed since it was opened.
    moved: bool,
    step: usize,
    typing: Option<Field>,
    error: Option<String>,
    picture: Wanted,
}

/// Opens it on the picture under the cursor.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let file = desk.state.current_file()?.clone();
    let known = desk.state.details.known().filter(|details| details.file.id == file.id);
    let known = known.map(|details| details.custom_coordinates.clone());
    let mut pane = FocusArea {
        area: middle(&file),
        saved: Asked::No,
        moved: false,
        step: 0,
        typing: None,
        error: None,
        picture: Wanted::default(),
        file,
    };
    match known {
        Some(area) => pane.set_saved(area),
        None => pane.saved = Asked::Yes(desk.ask(Call::Details(vec![pane.file.id.clone()]), 0)),
    }
    Some(Overlay::Focus(Box::new(pane)))
}

/// The middle of a picture: where a first focus area begins.
fn middle(file: &File) -> Area {
    let (width, height) = ((file.width / 2).max(1), (file.height / 2).max(1));
    Area {
        x: (file.width - width.min(file.width)) / 2,
        y: (file.height - height.min(file.height)) / 2,
        width,
        height,
    }
}

impl FocusArea {
    fn set_saved(&mut self, area: Option<String>) {
        // What was moved or typed before the answer came stays.
        if !self.moved
            && let Some(area) = area.as_deref().and_then(|text| text.parse().ok())
        {
            self.area = area;
        }
        self.saved = Asked::Here(area);
    }

    fn size(&self) -> (u32, u32) {
        (self.file.width, self.file.height)
    }

    fn pixels(&self) -> i64 {
        let thousandths = STEPS.get(self.step).copied().unwrap_or(1);
        let longer = u64::from(self.file.width.max(self.file.height));
        i64::try_from((longer * u64::from(thousandths) / 1000).max(1)).unwrap_or(1)
    }

    fn go(&mut self, by: (i64, i64), grow: (i64, i64)) {
        let n = self.pixels();
        self.area = self.area.changed((by.0 * n, by.1 * n), (grow.0 * n, grow.1 * n), self.size());
        self.moved = true;
        self.error = None;
    }

    /// Takes what was typed. Whether it lies inside of the picture.
    fn take_typed(&mut self, text: &str) -> bool {
        let (width, height) = self.size();
        let area = text.parse::<Area>();
        self.error = match area {
            Err(()) => Some("four whole numbers: x,y,width,height, the last two at least 1".to_owned()),
            Ok(area) if !area.fits(self.size()) => {
                Some(format!("it has to lie inside of {width} x {height} pixels"))
            }
            Ok(area) => {
                self.area = area;
                self.moved = true;
                None
            }
        };
        self.error.is_none()
    }

    fn save(&self, coordinates: String, desk: &mut Desk<'_>) -> Stay {
        let change = Update { coordinates: Some(coordinates), ..Update::default() };
        match update(&Target::file(&self.file), change) {
            Ok(plan) => desk.then(Then::Begin(plan)),
            Err(error) => desk.then(Then::Toast(error.to_string(), Role::Warning)),
        }
        Stay::Close
    }

    fn save_area(&mut self, desk: &mut Desk<'_>) -> Stay {
        if !self.area.fits(self.size()) {
            let (width, height) = self.size();
            self.error = Some(format!("it has to lie inside of {width} x {height} pixels"));
            return Stay::Open;
        }
        self.save(self.area.to_string(), desk)
    }

    fn saved_in_words(&self) -> (String, Role) {
        match &self.saved {
            Asked::Here(Some(area)) => (format!("saved: {}", harmless(area)), Role::Dim),
            Asked::Here(None) => ("the file has none yet: this is the middle".to_owned(), Role::Dim),
            Asked::Failed(report) => (format!("{}: {}", report.what, harmless(&report.why)), Role::Bad),
            _ => ("asking what the file has now".to_owned(), Role::Dim),
        }
    }

    fn place(&self, area: Rect) -> Rect {
        let rows = TEXT_ROWS.min(area.height);
        Rect::new(area.x, area.y + rows, area.width, area.height - rows)
    }
}

fn inside(area: Rect) -> Rect {
    Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(4), area.height.saturating_sub(2))
}

impl Sheet for FocusArea {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        let theme = &scene.state.theme;
        let inside = panel(frame, area, &format!("Focus area of {}", harmless(&self.file.name)), theme);
        let ground = theme.style(Role::Panel);
        let room = usize::from(inside.width);
        let line = |n: u16| Rect::new(inside.x, inside.y + n, inside.width, 1).intersection(inside);
        let Area { x, y, width, height } = self.area;
        let (wide, high) = self.size();
        let text = format!(
            "{width} {} {height} at {x},{y}  of {wide} {} {high}  step {} px",
            theme.glyphs.times,
            theme.glyphs.times,
            self.pixels()
        );
        match &self.typing {
            Some(field) => field.draw(frame, line(0), ground.patch(theme.style(Role::Text))),
            None => {
                put(frame.buffer_mut(), line(0), 0, &cut(&text, room, theme.glyphs.more), ground);
            }
        }
        let (text, role) = match &self.error {
            Some(error) => (error.clone(), Role::Bad),
            None if self.typing.is_some() => ("x,y,width,height in pixels".to_owned(), Role::Dim),
            None => self.saved_in_words(),
        };
        let text = cut(&text, room, theme.glyphs.more);
        put(frame.buffer_mut(), line(1), 0, &text, ground.patch(theme.style(role)));
        self.picture.draw(scene, self.place(inside), frame.buffer_mut());
    }

    fn context(&self) -> Option<Context> {
        self.typing.is_none().then_some(Context::Focus)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            Action::SheetClose => return Stay::Close,
            Action::FocusLeft => self.go((-1, 0), (0, 0)),
            Action::FocusRight => self.go((1, 0), (0, 0)),
            Action::FocusUp => self.go((0, -1), (0, 0)),
            Action::FocusDown => self.go((0, 1), (0, 0)),
            Action::FocusNarrow => self.go((0, 0), (-1, 0)),
            Action::FocusWide => self.go((0, 0), (1, 0)),
            Action::FocusShort => self.go((0, 0), (0, -1)),
            Action::FocusTall => self.go((0, 0), (0, 1)),
            Action::FocusStep => self.step = (self.step + 1) % STEPS.len(),
            Action::FocusType => self.typing = Some(Field::new(&self.area.to_string())),
            Action::FocusClear => return self.save(String::new(), desk),
            Action::FocusSave => return self.save_area(desk),
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, _: &mut Desk<'_>) -> Stay {
        let Some(mut field) = self.typing.take() else { return Stay::Open };
        match key.code {
            KeyCode::Esc => self.error = None,
            KeyCode::Enter if self.take_typed(field.text()) => {}
            KeyCode::Enter => self.typing = Some(field),
            _ => {
                field.key(key);
                self.typing = Some(field);
            }
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        if let Some(field) = &mut self.typing {
            field.paste(text);
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        let area =
            |details: &[Details]| details.first().and_then(|details| details.custom_coordinates.clone());
        match result {
            Ok(Answer::Details(details)) => {
                if matches!(&self.saved, Asked::Yes(own) if *own == ticket) {
                    self.set_saved(area(details));
                }
            }
            Ok(_) => {}
            Err(report) => {
                self.saved.take(ticket, Err(report.clone()));
            }
        }
    }

    fn take_picture(
        &mut self,
        ticket: Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        self.picture.take(ticket, key, result)
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        let place = self.place(inside(self.area(desk.state)));
        let wanted = (place.area() > 0 && desk.state.shows_pictures()).then(|| {
            let mut request = picture_request(&self.file, place.width, place.height);
            let Area { x, y, width, height } = self.area;
            request.key.look = Look::Framed(Framed { part: [x, y, width, height], whole: self.size() });
            request
        });
        self.picture.follow(wanted, Slot::Left, desk);
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        if self.typing.is_some() {
            return vec![("Enter", "take it"), ("Esc", "don't")];
        }
        vec![
            ("h j k l", "move"),
            ("H J K L", "size"),
            ("Space", "step"),
            ("t", "type"),
            ("Enter", "save"),
            ("x", "no area"),
            ("Esc", "back"),
        ]
    }
}
