//! The loop: input first, then answers, then at most one frame, and nothing when nothing happens.

use std::io;
use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use ratatui::Frame;
use tokio::sync::mpsc::UnboundedReceiver;

use super::clipboard;
use super::graphics::Answers;
use super::screen::Screen;
use super::signals;
use crate::app::{Effect, Msg, Pictures};

/// The shortest time between two frames. A frame after a longer silence is drawn at once.
const FRAME_EVERY: Duration = Duration::from_millis(4);
/// What happens without a pause is shown at least this often.
const FRAME_WITHIN: Duration = Duration::from_millis(16);

/// What comes in from the terminal and the system.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key, the mouse, a paste, a new size.
    Msg(Msg),
    /// What the terminal said of itself.
    Answers(Answers),
    /// A signal that ends the program.
    Signal(i32),
    /// Somebody else continued the stopped process.
    Continued,
}

/// What comes back from tasks.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// For the program.
    Msg(Msg),
    /// Pictures of the last frame are ready again.
    Pictures,
    /// The editor has ended: the terminal is ours again, and this is for the program.
    Edited(Msg),
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The program wanted to.
    Quit,
    /// This signal came.
    Signal(i32),
}

/// What the loop runs: the reducer with its state.
pub trait Program {
    /// Takes in what happened.
    fn update(&mut self, msg: Msg) -> Vec<Effect>;

    /// Draws the state.
    fn view(&self, pictures: &dyn Pictures, frame: &mut Frame);
}

/// What the loop hands everything to that is neither terminal nor reducer.
pub trait World {
    /// The first frame is on the screen: time for what would have delayed it.
    fn begin(&mut self);

    /// Starts what the program asks for; answers come as messages.
    fn execute(&mut self, effect: Effect);

    /// Takes what the terminal said of itself.
    fn answered(&mut self, answers: Answers, cell: Option<(u16, u16)>);

    /// The screen was cleared, or has another size: pictures on it are gone.
    fn cleared(&mut self, cell: Option<(u16, u16)>);

    /// The pictures for the next frame, and control sequences that have to go before it.
    fn pictures(&mut self) -> (&dyn Pictures, String);
}

/// Runs the program until it ends or a signal does. The first frame is drawn before any input is
/// looked at.
///
/// # Errors
///
/// If the terminal is gone.
pub async fn run(
    screen: &mut impl Screen,
    program: &mut impl Program,
    world: &mut impl World,
    mut inputs: impl Stream<Item = Input> + Unpin,
    news: &mut UnboundedReceiver<News>,
) -> io::Result<Exit> {
    let mut stage = Stage::new(screen, program, world);
    stage.draw()?;
    stage.world.begin();
    loop {
        if stage.is_overdue() {
            stage.draw()?;
        }
        tokio::select! {
            biased;
            input = inputs.next() => match input {
                Some(input) => stage.input(input).await?,
                None => return Ok(Exit::Quit),
            },
            Some(news) = news.recv() => stage.news(news).await?,
            () = until(stage.next_frame), if stage.changed.is_some() && !stage.left => stage.draw()?,
            () = tokio::task::yield_now(), if stage.unfinished => stage.go_on().await?,
        }
        if let Some(exit) = stage.exit {
            return Ok(exit);
        }
    }
}

/// Ready at once when the time has come: a timer, even one in the past, may take a millisecond.
async fn until(time: Instant) {
    if Instant::now() < time {
        tokio::time::sleep_until(time.into()).await;
    }
}

struct Stage<'a, S, P, W> {
    screen: &'a mut S,
    program: &'a mut P,
    world: &'a mut W,
    /// Since when something is to be shown.
    changed: Option<Instant>,
    next_frame: Instant,
    /// The second that the program was last told.
    second: i64,
    /// Whether the program waits for `Msg::Continue`.
    unfinished: bool,
    /// Whether an editor has the terminal.
    left: bool,
    /// Whether the next `Input::Continued` is the end of our own stop.
    own_stop: bool,
    exit: Option<Exit>,
}

