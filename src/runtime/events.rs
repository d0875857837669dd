//! The terminal's events as messages.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use crossterm::event::{
    Event, EventStream, KeyCode as Code, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent,
    MouseEventKind,
};
use crossterm::terminal;
use futures_util::{Stream, StreamExt, stream};

use super::event_loop::Input;
use super::graphics::{self, Answers};
use crate::app::Msg;
use crate::app::msg::{Key, KeyCode, Mouse, MouseKind};

/// Two presses on one cell within this time are a double click.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// Everything that the user does. If `ask`, the terminal is asked first what it can do; nothing is
/// written or read before the stream is polled. `size` is what the screen was begun with.
pub(super) fn inputs(
    keyboard: Keyboard,
    ask: bool,
    size: (u16, u16),
) -> impl Stream<Item = Input> + Send + Unpin {
    let questions = if ask {
        graphics::ask().boxed()
    } else {
        stream::iter([Input::Answers(Answers { complete: true, ..Answers::NOTHING })]).boxed()
    };
    stream::unfold(Source::Questions(questions, keyboard, size), Source::next).boxed()
}

/// The terminal's events, which can be left to another program for a while. Clones are one keyboard.
#[derive(Clone, Default)]
pub(super) struct Keyboard(Arc<Mutex<Reading>>);

#[derive(Default)]
struct Reading {
    /// Reads on a thread of its own while it waits, until it is dropped.
    events: Option<EventStream>,
    left: bool,
    waker: Option<Waker>,
}

impl Keyboard {
    /// Reads nothing more until [`Keyboard::take_back`].
    pub(super) fn leave(&self) {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.left = true;
        reading.events = None;
    }

    /// Reads again.
    pub(super) fn take_back(&self) {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.left = false;
        if let Some(waker) = reading.waker.take() {
            waker.wake();
        }
    }
}

impl Stream for Keyboard {
    type Item = std::io::Result<Event>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.waker = Some(cx.waker().clone());
        if reading.left {
            return Poll::Pending;
        }
        reading.events.get_or_insert_with(EventStream::new).poll_next_unpin(cx)
    }
}

enum Source {
    Questions(stream::BoxStream<'static, Input>, Keyboard, (u16, u16)),
    /// From now on changes of size are told; one before was not.
    Size(Keyboard, Translator, (u16, u16)),
    Events(Keyboard, Translator),
}

impl Source {
    async fn next(self) -> Option<(Input, Self)> {
        match self {
            Self::Questions(mut questions, keyboard, size) => match questions.next().await? {
                Input::Answers(answers) => {
                    let translator = Translator::new(!answers.complete);
                    Some((Input::Answers(answers), Self::Size(keyboard, translator, size)))
                }
                input => Some((input, Self::Questions(questions, keyboard, size))),
            },
            Self::Size(events, translator, size) => match terminal::size() {
                Ok(now) if now != size => {
                    Some((Input::Msg(Msg::Resize(now.0, now.1)), Self::Events(events, translator)))
                }
                _ => Self::event(events, translator).await,
            },
            Self::Events(events, translator) => Self::event(events, translator).await,
        }
    }

    async fn event(mut events: Keyboard, mut translator: Translator) -> Option<(Input, Self)> {
        loop {
            match events.next().await? {
                Ok(event) => {
                    if let Some(msg) = translator.translate(event, Instant::now()) {
                        return Some((Input::Msg(msg), Self::Events(events, translator)));
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the terminal can't be read any more");
                    return None;
                }
            }
        }
    }
}

/// Turns events into messages, one by one.
struct Translator {
    /// When and where the mouse was pressed last.
    pressed: Option<(Instant, u16, u16)>,
    late: LateAnswers,
}

impl Translator {
    fn new(late: bool) -> Self {
        Self { pressed: None, late: if late { LateAnswers::Expected } else { LateAnswers::Never } }
    }

    fn translate(&mut self, event: Event, at: Instant) -> Option<Msg> {
        match event {
            Event::Key(event) if event.kind != KeyEventKind::Release => {
                let key = key(event)?;
                (!self.late.swallows(key)).then_some(Msg::Key(key))
            }
            Event::Mouse(event) => self.mouse(event, at).map(Msg::Mouse),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(columns, rows) => Some(Msg::Resize(columns, rows)),
            _ => None,
        }
    }

