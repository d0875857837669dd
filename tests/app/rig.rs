//! A screen in memory that a test types into and reads from.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ikt::api::{Client, Content, Upload};
use ikt::app::Msg;
use ikt::app::Options;
use ikt::app::msg::{Key, KeyCode};
use ikt::app::theme::{Depth, Scheme, Theme};
use ikt::config;
use ikt::model::{AssetId, FolderPath, Sort};
use ikt::ops::LocalDisk;
use ikt::runtime::{self, Answers, Exit, Input, Screen, Setup};
use ikt::server::store::Store;
use ikt::server::{self, Running, Settings};
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::{Frame, Terminal};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How long a text may take to appear, on the slowest machine: it is only waited for when a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A local library, empty at first, and short ways to it.
pub struct Library {
    pub client: Client,
    running: Running,
    handles: reqwest::Client,
    _data: TempDir,
}

impl Library {
    /// All entries of this `type`, as the service lists them, without what tells when they were changed last.
    pub async fn listing(&self, kind: &str) -> Vec<Value> {
        let target = format!("/v1/files?type={kind}&limit=1000");
        let raw = self.client.raw("GET", &target, None).await.expect("a list");
        let Some(Value::Array(mut all)) = raw.json() else { panic!("no list") };
        for entry in &mut all {
            let entry = entry.as_object_mut().expect("an object");
            entry.remove("updatedAt");
            for name in ["url", "thumbnail"] {
                if let Some(url) = entry.get_mut(name) {
                    let plain =
                        url.as_str().and_then(|url| url.split('?').next()).unwrap_or_default().to_owned();
                    *url = plain.into();
                }
            }
        }
        all.sort_by_key(|entry| entry["fileId"].as_str().or(entry["folderId"].as_str()).map(str::to_owned));
        all
    }

    pub async fn start() -> Self {
        Self::planted(true, |_| {}).await
    }

    /// The library that a new local library is planted with.
    pub async fn demo() -> Self {
        Self::planted(false, |_| {}).await
    }

    /// A library that something is put into before it is served.
    pub async fn seeded(seed: impl FnOnce(&Store) + Send + 'static) -> Self {
        Self::planted(true, seed).await
    }

    async fn planted(empty: bool, seed: impl FnOnce(&Store) + Send + 'static) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let settings = Settings { empty, test_handles: true, ..Settings::new(data.path().join("data")) };
        if empty {
            let folder = settings.data.clone();
            let seeding = move || seed(&Store::open(&folder).expect("a store"));
            tokio::task::spawn_blocking(seeding).await.expect("no panic");
        }
        let running = server::start(settings).await.expect("a library");
        let client = Client::new(running.account()).expect("a client");
        let handles = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().expect("a client");
        Self { client, running, handles, _data: data }
    }

    /// Uploads a file.
    pub async fn put(&self, path: &str, bytes: &[u8]) {
        let (folder, name) = FolderPath::split_file(path);
        let upload = Upload::new(Content::Bytes(bytes.to_vec().into()), folder, name);
        let stored = self.client.upload(&upload, |_| {}).await.expect("an upload").stored().expect("a file");
        assert_eq!(stored.path, path);
    }

    /// The id of a file.
    pub async fn id(&self, folder: &str, name: &str) -> AssetId {
        let file = self.client.find_file(&FolderPath::new(folder), name).await.expect("a look");
        file.expect("it is there").id
    }

    /// The names of the files in a folder, in order.
    pub async fn names(&self, folder: &str) -> Vec<String> {
        let folder = FolderPath::new(folder);
        let files = self.client.list_files(&folder, Sort::BY_NAME, 0, 1000).await.expect("a list");
        files.iter().map(|file| file.name.to_string()).collect()
    }

    /// The tags of the files in a folder, in the order of their names.
    pub async fn tags(&self, folder: &str) -> Vec<Vec<String>> {
        let folder = FolderPath::new(folder);
        let files = self.client.list_files(&folder, Sort::BY_NAME, 0, 1000).await.expect("a list");
        files.iter().map(|file| file.tags.iter().map(|tag| tag.to_string()).collect()).collect()
    }

    /// Orders a fault of the next requests below a path.
    pub async fn order(&self, fault: Value) {
        self.handle(reqwest::Method::POST, "faults", Some(fault)).await;
    }

    /// How many requests below this path have suffered a fault.
    pub async fn suffered(&self, prefix: &str) -> usize {
        self.log(prefix).await.iter().filter(|asked| !asked["fault"].is_null()).count()
    }

