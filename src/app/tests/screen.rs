//! A screen without a terminal: keys in, effects out, and a small library in memory that answers
//! them when a test says so. The real loop and the real library are met in `tests/app.rs`.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words;
use crate::app::browse::{Page, Source};
use crate::app::effect::{Effect, PictureKey};
use crate::app::msg::{Key, KeyCode, Msg, PictureInfo, Reply};
use crate::app::testing::{folder, start};
use crate::app::theme::{Depth, Scheme, Theme};
use crate::app::urls::Presets;
use crate::app::{Options, Pictures, State, update, view};
use crate::config::Memory;
use crate::model::{Account, File, Folder, FolderPath, Secret, Sort};

/// Pictures that are always there, as a ground of one letter.
pub struct Letters;

impl Pictures for Letters {
    fn draw(&self, _: &PictureKey, area: Rect, buf: &mut Buffer) -> bool {
        for y in area.y..area.bottom() {
            buf.set_string(area.x, y, "P".repeat(usize::from(area.width)), ratatui::style::Style::new());
        }
        true
    }

    fn size(&self, key: &PictureKey) -> Option<(u16, u16)> {
        Some((key.columns.min(key.rows * 2), key.rows))
    }
}

/// Questions that one key may lead to.
const MOST: usize = 10_000;

/// State, what it asked for, and the library.
pub struct Screen {
    pub state: State,
    pub asked: Vec<Effect>,
    pub files: Vec<File>,
    pub folders: Vec<Folder>,
    /// What calls are answered with; `None` leaves them unanswered.
    pub words: Option<String>,
}

impl Screen {
    /// A screen of this size, connected, with these files and a few folders, everything answered.
    pub fn with(size: (u16, u16), files: Vec<File>) -> Self {
        let mut screen = Self::unconnected(size);
        screen.files = files;
        screen.folders = vec![folder(1, "/archive"), folder(2, "/products"), folder(3, "/products/shoes")];
        screen.send(Msg::Connected(account()));
        screen.answer();
        screen
    }

    /// A screen before anything has come.
    pub fn unconnected(size: (u16, u16)) -> Self {
        Self::remembering(size, Memory::default())
    }

    /// The same, where a session has left something.
    pub fn remembering(size: (u16, u16), memory: Memory) -> Self {
        let theme = Theme::new(Scheme::Dark, Depth::True, false);
        let options = Options {
            size,
            now: start(),
            theme,
            sort: Sort::BY_NAME,
            start: FolderPath::root(),
            memory,
            presets: Presets::new(),
            keys: Default::default(),
            themes: Vec::new(),
            doors: Vec::new(),
            door: None,
        };
        Self {
            state: State::new(options),
            asked: Vec::new(),
            files: Vec::new(),
            folders: Vec::new(),
            words: None,
        }
    }

    /// Sends a message, keeping what comes of it.
    pub fn send(&mut self, msg: Msg) {
        self.asked.extend(update(&mut self.state, msg));
    }

