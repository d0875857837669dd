//! From a chain to a recipe.

use super::super::chain::{Chain, Param, Step};
use super::super::condition::Branch;
use super::super::layer::{DEEPEST, Layer, Mode, Source};
use super::content::Content;
use super::stage::{Fork, Overlay, Plain, Stage};
use super::{Ignored, NAMED, Recipe, RecipeError, value};

/// A recipe that grows as a chain is read.
pub(super) struct Reader {
    recipe: Recipe,
    /// How many layers lie around this chain.
    depth: usize,
    /// What the chain belongs to, inside a layer.
    content: Option<Content>,
}

/// Reads a chain of the picture itself.
pub(super) fn read(chain: &Chain) -> Result<Recipe, RecipeError> {
    let mut reader = Reader { recipe: Recipe::default(), depth: 0, content: None };
    reader.chain(chain)?;
    Ok(reader.recipe)
}

impl Reader {
    fn chain(&mut self, chain: &Chain) -> Result<(), RecipeError> {
        chain.steps.iter().try_for_each(|step| self.step(step))
    }

    /// The plain parameters of a step come first, in whatever order they stand; its layers follow in
    /// theirs.
    fn step(&mut self, step: &Step) -> Result<(), RecipeError> {
        let (mut plain, mut others) = (Plain::default(), Vec::new());
        for param in &step.params {
            match param.code() {
                "n" => self.named(param.value().unwrap_or_default())?,
                "l" => others.extend(self.layer(param)?),
                "if" => others.push(self.branch(param)?),
                _ if param.as_str().is_empty() || self.take(&mut plain, param).is_some() => {}
                _ => self.recipe.ignored.push(Ignored::of(param)),
            }
        }
        self.recipe.steps.push(Stage::Work(Box::new(plain)));
        self.recipe.steps.extend(others);
        Ok(())
    }

    fn named(&mut self, name: &str) -> Result<(), RecipeError> {
        let known = NAMED.iter().find(|(known, _)| *known == name);
        let (_, chain) = known.ok_or_else(|| RecipeError::UnknownName(name.to_owned()))?;
        self.chain(&Chain::parse(chain))
    }

    /// Takes a parameter over; `None` if it isn't understood.
    fn take(&mut self, plain: &mut Plain, param: &Param) -> Option<()> {
        let Some(value) = param.value() else { return plain.work.take_bare(param.code()) };
        if let Some(understood) = self.content.as_mut().and_then(|own| own.take(param.code(), value)) {
            return understood.then_some(());
        }
        let recipe = &mut self.recipe;
        match param.code() {
            "f" => recipe.format = value::format(value)?,
            "q" => recipe.quality = Some(value::whole(value, 1..=100)?),
            "lo" => recipe.lossless = value::truth(value)?,
            "pr" => recipe.progressive = value::truth(value)?,
            "md" => recipe.keep_metadata = value::truth(value)?,
            "cp" => recipe.keep_profile = value::truth(value)?,
            "pg" => recipe.page = Some(value::page(value)?),
            "orig" => recipe.original = value::truth(value)?,
            code => plain.take(code, value)?,
        }
        Some(())
    }

    /// A chain between `if` and its end. What it says of the format counts for the whole recipe, since
    /// that has to be known before the picture is.
    fn branch(&mut self, param: &Param) -> Result<Stage, RecipeError> {
        let branch = Branch::parse(param)?;
        let before = std::mem::take(&mut self.recipe.steps);
        self.chain(&branch.then)?;
        let then = std::mem::take(&mut self.recipe.steps);
        self.chain(&branch.otherwise.unwrap_or_default())?;
        let otherwise = std::mem::replace(&mut self.recipe.steps, before);
        Ok(Stage::Branch(Box::new(Fork { condition: branch.condition, then, otherwise })))
    }

    /// A layer; `None` for one that can't be drawn, which is named.
    fn layer(&mut self, param: &Param) -> Result<Option<Stage>, RecipeError> {
        if self.depth == DEEPEST {
            return Err(RecipeError::TooDeep);
        }
        let layer = Layer::parse(param)?;
        let content = match layer.source {
            Source::Image(input) => Content::Image(input.text().to_owned()),
            Source::Text(input) => Content::text(input.text().to_owned()),
            Source::Canvas => Content::canvas(),
            Source::Video(_) | Source::Subtitles(_) => return self.refuse(param),
        };
        if layer.mode == Some(Mode::Displace) {
            return self.refuse(param);
        }
        let mut inner = Self { recipe: Recipe::default(), depth: self.depth + 1, content: Some(content) };
        inner.chain(&layer.chain)?;
        self.recipe.ignored.append(&mut inner.recipe.ignored);
        let Some(content) = inner.content else { return Ok(None) };
        let mut steps = inner.recipe.steps;
        if matches!(content, Content::Image(_)) {
            trim_unless_told(&layer.chain, &mut steps);
        }
        let overlay = Overlay { content, mode: layer.mode, position: layer.position, steps };
        Ok(Some(Stage::Layer(Box::new(overlay))))
    }

    fn refuse(&mut self, param: &Param) -> Result<Option<Stage>, RecipeError> {
        self.recipe.ignored.push(Ignored::of(param));
        Ok(None)
    }
}

/// Pictures in layers are trimmed, if their first step says nothing of it (imagekit-api.md 4.4).
fn trim_unless_told(chain: &Chain, steps: &mut Vec<Stage>) {
    let told = chain.steps.first().is_some_and(|step| step.params.iter().any(|param| param.code() == "t"));
    if told {
        return;
    }
    if !matches!(steps.first(), Some(Stage::Work(_))) {
        steps.insert(0, Stage::Work(Box::default()));
    }
    if let Some(Stage::Work(plain)) = steps.first_mut() {
        let _ = plain.take("t", "true");
    }
}