    /// Keeps new folder jobs from starting, or lets them.
    pub async fn hold_jobs(&self, hold: bool) {
        self.handle(reqwest::Method::POST, "jobs", Some(json!({ "hold": hold }))).await;
    }

    /// The requests below this path.
    pub async fn log(&self, prefix: &str) -> Vec<Value> {
        let log = self.handle(reqwest::Method::GET, "requests", None).await;
        let mut log: Vec<Value> = serde_json::from_slice(&log).expect("a log");
        log.retain(|asked| asked["path"].as_str().is_some_and(|path| path.starts_with(prefix)));
        log
    }

    /// The status that a URL answers with.
    pub async fn status(&self, url: &str) -> u16 {
        self.handles.get(url).send().await.expect("an answer").status().as_u16()
    }

    async fn handle(&self, method: reqwest::Method, name: &str, body: Option<Value>) -> Vec<u8> {
        let url = format!("http://{}/_ikt/{name}", self.running.addr());
        let request = self.handles.request(method, url).json(&body.unwrap_or_else(|| json!({})));
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).expect("a handle");
        answer.bytes().await.expect("a body").into()
    }
}

fn key(word: &str) -> Key {
    let (ctrl, name) = match word.strip_prefix("ctrl-") {
        Some(name) => (true, name),
        None => (false, word),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "tab" => KeyCode::Tab,
        "down" => KeyCode::Down,
        "up" => KeyCode::Up,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "space" => KeyCode::Char(' '),
        _ => KeyCode::Char(name.chars().next().expect("a key")),
    };
    Key { code, ctrl, alt: false, shift: false }
}

/// A frame as it was drawn.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    pub text: String,
    pub buffer: Buffer,
}

/// A screen in memory, whose frames can be watched.
struct Memory {
    terminal: Terminal<TestBackend>,
    shown: watch::Sender<Shown>,
    copied: Arc<Mutex<String>>,
    size: Arc<Mutex<(u16, u16)>>,
}

