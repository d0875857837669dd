//! What is typed into the pane of uploads: options, names, folders, links, the filter.

use super::{Stage, Typing, UploadPane};
use crate::app::msg::{Key, KeyCode};
use crate::app::sheet::{Desk, Stay};
use crate::app::widget::Cursor;
use crate::model::FolderPath;
use crate::ops::Source;
use crate::ops::build_upload::link;

impl UploadPane {
    /// Takes a key into the line that is being typed.
    pub(super) fn typed(&mut self, key: Key, desk: &mut Desk<'_>) {
        let Some(typing) = &mut self.typing else { return };
        let field = match typing {
            Typing::To(field) | Typing::Name(field) | Typing::Option(_, field, _) => field,
        };
        match key.code {
            KeyCode::Esc => self.typing = None,
            KeyCode::Char('c') if key.ctrl => self.typing = None,
            KeyCode::Enter => self.given(desk),
            _ => {
                field.key(key);
                self.check();
            }
        }
    }

    /// Says what is wrong with an option while it is typed.
    pub(super) fn check(&mut self) {
        if let Some(Typing::Option(item, field, error)) = &mut self.typing {
            *error = item.set(&mut self.options.clone(), field.text()).err();
        }
    }

    fn given(&mut self, desk: &mut Desk<'_>) {
        match self.typing.take() {
            Some(Typing::To(field)) => {
                self.to = FolderPath::new(field.text().trim());
                if let Stage::Preflight(table) = &self.stage {
                    let sources = table.sources.clone();
                    self.look(sources, desk);
                }
            }
            Some(Typing::Name(field)) => {
                let name = field.text().trim();
                if let Stage::Preflight(table) = &mut self.stage
                    && let Some(row) = table.files.as_mut().and_then(|all| all.get_mut(table.cursor.at()))
                    && !name.is_empty()
                {
                    row.name = name.to_owned();
                    row.there = None;
                    table.compared.remove(&table.cursor.at());
                }
            }
            Some(Typing::Option(item, field, _)) => {
                if let Err(error) = item.set(&mut self.options, field.text()) {
                    self.typing = Some(Typing::Option(item, field, Some(error)));
                }
            }
            None => {}
        }
    }

    pub(super) fn link_key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        let Stage::Link(field, error) = &mut self.stage else { return Stay::Open };
        match key.code {
            KeyCode::Esc => return Stay::Close,
            KeyCode::Char('c') if key.ctrl => return Stay::Close,
            KeyCode::Enter => match link(field.text()) {
                Ok(_) => {
                    // What it is will be found out once more beside what is there.
                    let text = field.text().trim().into();
                    self.look(vec![Source::Url(text)], desk);
                }
                Err(why) => *error = Some(why),
            },
            _ => {
                if field.key(key) == Some(true) {
                    *error = None;
                }
            }
        }
        Stay::Open
    }

    pub(super) fn filter_key(&mut self, key: Key) {
        let Stage::Pick(picker) = &mut self.stage else { return };
        match key.code {
            KeyCode::Enter => picker.typing = false,
            KeyCode::Esc => {
                picker.typing = false;
                picker.filter.set("");
            }
            KeyCode::Down | KeyCode::Up => {
                let rows = picker.rows().len();
                picker.cursor.step(if key.code == KeyCode::Down { 1 } else { -1 }, rows);
            }
            _ => {
                if picker.filter.key(key) == Some(true) {
                    picker.cursor = Cursor::default();
                }
            }
        }
    }
}
