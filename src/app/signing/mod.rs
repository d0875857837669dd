//! Tools around signatures: parameters for uploads without the private key, and the distance of two
//! pHashes.

mod view;

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde_json::json;

use super::action::{Action, Context};
use super::browse::Row;
use super::call::{Answer, Call};
use super::dialog::Overlay;
use super::effect::{Effect, Ticket};
use super::msg::{Key, KeyCode};
use super::sheet::{Asked, Desk, Scene, Sheet, Stay, Then};
use super::state::State;
use super::theme::Role;
use super::widget::Field;
use crate::model::{AssetId, Report};
use crate::ops::Target;
use crate::phash;
use crate::url::auth::AuthParameters;

/// Minutes that parameters are valid for when nothing else is said: half an hour, as by the SDK.
const MINUTES: u32 = 30;
/// Minutes that the service takes at most (imagekit-api.md 6.1).
const MOST_MINUTES: u32 = 60;

/// A picture or a text that one side of the comparison comes from.
#[derive(Clone, Debug, Default, PartialEq)]
struct Side {
    /// The name of the file; empty for what was typed.
    name: String,
    hash: Asked<String>,
}

/// What the keys do.
#[derive(Clone, Debug, Default, PartialEq)]
enum Mode {
    /// They are those of the table.
    #[default]
    Plain,
    /// They give the minutes.
    Minutes(Field),
    /// They type the two pHashes; whether the second is typed now.
    Hashes([Field; 2], bool),
}

/// The pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Signing {
    parameters: Asked<AuthParameters>,
    minutes: u32,
    sides: [Side; 2],
    mode: Mode,
    /// The second whose end is waited for, so that the countdown goes on.
    ticking: i64,
}

/// Milliseconds after which the next second has begun.
const SECOND: u64 = 1010;
/// No piece of news has this number.
const TICK: u64 = u64::MAX;

/// Opens it. The two selected files, or the selected one and the one under the cursor, are compared.
pub(super) fn open(desk: &mut Desk<'_>) -> Option<Overlay> {
    let mut pane = Signing {
        parameters: Asked::No,
        minutes: MINUTES,
        sides: Default::default(),
        mode: Mode::Plain,
        ticking: 0,
    };
    pane.renew(desk);
    let files = files(desk.state);
    for (side, (id, name)) in pane.sides.iter_mut().zip(files) {
        side.name = name;
        side.hash = Asked::Yes(desk.ask_beside(Call::Metadata(id)));
    }
    Some(Overlay::Signing(Box::new(pane)))
}

/// The files to compare: at most two.
fn files(state: &State) -> Vec<(AssetId, String)> {
    let selection = &state.browse.selection;
    let selected = if selection.len() <= 2 { selection.targets() } else { Vec::new() };
    let mut files: Vec<(AssetId, String)> = selected
        .into_iter()
        .filter_map(|target| match target {
            Target::File { id, name, .. } => Some((id, name.to_string())),
            _ => None,
        })
        .collect();
    if let Some(Row::File(file)) = state.browse.list.current()
        && files.len() < 2
        && !files.iter().any(|(id, _)| *id == file.id)
    {
        files.push((file.id.clone(), file.name.to_string()));
    }
    files
}

impl Signing {
    fn renew(&mut self, desk: &mut Desk<'_>) {
        let call = Call::UploadParameters { lifetime: self.minutes * 60 };
        self.parameters = Asked::Yes(desk.ask(call, 0));
    }

    /// The two pHashes, if both are here.
    fn hashes(&self) -> Option<(&str, &str)> {
        match (&self.sides[0].hash, &self.sides[1].hash) {
            (Asked::Here(first), Asked::Here(second)) => Some((first, second)),
            _ => None,
        }
    }

    fn set_minutes(&mut self, text: &str, desk: &mut Desk<'_>) {
        match text.trim().parse::<u32>() {
            Ok(minutes) if (1..=MOST_MINUTES).contains(&minutes) => {
                self.minutes = minutes;
                self.renew(desk);
            }
            _ => {
                let text = format!("the service takes 1 to {MOST_MINUTES} minutes");
                desk.then(Then::Toast(text, Role::Warning));
            }
        }
    }

    fn copy(&self, desk: &mut Desk<'_>) {
        let Asked::Here(AuthParameters { token, expire, signature }) = &self.parameters else { return };
        let text = json!({ "token": token, "expire": expire, "signature": signature });
        desk.copy(text.to_string(), "upload parameters");
    }