    fn mouse(&mut self, event: MouseEvent, at: Instant) -> Option<Mouse> {
        let kind = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => MouseKind::Press { clicks: self.clicks(&event, at) },
            MouseEventKind::ScrollUp => MouseKind::ScrollUp,
            MouseEventKind::ScrollDown => MouseKind::ScrollDown,
            _ => return None,
        };
        Some(Mouse {
            kind,
            column: event.column,
            row: event.row,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            shift: event.modifiers.contains(KeyModifiers::SHIFT),
        })
    }

    fn clicks(&mut self, event: &MouseEvent, at: Instant) -> u8 {
        let double = self.pressed.is_some_and(|(when, column, row)| {
            (column, row) == (event.column, event.row) && at.duration_since(when) <= DOUBLE_CLICK
        });
        // A third press begins anew.
        self.pressed = (!double).then_some((at, event.column, event.row));
        if double { 2 } else { 1 }
    }
}

/// Answers of a slow terminal, which crossterm takes for keys: Alt-_, Alt-] or Alt-P begins one,
/// Alt-\ or Ctrl-G ends it.
enum LateAnswers {
    Never,
    Expected,
    Inside,
}

impl LateAnswers {
    fn swallows(&mut self, key: Key) -> bool {
        match (&self, key) {
            (Self::Never, _) => false,
            (Self::Expected, Key { code: KeyCode::Char('_' | ']' | 'P'), alt: true, .. }) => {
                *self = Self::Inside;
                true
            }
            (Self::Expected, _) => false,
            (Self::Inside, Key { code: KeyCode::Char('\\'), alt: true, .. })
            | (Self::Inside, Key { code: KeyCode::Char('g'), ctrl: true, .. }) => {
                *self = Self::Expected;
                true
            }
            (Self::Inside, _) => true,
        }
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::F(number @ 1..=12) => KeyCode::F(number),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    let is_character = matches!(code, KeyCode::Char(_));
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift: event.modifiers.contains(KeyModifiers::SHIFT) && !is_character,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    fn pressed(code: Code, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn translated(late: bool, events: impl IntoIterator<Item = Event>) -> Vec<Msg> {
        let mut translator = Translator::new(late);
        let at = Instant::now();
        events.into_iter().filter_map(|event| translator.translate(event, at)).collect()
    }

    #[test]
    fn shift_is_in_the_character() {
        let msgs = translated(
            false,
            [
                pressed(Code::Char('G'), KeyModifiers::SHIFT),
                pressed(Code::Down, KeyModifiers::SHIFT),
                pressed(Code::Char('p'), KeyModifiers::CONTROL),
            ],
        );
        let keys = [
            plain(KeyCode::Char('G')),
            Key { shift: true, ..plain(KeyCode::Down) },
            Key { ctrl: true, ..plain(KeyCode::Char('p')) },
        ];
        assert_eq!(msgs, keys.map(Msg::Key));
    }

    #[test]
    fn releases_are_nothing() {
        let mut release = KeyEvent::new(Code::Char('x'), KeyModifiers::NONE);
        release.kind = KeyEventKind::Release;
        assert_eq!(translated(false, [Event::Key(release)]), []);
    }

    #[test]
    fn two_quick_presses_on_a_cell_are_a_double_click() {
        let mut translator = Translator::new(false);
        let start = Instant::now();
        let mut clicks = |column, after| {
            let event = MouseEvent {
                kind: MouseEventKind::Down(MouseButton::Left),
                column,
                row: 3,
                modifiers: KeyModifiers::NONE,
            };
            match translator.translate(Event::Mouse(event), start + Duration::from_millis(after)) {
                Some(Msg::Mouse(Mouse { kind: MouseKind::Press { clicks }, .. })) => clicks,
                _ => 0,
            }
        };
        assert_eq!(clicks(5, 0), 1);
        assert_eq!(clicks(5, 100), 2);
        assert_eq!(clicks(5, 200), 1);
        assert_eq!(clicks(6, 300), 1);
        assert_eq!(clicks(6, 900), 1);
    }

    #[test]
    fn late_answers_are_not_typed() {
        let answer = [
            pressed(Code::Char('_'), KeyModifiers::ALT),
            pressed(Code::Char('G'), KeyModifiers::SHIFT),
            pressed(Code::Char('i'), KeyModifiers::NONE),
            pressed(Code::Char('\\'), KeyModifiers::ALT),
            pressed(Code::Char('j'), KeyModifiers::NONE),
        ];
        assert_eq!(translated(true, answer.clone()), [Msg::Key(plain(KeyCode::Char('j')))]);
        assert_eq!(translated(false, answer).len(), 5);
    }
}
