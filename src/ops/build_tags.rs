//! Plans about tags that the library knows already: renamed, merged, removed, made of AI tags. Pure.

use std::sync::Arc;

use super::build::BuildError;
use super::names::{TAG_CHARACTERS, check_tags};
use super::plan::{Note, Plan, Step, Target, Update, Verb};
use crate::model::{File, Tag};

/// Gives all files that have the tag `old` the tag `new` in its place. First the new tag is added, then
/// the old one removed, so that a file has one of them whenever it stops; a file that has no room for
/// both gets its tags anew in one step.
///
/// # Errors
///
/// Where no file has the tag, and for tags that the service doesn't take.
pub fn replace_tag(files: &[File], old: &str, new: &str) -> Result<Plan, BuildError> {
    let (old, new): (Tag, Tag) = (old.into(), new.trim().into());
    check_tags(std::slice::from_ref(&new))?;
    if old == new {
        return Err(BuildError::SameName(new.to_string()));
    }
    let mut all = Sorted::default();
    for file in files.iter().filter(|file| file.tags.contains(&old)) {
        all.sort(file, &old, &new);
    }
    let changed = all.added.len() + all.both.len() + all.at_once.len();
    let (add, remove): (Verb, Verb) =
        (Verb::AddTags([new.clone()].into()), Verb::RemoveTags([old.clone()].into()));
    let removed = all.added.iter().chain(&all.both).cloned().map(|target| step(target, &remove));
    let steps = all.added.iter().cloned().map(|target| step(target, &add)).chain(removed).chain(all.at_once);
    let steps: Arc<[Step]> = steps.collect();
    if steps.is_empty() && all.full.is_empty() {
        return Err(BuildError::NoTargets);
    }
    let mut notes = all.full.iter().map(|path| too_full(path, &new)).collect::<Vec<_>>();
    if !all.both.is_empty() {
        let n = all.both.len();
        let text = format!("{} {new} already: only {old} is removed there", have(n));
        notes.push(Note { step: None, text, warning: false });
    }
    Ok(Plan { title: format!("Make {new} of the tag {old} on {}", files_of(changed)), steps, notes })
}

/// Files by what has to be done to each.
#[derive(Default)]
struct Sorted {
    /// They get the new tag, then lose the old one.
    added: Vec<Target>,
    /// They have both.
    both: Vec<Target>,
    /// They have no room for both.
    at_once: Vec<Step>,
    /// They have no room for the new one.
    full: Vec<String>,
}

impl Sorted {
    fn sort(&mut self, file: &File, old: &Tag, new: &Tag) {
        let target = Target::file(file);
        if file.tags.contains(new) {
            return self.both.push(target);
        }
        let now = characters(&file.tags);
        let (less, more) = (old.chars().count(), new.chars().count());
        if now + more <= TAG_CHARACTERS {
            self.added.push(target);
        } else if now - less + more <= TAG_CHARACTERS {
            let renamed = |tag: &Tag| if tag == old { new.clone() } else { tag.clone() };
            let tags = Some(file.tags.iter().map(renamed).collect());
            let update = Update { tags, ..Update::default() };
            self.at_once.push(step(target, &Verb::Update(Arc::new(update))));
        } else {
            self.full.push(file.path());
        }
    }
}

/// Removes a tag from all files that have it.
///
/// # Errors
///
/// Where no file has it.
pub fn remove_tag(files: &[File], tag: &str) -> Result<Plan, BuildError> {
    let tag: Tag = tag.into();
    let holders = files.iter().filter(|file| file.tags.contains(&tag)).map(Target::file);
    let verb = Verb::RemoveTags([tag.clone()].into());
    let steps = holders.map(|target| step(target, &verb)).collect::<Vec<_>>();
    finish(format!("Remove the tag {tag} from {}", files_of(steps.len())), steps)
}

/// Removes an AI tag from all files that have it.
///
/// # Errors
///
/// Where no file has it.
pub fn remove_ai_tag(files: &[File], tag: &str) -> Result<Plan, BuildError> {
    let steps = without_ai(files, tag);
    finish(format!("Remove the AI tag {tag} from {}", files_of(steps.len())), steps)
}

/// Removes AI tags from the files among the targets.
///
/// # Errors
///
/// Without files.
pub fn remove_ai_tags(targets: &[Target], tags: &[Tag]) -> Result<Plan, BuildError> {
    let files = targets.iter().filter(|target| matches!(target, Target::File { .. }));
    let verb = Verb::RemoveAiTags(tags.into());
    let steps = files.map(|target| step(target.clone(), &verb)).collect::<Vec<_>>();
    let title = format!("Remove the AI tags {} from {}", tags.join(", "), files_of(steps.len()));
    let text = "AI tags can't be put back: only a recognition service gives them".to_owned();
    let notes = vec![Note { step: None, text, warning: true }];
    Ok(Plan { notes, ..finish(title, steps)? })
}

/// Makes a tag of an AI tag on all files that have it, and removes the AI tag then.
///
/// # Errors
///
/// Where no file has it, and for an AI tag that can't be a tag.
pub fn promote_ai_tag(files: &[File], tag: &str) -> Result<Plan, BuildError> {
    let own: Tag = tag.into();
    check_tags(std::slice::from_ref(&own))?;
    let fits = |file: &&File| characters(&file.tags) + own.chars().count() <= TAG_CHARACTERS;
    let lacking = files.iter().filter(|file| has_ai(file, tag) && !file.tags.contains(&own));
    let (roomy, full): (Vec<&File>, Vec<&File>) = lacking.partition(fits);
    let add = Verb::AddTags([own.clone()].into());
    let adds = roomy.into_iter().map(|file| step(Target::file(file), &add));
    let full: Vec<String> = full.into_iter().map(File::path).collect();
    let removes: Vec<Step> =
        without_ai(files, tag).into_iter().filter(|step| !full.contains(&step.target.path())).collect();
    let title = format!("Make a tag of the AI tag {tag} on {}", files_of(removes.len()));
    let mut plan = finish(title, adds.chain(removes).collect())?;
    plan.notes.extend(full.iter().map(|path| too_full(path, &own)));
    Ok(plan)
}