impl Screen for Memory {
    fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let (wide, high) = *self.size.lock().expect("no panic");
        self.terminal.backend_mut().resize(wide, high);
        let Ok(_) = self.terminal.draw(render);
        let buffer = self.terminal.backend().buffer().clone();
        let text = rows(&buffer);
        self.shown.send_replace(Shown { text, buffer });
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        let Ok(()) = self.terminal.clear();
        Ok(())
    }

    fn send(&mut self, sequence: &str) -> io::Result<()> {
        if let Some(text) = sequence.strip_prefix("\x1b]52;c;") {
            let text = BASE64.decode(text.trim_end_matches(['\x1b', '\\', '\x07'])).expect("base64");
            *self.copied.lock().expect("no panic") = String::from_utf8(text).expect("text");
        }
        Ok(())
    }

    fn disambiguate_keys(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn cell_pixels(&self) -> Option<(u16, u16)> {
        None
    }

    async fn suspend(&mut self) -> io::Result<bool> {
        Ok(false)
    }

    fn leave(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn resume(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn rows(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let row = |cells: &[ratatui::buffer::Cell]| cells.iter().map(|cell| cell.symbol()).collect::<String>();
    buffer.content.chunks(width).map(|cells| row(cells).trim_end().to_owned() + "\n").collect()
}

/// ikt at work.
pub struct Rig {
    inputs: mpsc::UnboundedSender<Input>,
    shown: watch::Receiver<Shown>,
    copied: Arc<Mutex<String>>,
    size: Arc<Mutex<(u16, u16)>>,
    looped: JoinHandle<io::Result<Exit>>,
}

impl Rig {
    /// Opens ikt on the library, in a folder, on a screen of this size.
    pub fn open(library: &Library, start: &str, size: (u16, u16)) -> Self {
        Self::open_with(library, start, size, |_| {})
    }

    /// The same, set up in another way.
    pub fn open_with(
        library: &Library,
        start: &str,
        size: (u16, u16),
        change: impl FnOnce(&mut Setup),
    ) -> Self {
        let account = library.running.account();
        let mut setup = Setup {
            options: Options {
                size,
                now: jiff::Timestamp::now(),
                theme: Theme::new(Scheme::Dark, Depth::True, false),
                sort: Sort::BY_NAME,
                start: FolderPath::new(start),
                presets: Default::default(),
                memory: Default::default(),
                keys: Default::default(),
                themes: Vec::new(),
                doors: Vec::new(),
                door: None,
            },
            open: Arc::new(move || {
                let account = account.clone();
                Box::pin(async { Ok(account) })
            }),
            pictures: config::Pictures::Halfblocks,
            follow_background: false,
            cache: None,
            presets: None,
            memory: None,
            enter: None,
            mouse: true,
            journal: None,
            catalog: None,
            log: None,
            editor: None,
            disk: LocalDisk::default(),
            // No test opens a window on the desk of whoever runs it.
            browser: Arc::new(|_| Ok(())),
        };
        change(&mut setup);
        let (inputs, mut incoming) = mpsc::unbounded_channel();
        let (sender, shown) = watch::channel(Shown::default());
        let copied = Arc::<Mutex<String>>::default();
        let clipboard = Arc::clone(&copied);
        let columns_and_rows = Arc::new(Mutex::new(size));
        let now = Arc::clone(&columns_and_rows);
        let looped = tokio::spawn(async move {
            let Ok(terminal) = Terminal::new(TestBackend::new(size.0, size.1));
            let mut screen = Memory { terminal, shown: sender, copied: clipboard, size: now };
            let stream = futures_util::stream::poll_fn(move |cx| incoming.poll_recv(cx));
            runtime::run(&mut screen, setup, stream).await
        });
        let rig = Self { inputs, shown, copied, size: columns_and_rows, looped };
        rig.input(Input::Answers(Answers { complete: true, ..Answers::NOTHING }));
        rig
    }

    fn input(&self, input: Input) {
        self.inputs.send(input).expect("ikt is running");
    }

    /// Presses keys one after the other, written as in the key map: `j`, `g p`, `enter`, `ctrl-a`.
    pub fn press(&self, text: &str) {
        for word in text.split(' ') {
            self.input(Input::Msg(Msg::Key(key(word))));
        }
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        for c in text.chars() {
            let code = KeyCode::Char(c);
            self.input(Input::Msg(Msg::Key(Key { code, ctrl: false, alt: false, shift: false })));
        }
    }

    /// Pastes a text.
    pub fn paste(&self, text: &str) {
        self.input(Input::Msg(Msg::Paste(text.to_owned())));
    }

    /// What was put on the clipboard last.
    pub fn copied(&self) -> String {
        self.copied.lock().expect("no panic").clone()
    }

    /// Sends events, and waits for a frame after them; `None` when they have ended ikt.
    pub async fn after(&self, events: impl Iterator<Item = Msg>) -> Option<Shown> {
        let mut shown = self.shown.clone();
        shown.mark_unchanged();
        for event in events {
            if let Msg::Resize(columns, rows) = event {
                *self.size.lock().expect("no panic") = (columns, rows);
            }
            self.inputs.send(Input::Msg(event)).ok()?;
        }
        let changed = tokio::time::timeout(PATIENCE, shown.changed()).await;
        changed.unwrap_or_else(|_| panic!("no frame came after\n{}", shown.borrow().text)).ok()?;
        let frame = shown.borrow().clone();
        Some(frame)
    }

    /// How ikt has ended.
    pub async fn ended(self) -> Exit {
        let Ok(ended) = tokio::time::timeout(PATIENCE, self.looped).await else {
            panic!("ikt doesn't end; the screen shows\n{}", self.shown.borrow().text)
        };
        ended.expect("no panic").expect("no trouble with the screen")
    }

    /// Changes the size of the terminal.
    pub fn resize(&self, columns: u16, rows: u16) {
        *self.size.lock().expect("no panic") = (columns, rows);
        self.input(Input::Msg(Msg::Resize(columns, rows)));
    }

    /// Waits until the screen shows the text; gives what it shows.
    pub async fn until(&self, text: &str) -> Shown {
        self.when(text, |shown| shown.text.contains(text)).await
    }

    /// Waits until the screen is as it should be.
    pub async fn when(&self, what: &str, is_so: impl Fn(&Shown) -> bool) -> Shown {
        let mut shown = self.shown.clone();
        // Neither the time nor the loop may end before.
        if let Ok(Ok(shown)) = tokio::time::timeout(PATIENCE, shown.wait_for(is_so)).await {
            return shown.clone();
        }
        panic!("waited for {what}; the screen shows\n{}", self.shown.borrow().text)
    }

    /// Quits by key although runs may be under way, and waits for the end.
    pub async fn leave(self) -> Exit {
        // The second one answers the question that the first may meet.
        for _ in 0..2 {
            let _ = self.inputs.send(Input::Msg(Msg::Key(key("ctrl-c"))));
        }
        self.ended().await
    }

    /// Quits by key, and waits for the end.
    pub async fn quit(self) -> Exit {
        self.press("ctrl-c");
        self.ended().await
    }
}
