use std::cell::Cell;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::sync::mpsc::{self, UnboundedSender};

use super::*;
use crate::app::effect::PictureKey;
use crate::app::msg::{Key, KeyCode};

/// Writes down what it is told, does what its script says, and tells of each frame.
struct Recorder {
    told: Vec<Msg>,
    effects: fn(&Msg) -> Vec<Effect>,
    frames: UnboundedSender<usize>,
    drawn: Cell<usize>,
}

impl Program for Recorder {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        if matches!(msg, Msg::Now(_)) {
            return vec![];
        }
        let effects = (self.effects)(&msg);
        self.told.push(msg);
        effects
    }

    fn view(&self, _: &dyn Pictures, _: &mut Frame) {
        self.drawn.set(self.drawn.get() + 1);
        // A test that doesn't look at frames has dropped the other end.
        let _ = self.frames.send(self.told.len());
    }
}

#[derive(Default)]
struct Ledger {
    executed: Vec<Effect>,
    cleared: usize,
}

/// Raw sequences go nowhere, and there is nothing to suspend.
impl Screen for Terminal<TestBackend> {
    fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let Ok(_) = Terminal::draw(self, render);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        let Ok(()) = Terminal::clear(self);
        Ok(())
    }

    fn send(&mut self, _: &str) -> io::Result<()> {
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

struct NoPictures;

impl Pictures for NoPictures {
    fn draw(&self, _: &PictureKey, _: Rect, _: &mut Buffer) -> bool {
        false
    }

    fn size(&self, _: &PictureKey) -> Option<(u16, u16)> {
        None
    }
}

impl World for Ledger {
    fn begin(&mut self) {}

    fn execute(&mut self, effect: Effect) {
        self.executed.push(effect);
    }

    fn answered(&mut self, _: Answers, _: Option<(u16, u16)>) {}

    fn cleared(&mut self, _: Option<(u16, u16)>) {
        self.cleared += 1;
    }

    fn pictures(&mut self) -> (&dyn Pictures, String) {
        (&NoPictures, String::new())
    }
}

fn key(c: char) -> Msg {
    Msg::Key(Key { code: KeyCode::Char(c), ctrl: false, alt: false, shift: false })
}

fn is_key(msg: &Msg, c: char) -> bool {
    *msg == key(c)
}

/// A loop over a test screen, with both ends of its channels.
struct Rig {
    screen: Terminal<TestBackend>,
    program: Recorder,
    world: Ledger,
    inputs: UnboundedSender<Input>,
    incoming: mpsc::UnboundedReceiver<Input>,
    answers: UnboundedSender<News>,
    news: UnboundedReceiver<News>,
    frames: mpsc::UnboundedReceiver<usize>,
}

fn rig(effects: fn(&Msg) -> Vec<Effect>) -> Rig {
    let (inputs, incoming) = mpsc::unbounded_channel();
    let (answers, news) = mpsc::unbounded_channel();
    let (seen, frames) = mpsc::unbounded_channel();
    let Ok(screen) = Terminal::new(TestBackend::new(20, 5));
    let program = Recorder { told: vec![], effects, frames: seen, drawn: Cell::new(0) };
    Rig { screen, program, world: Ledger::default(), inputs, incoming, answers, news, frames }
}

impl Rig {
    /// Runs the loop beside what drives it, until the inputs end or the program does.
    async fn run<D: Future<Output = ()>>(
        mut self,
        drive: impl FnOnce(UnboundedSender<Input>, UnboundedSender<News>, mpsc::UnboundedReceiver<usize>) -> D,
    ) -> (Exit, Recorder, Ledger) {
        let incoming = &mut self.incoming;
        let stream = futures_util::stream::poll_fn(move |cx| incoming.poll_recv(cx));
        let driver = drive(self.inputs, self.answers, self.frames);
        let looped = run(&mut self.screen, &mut self.program, &mut self.world, stream, &mut self.news);
        let (exit, ()) = tokio::join!(looped, driver);
        (exit.expect("a test screen doesn't fail"), self.program, self.world)
    }
}

#[tokio::test]
async fn a_frame_for_each_change_and_none_without() {
    let (_, program, _) = rig(|_| vec![])
        .run(|inputs, answers, mut frames| async move {
            assert_eq!(frames.recv().await, Some(0));
            for count in 1..=3 {
                let _ = inputs.send(Input::Msg(key('j')));
                assert_eq!(frames.recv().await, Some(count));
            }
            let _ = answers.send(News::Msg(Msg::Wake(1)));
            assert_eq!(frames.recv().await, Some(4));
            drop(inputs);
        })
        .await;
    assert_eq!((program.told.len(), program.drawn.get()), (4, 5));
}

#[tokio::test]
async fn a_burst_of_keys_is_one_frame() {
    let rig = rig(|_| vec![]);
    for _ in 0..100 {
        let _ = rig.inputs.send(Input::Msg(key('j')));
    }
    rig.run(|inputs, _answers, mut frames| async move {
        assert_eq!(frames.recv().await, Some(0));
        let mut last = 0;
        let mut count = 0;
        while last < 100 {
            last = frames.recv().await.unwrap_or(100);
            count += 1;
        }
        drop(inputs);
        assert!(count < 100, "a frame for each key of a burst");
    })
    .await;
}

#[tokio::test]
async fn keys_are_handled_while_an_answer_is_pending() {
    let ask = |msg: &Msg| if is_key(msg, 'a') { vec![Effect::Reconnect] } else { vec![] };
    let (_, program, world) = rig(ask)
        .run(|inputs, answers, mut frames| async move {
            let _ = inputs.send(Input::Msg(key('a')));
            let _ = inputs.send(Input::Msg(key('j')));
            while frames.recv().await != Some(2) {}
            let _ = answers.send(News::Msg(Msg::Wake(7)));
            while frames.recv().await != Some(3) {}
            drop(inputs);
        })
        .await;
    assert_eq!(world.executed, [Effect::Reconnect]);
    assert_eq!(program.told, [key('a'), key('j'), Msg::Wake(7)]);
}

#[tokio::test]
async fn input_goes_before_answers_and_a_scan_after_both() {
    let scan = |msg: &Msg| if is_key(msg, 's') { vec![Effect::Continue] } else { vec![] };
    let rig = rig(scan);
    let _ = rig.answers.send(News::Msg(Msg::Wake(1)));
    let _ = rig.inputs.send(Input::Msg(key('s')));
    let _ = rig.inputs.send(Input::Msg(key('j')));
    let (_, program, _) = rig
        .run(|inputs, _answers, mut frames| async move {
            while frames.recv().await != Some(4) {}
            drop(inputs);
        })
        .await;
    assert_eq!(program.told, [key('s'), key('j'), Msg::Wake(1), Msg::Continue]);
}

#[tokio::test]
async fn the_program_and_signals_end_it() {
    let quit = |msg: &Msg| if is_key(msg, 'q') { vec![Effect::Quit] } else { vec![] };
    let asked = rig(quit);
    let _ = asked.inputs.send(Input::Msg(key('q')));
    let _ = asked.inputs.send(Input::Msg(key('j')));
    let (exit, program, _) = asked.run(|inputs, _, _| async move { drop(inputs) }).await;
    assert_eq!((exit, program.told), (Exit::Quit, vec![key('q')]));

    let told = rig(quit);
    let _ = told.inputs.send(Input::Signal(15));
    let (exit, _, _) = told.run(|inputs, _, _| async move { drop(inputs) }).await;
    assert_eq!(exit, Exit::Signal(15));
}

#[tokio::test]
async fn coming_back_is_told_and_clears_pictures() {
    let suspend = |msg: &Msg| if is_key(msg, 'z') { vec![Effect::Suspend] } else { vec![] };
    let rig = rig(suspend);
    let _ = rig.inputs.send(Input::Msg(key('z')));
    let _ = rig.inputs.send(Input::Continued);
    let _ = rig.inputs.send(Input::Msg(Msg::Resize(10, 3)));
    let (_, program, world) = rig.run(|inputs, _, _| async move { drop(inputs) }).await;
    assert_eq!(program.told, [key('z'), Msg::Resumed, Msg::Resumed, Msg::Resize(10, 3)]);
    assert_eq!(world.cleared, 3);
}