fn without_ai(files: &[File], tag: &str) -> Vec<Step> {
    let verb = Verb::RemoveAiTags([Tag::from(tag)].into());
    files.iter().filter(|file| has_ai(file, tag)).map(|file| step(Target::file(file), &verb)).collect()
}

fn has_ai(file: &File, tag: &str) -> bool {
    file.ai_tags.iter().any(|own| &*own.name == tag)
}

fn step(target: Target, verb: &Verb) -> Step {
    Step { target, verb: verb.clone() }
}

fn finish(title: String, steps: Vec<Step>) -> Result<Plan, BuildError> {
    if steps.is_empty() {
        return Err(BuildError::NoTargets);
    }
    Ok(Plan { title, steps: steps.into(), notes: Vec::new() })
}

/// Characters of all tags together, as the service counts them for its limit.
pub fn characters(tags: &[Tag]) -> usize {
    tags.iter().map(|tag| tag.chars().count()).sum()
}

fn too_full(path: &str, tag: &str) -> Note {
    let text = format!("{path} has no room for {tag}: its tags hold {TAG_CHARACTERS} characters at most");
    Note { step: None, text, warning: true }
}

fn have(n: usize) -> String {
    if n == 1 { "1 file has".to_owned() } else { format!("{n} files have") }
}

fn files_of(n: usize) -> String {
    if n == 1 { "1 file".to_owned() } else { format!("{n} files") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AssetId, FileKind, FolderPath};

    fn tagged(n: usize, tags: &[&str]) -> File {
        File {
            id: AssetId::new(&format!("{n:024x}")),
            name: format!("{n}.jpg").into(),
            folder: FolderPath::root(),
            kind: FileKind::Image,
            size: 1,
            width: 1,
            height: 1,
            created: jiff::Timestamp::UNIX_EPOCH,
            updated: jiff::Timestamp::UNIX_EPOCH,
            tags: tags.iter().map(|tag| Tag::from(*tag)).collect(),
            ai_tags: Arc::default(),
            private: false,
            published: true,
        }
    }

    fn steps(plan: &Plan) -> Vec<(String, &Verb)> {
        plan.steps.iter().map(|step| (step.target.path(), &step.verb)).collect()
    }

    #[test]
    fn a_rename_adds_before_it_removes_and_takes_no_file_that_has_not_got_it() {
        let files = [tagged(1, &["sumer"]), tagged(2, &["sumer", "summer"]), tagged(3, &["Sumer"])];
        let plan = replace_tag(&files, "sumer", " summer ").expect("a plan");
        let (add, remove) =
            (Verb::AddTags(["summer".into()].into()), Verb::RemoveTags(["sumer".into()].into()));
        let expected =
            [("/1.jpg".to_owned(), &add), ("/1.jpg".to_owned(), &remove), ("/2.jpg".to_owned(), &remove)];
        assert_eq!(steps(&plan), expected);
        assert_eq!(plan.title, "Make summer of the tag sumer on 2 files");
        assert_eq!(plan.notes[0].text, "1 file has summer already: only sumer is removed there");
    }

    #[test]
    fn a_file_without_room_for_both_gets_its_tags_at_once_and_one_without_room_is_left_out() {
        let long = "x".repeat(496);
        let files = [tagged(1, &[&long, "old"]), tagged(2, &[&"y".repeat(497), "old"])];
        let plan = replace_tag(&files, "old", "new4").expect("a plan");
        let tags = Some(vec![Tag::from(long.as_str()), "new4".into()]);
        let update = Verb::Update(Arc::new(Update { tags, ..Update::default() }));
        assert_eq!(steps(&plan), [("/1.jpg".to_owned(), &update)]);
        assert!(plan.notes[0].warning && plan.notes[0].text.starts_with("/2.jpg has no room"));
    }

    #[test]
    fn what_can_not_be_is_refused() {
        let files = [tagged(1, &["a"])];
        assert_eq!(replace_tag(&files, "b", "c"), Err(BuildError::NoTargets));
        assert_eq!(replace_tag(&files, "a", "a "), Err(BuildError::SameName("a".into())));
        assert!(replace_tag(&files, "a", "5%").is_err());
        assert_eq!(remove_tag(&files, "b"), Err(BuildError::NoTargets));
        assert_eq!(remove_ai_tag(&files, "a"), Err(BuildError::NoTargets));
    }

    #[test]
    fn an_ai_tag_becomes_a_tag_where_it_is_none_yet() {
        let ai = crate::model::AiTag { name: "dog".into(), confidence: 90.0, source: "aws".into() };
        let with = |n, tags: &[&str]| File { ai_tags: [ai.clone()].into(), ..tagged(n, tags) };
        let files = [with(1, &[]), with(2, &["dog"]), tagged(3, &[]), with(4, &[&"x".repeat(498)])];
        let plan = promote_ai_tag(&files, "dog").expect("a plan");
        let (add, remove) = (Verb::AddTags(["dog".into()].into()), Verb::RemoveAiTags(["dog".into()].into()));
        let expected =
            [("/1.jpg".to_owned(), &add), ("/1.jpg".to_owned(), &remove), ("/2.jpg".to_owned(), &remove)];
        assert_eq!(steps(&plan), expected);
        assert!(plan.notes[0].text.starts_with("/4.jpg has no room"), "{:?}", plan.notes);
    }
}
