//! What is done to a picture, one thing after the other. Some of it can be told only when the picture's
//! size is known.

use super::super::condition::Condition;
use super::super::expression::{Expression, Variables};
use super::super::layer::{Mode, Position};
use super::content::Content;
use super::{Length, Work};

/// One thing that is done to a picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Its pixels are worked on.
    Work(Box<Plain>),
    /// Something is laid over it.
    Layer(Box<Overlay>),
    /// One of two chains follows, depending on its size.
    Branch(Box<Fork>),
}

/// The plain parameters of one step.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Plain {
    /// Those that are told by numbers and words.
    pub work: Work,
    /// Those that are told by expressions.
    later: Vec<Later>,
}

/// A layer, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// What is laid over.
    pub content: Content,
    /// How the pixels become one; `None` lays the layer over the picture.
    pub mode: Option<Mode>,
    /// Where the layer lies.
    pub position: Position,
    /// What is done to the layer before.
    pub steps: Vec<Stage>,
}

/// Two ways to go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Fork {
    /// What is asked of the picture.
    pub condition: Condition,
    /// What is done if it holds.
    pub then: Vec<Stage>,
    /// What is done otherwise.
    pub otherwise: Vec<Stage>,
}

/// A parameter whose value has to be worked out.
#[derive(Clone, Debug, PartialEq)]
struct Later {
    code: &'static str,
    expression: Expression,
    /// What follows the expression: the colour of a border.
    tail: String,
}

/// Parameters that take expressions (imagekit-api.md 4.6).
const LATER: [&str; 9] = ["w", "h", "ar", "dpr", "x", "y", "xc", "yc", "b"];
/// The largest number of pixels that a parameter takes.
const MOST: f64 = 65535.0;

impl Plain {
    /// Takes a parameter over; `None` if it isn't understood.
    pub(super) fn take(&mut self, code: &str, value: &str) -> Option<()> {
        self.work.take(code, value).or_else(|| {
            let code = LATER.into_iter().find(|known| *known == code)?;
            let (text, tail) = match code {
                "b" => value.rsplit_once('_')?,
                _ => (value, ""),
            };
            let expression = Expression::parse(text).ok().filter(|expression| !expression.is_number())?;
            self.later.push(Later { code, expression, tail: tail.to_owned() });
            Some(())
        })
    }

    /// Whether all is told without the size of the picture.
    pub fn is_settled(&self) -> bool {
        self.later.is_empty()
    }

    /// All of the step, the expressions worked out. One that has no value is left out.
    pub fn worked_out(&self, variables: &Variables) -> Work {
        let mut work = self.work.clone();
        for later in &self.later {
            if let Some(value) = later.expression.eval(variables) {
                // A value out of range has no effect, as elsewhere.
                let _ = later.apply(&mut work, value);
            }
        }
        work
    }
}

impl Later {
    fn apply(&self, work: &mut Work, value: f64) -> Option<()> {
        // The cast saturates, and the range is smaller than that.
        let length = || Some(Length::Pixels(value.round().clamp(1.0, MOST) as u32));
        match self.code {
            "w" => work.width = length(),
            "h" => work.height = length(),
            "ar" => work.aspect = Some(value).filter(|aspect| *aspect > 0.0),
            "dpr" => work.take("dpr", &value.to_string())?,
            "b" => work.take("b", &format!("{}_{}", written(value), self.tail))?,
            code => work.take(code, &written(value))?,
        }
        Some(())
    }
}

/// A whole number as URLs have it.
fn written(value: f64) -> String {
    let whole = value.round().clamp(-MOST, MOST);
    if whole < 0.0 { format!("N{}", -whole) } else { format!("{}", whole.abs()) }
}

impl Stage {
    /// Whether it changes nothing.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Work(plain) if **plain == Plain::default())
    }

    /// Adds the paths of files that this needs beside the picture itself.
    pub(super) fn collect<'a>(&'a self, paths: &mut Vec<&'a str>) {
        let mut all = |stages: &'a [Self]| stages.iter().for_each(|stage| stage.collect(paths));
        match self {
            Self::Work(_) => {}
            Self::Branch(fork) => {
                all(&fork.then);
                all(&fork.otherwise);
            }
            Self::Layer(overlay) => {
                all(&overlay.steps);
                paths.extend(overlay.content.path());
            }
        }
    }
}