impl<'a, S: Screen, P: Program, W: World> Stage<'a, S, P, W> {
    fn new(screen: &'a mut S, program: &'a mut P, world: &'a mut W) -> Self {
        Self {
            screen,
            program,
            world,
            changed: None,
            next_frame: Instant::now(),
            second: Timestamp::now().as_second(),
            unfinished: false,
            left: false,
            own_stop: false,
            exit: None,
        }
    }

    async fn input(&mut self, input: Input) -> io::Result<()> {
        match input {
            Input::Msg(msg) => self.message(msg).await,
            Input::Answers(answers) => self.answers(answers),
            Input::Signal(number) if signals::is_for_editor(number) => Ok(()),
            Input::Signal(number) => {
                self.exit = Some(Exit::Signal(number));
                Ok(())
            }
            // The editor was stopped and continued, and ikt with it.
            Input::Continued if self.left => Ok(()),
            Input::Continued if std::mem::take(&mut self.own_stop) => Ok(()),
            Input::Continued => {
                self.screen.resume()?;
                self.came_back().await
            }
        }
    }

    async fn news(&mut self, news: News) -> io::Result<()> {
        match news {
            News::Msg(msg) => self.message(msg).await,
            News::Edited(msg) => {
                self.left = false;
                self.screen.resume()?;
                self.came_back().await?;
                self.message(msg).await
            }
            News::Pictures => {
                self.changed.get_or_insert_with(Instant::now);
                Ok(())
            }
        }
    }

    async fn message(&mut self, msg: Msg) -> io::Result<()> {
        if matches!(msg, Msg::Resize(..)) {
            self.world.cleared(self.screen.cell_pixels());
        }
        let now = Timestamp::now();
        if now.as_second() != self.second {
            self.second = now.as_second();
            self.tell(Msg::Now(now)).await?;
        }
        self.tell(msg).await
    }

    async fn tell(&mut self, msg: Msg) -> io::Result<()> {
        let mut effects = self.program.update(msg);
        self.changed.get_or_insert_with(Instant::now);
        // Effects seldom bring messages of their own; those that do are told in order.
        while !effects.is_empty() {
            let mut more = Vec::new();
            for effect in effects {
                if let Some(msg) = self.effect(effect).await? {
                    more.extend(self.program.update(msg));
                }
            }
            effects = more;
        }
        Ok(())
    }

    async fn effect(&mut self, effect: Effect) -> io::Result<Option<Msg>> {
        match effect {
            Effect::Quit => self.exit = Some(Exit::Quit),
            Effect::Continue => self.unfinished = true,
            Effect::Copy(text) => self.screen.send(&clipboard::osc52(&text)?)?,
            Effect::Redraw => {
                self.screen.clear()?;
                self.world.cleared(self.screen.cell_pixels());
            }
            Effect::Suspend => {
                self.own_stop = self.screen.suspend().await?;
                self.world.cleared(self.screen.cell_pixels());
                return Ok(Some(Msg::Resumed));
            }
            Effect::Edit { .. } => {
                self.screen.leave()?;
                self.left = true;
                self.world.execute(effect);
            }
            other => self.world.execute(other),
        }
        Ok(None)
    }

    fn answers(&mut self, answers: Answers) -> io::Result<()> {
        if answers.keyboard {
            self.screen.disambiguate_keys()?;
            self.changed.get_or_insert_with(Instant::now);
        }
        self.world.answered(answers, self.screen.cell_pixels());
        Ok(())
    }

    async fn came_back(&mut self) -> io::Result<()> {
        self.world.cleared(self.screen.cell_pixels());
        self.tell(Msg::Resumed).await
    }

    async fn go_on(&mut self) -> io::Result<()> {
        self.unfinished = false;
        self.tell(Msg::Continue).await
    }

    fn is_overdue(&self) -> bool {
        !self.left && self.changed.is_some_and(|since| since.elapsed() >= FRAME_WITHIN)
    }

    fn draw(&mut self) -> io::Result<()> {
        self.changed = None;
        let program = &*self.program;
        let (pictures, before) = self.world.pictures();
        if !before.is_empty() {
            self.screen.send(&before)?;
        }
        self.screen.draw(|frame| program.view(pictures, frame))?;
        self.next_frame = Instant::now() + FRAME_EVERY;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