    fn copy_distance(&self, desk: &mut Desk<'_>) {
        let distance = self.hashes().and_then(|(first, second)| phash::distance(first, second).ok());
        if let Some(distance) = distance {
            desk.copy(distance.to_string(), "pHash distance");
        }
    }

    fn hash_key(&mut self, mut fields: [Field; 2], second: bool, key: Key) {
        match key.code {
            KeyCode::Esc => {}
            KeyCode::Enter if second => self.compare(&fields),
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down => self.mode = Mode::Hashes(fields, true),
            KeyCode::BackTab | KeyCode::Up => self.mode = Mode::Hashes(fields, false),
            _ => {
                fields[usize::from(second)].key(key);
                self.mode = Mode::Hashes(fields, second);
            }
        }
    }

    fn compare(&mut self, fields: &[Field; 2]) {
        for (side, field) in self.sides.iter_mut().zip(fields) {
            let text = field.text().trim();
            let same = matches!(&side.hash, Asked::Here(own) if own == text);
            if !same {
                *side = Side { name: String::new(), hash: Asked::Here(text.to_owned()) };
            }
        }
    }
}

impl Sheet for Signing {
    fn draw(&self, scene: &Scene<'_>, frame: &mut Frame, area: Rect) {
        view::draw(self, scene, frame, area);
    }

    fn context(&self) -> Option<Context> {
        (self.mode == Mode::Plain).then_some(Context::Signing)
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> Stay {
        match action {
            Action::SheetClose => return Stay::Close,
            Action::SignRenew => self.renew(desk),
            Action::SignCopy => self.copy(desk),
            Action::SignExplain => desk.then(Then::Act(Action::UrlExplain)),
            Action::SignDistance => self.copy_distance(desk),
            Action::SignExpiry => self.mode = Mode::Minutes(Field::new(&self.minutes.to_string())),
            Action::SignHashes => {
                let known = |side: &Side| match &side.hash {
                    Asked::Here(hash) => Field::new(hash),
                    _ => Field::default(),
                };
                self.mode = Mode::Hashes([known(&self.sides[0]), known(&self.sides[1])], false);
            }
            _ => {}
        }
        Stay::Open
    }

    fn key(&mut self, key: Key, desk: &mut Desk<'_>) -> Stay {
        match (std::mem::take(&mut self.mode), key.code) {
            (Mode::Hashes(fields, second), _) => self.hash_key(fields, second, key),
            (Mode::Minutes(field), KeyCode::Enter) => self.set_minutes(field.text(), desk),
            (Mode::Minutes(mut field), code) if code != KeyCode::Esc => {
                field.key(key);
                self.mode = Mode::Minutes(field);
            }
            _ => {}
        }
        Stay::Open
    }

    fn paste(&mut self, text: &str, _: &mut Desk<'_>) {
        match &mut self.mode {
            Mode::Hashes(fields, second) => fields[usize::from(*second)].paste(text.trim()),
            Mode::Minutes(field) => field.paste(text),
            Mode::Plain => {}
        }
    }

    fn take(&mut self, ticket: Ticket, result: &Result<Answer, Report>, _: &mut Desk<'_>) {
        match result {
            Ok(Answer::UploadParameters(parameters)) => {
                self.parameters.take(ticket, Ok(parameters.clone()));
            }
            Ok(Answer::Metadata(metadata)) => {
                for side in &mut self.sides {
                    side.hash.take(ticket, Ok(metadata.p_hash.clone().unwrap_or_default()));
                }
            }
            Ok(_) => {}
            Err(report) => {
                self.parameters.take(ticket, Err(report.clone()));
                for side in &mut self.sides {
                    side.hash.take(ticket, Err(report.clone()));
                }
            }
        }
    }

    fn follow(&mut self, desk: &mut Desk<'_>) {
        let now = desk.state.now.as_second();
        if let Asked::Here(parameters) = &self.parameters
            && parameters.expire >= now
            && self.ticking != now
        {
            self.ticking = now;
            desk.push(Effect::Wake { token: TICK, after_ms: SECOND });
        }
    }

    fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self.mode {
            Mode::Plain => Vec::new(),
            Mode::Minutes(_) => vec![("Enter", "make new ones"), ("Esc", "don't")],
            Mode::Hashes(..) => vec![("Enter", "compare"), ("Tab", "the other one"), ("Esc", "don't")],
        }
    }
}