    /// Presses keys: characters, or names in angle brackets: `gg<Enter>`.
    pub fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            let named =
                rest.strip_prefix('<').and_then(|r| r.split_once('>')).filter(|(name, _)| !name.is_empty());
            let (key, after) = match named {
                Some((name, after)) => (named_key(name), after),
                None => (plain(KeyCode::Char(c)), &rest[c.len_utf8()..]),
            };
            self.send(Msg::Key(key));
            rest = after;
        }
    }

    /// Answers everything that was asked of the library, until nothing more is asked.
    pub fn answer(&mut self) {
        let mut left = MOST;
        while let Some((at, answers)) =
            self.asked.iter().enumerate().find_map(|(at, effect)| Some((at, self.answers(effect)?)))
        {
            left = left.checked_sub(1).expect("an end of asking");
            self.asked.remove(at);
            for msg in answers {
                self.send(msg);
            }
        }
    }

    /// What answers this, if anything does.
    fn answers(&self, effect: &Effect) -> Option<Vec<Msg>> {
        let words = self.words.as_deref().map(|text| words::answers(effect, text)).unwrap_or_default();
        if words.is_empty() {
            return answer(effect, &self.files, &self.folders).map(|msg| vec![msg]);
        }
        Some(words)
    }

    /// Presses keys and answers what comes of them.
    pub fn play(&mut self, keys: &str) {
        self.press(keys);
        self.answer();
    }

    /// What was asked and not answered, taken.
    pub fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.asked)
    }

    /// The screen as text.
    pub fn text(&self) -> String {
        let buffer = self.buffer();
        let width = usize::from(buffer.area.width);
        let line = |row: &[ratatui::buffer::Cell]| {
            row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
        };
        buffer.content.chunks(width.max(1)).map(line).collect::<Vec<_>>().join("\n")
    }

    /// The screen's cells.
    pub fn buffer(&self) -> Buffer {
        let (width, height) = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend");
        terminal.draw(|frame| view(&self.state, &Letters, frame)).expect("a test backend");
        terminal.backend().buffer().clone()
    }

    /// Names of the rows on the screen's list.
    pub fn rows(&self) -> Vec<String> {
        let list = &self.state.browse.list;
        (0..list.len()).filter_map(|n| list.row(n)).map(|row| row.name().to_owned()).collect()
    }

    /// The name under the cursor.
    pub fn here(&self) -> String {
        self.state.browse.list.current().map(|row| row.name().to_owned()).unwrap_or_default()
    }
}

/// An account that leads nowhere.
pub fn account() -> Account {
    Account {
        name: "local library".to_owned(),
        api: "http://127.0.0.1:9".to_owned(),
        upload: "http://127.0.0.1:9".to_owned(),
        delivery: "http://127.0.0.1:9/local".to_owned(),
        public_key: "public_x".to_owned(),
        private_key: Secret::new("private_x"),
        read_only: false,
    }
}

fn answer(effect: &Effect, files: &[File], folders: &[Folder]) -> Option<Msg> {
    let reply = match effect {
        Effect::ListFolders { ticket, path } => {
            let own = folders.iter().filter(|f| f.path.parent().as_ref() == Some(path)).cloned().collect();
            Reply::Folders { ticket: *ticket, path: path.clone(), result: Ok(own) }
        }
        Effect::ListFiles { ticket, source, skip, limit, .. } => {
            // A search finds all files: what it holds for is the library's business.
            let is_in = |f: &&File| matches!(source, Source::Search(_)) || f.folder == *source.folder();
            let own = files.iter().filter(is_in).skip(*skip).take(*limit).cloned().collect();
            Reply::Files { ticket: *ticket, skip: *skip, result: Ok(Page::of_files(own)) }
        }
        Effect::Preview { ticket, request, .. } => {
            let (columns, rows) = (request.key.columns, request.key.rows);
            let info = PictureInfo {
                bytes: 4096,
                width: 400,
                height: 300,
                columns,
                rows,
                format: "JPEG",
                millis: Some(7),
            };
            Reply::Picture { ticket: *ticket, key: request.key.clone(), result: Ok(info) }
        }
        Effect::Check { ticket, .. } => Reply::Checked { ticket: *ticket, result: Ok(Vec::new()) },
        Effect::Continue => return Some(Msg::Continue),
        _ => return None,
    };
    Some(Msg::Reply(reply))
}

fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

fn named_key(name: &str) -> Key {
    let (ctrl, name) = name.strip_prefix("C-").map_or((false, name), |rest| (true, rest));
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Backspace" => KeyCode::Backspace,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "PageDown" => KeyCode::PageDown,
        "Delete" => KeyCode::Delete,
        other => KeyCode::Char(other.chars().next().expect("a key's name")),
    };
    Key { ctrl, ..plain(code) }
}
