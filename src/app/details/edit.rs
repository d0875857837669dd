//! The field under the cursor: copied, or changed where it is changed.

use super::view::{Fact, current_facts};
use crate::app::action::Action;
use crate::app::dialog::{Ask, Overlay, Prompt};
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::theme::Role;
use crate::app::widget::Field;
use crate::app::{dispatch, update};
use crate::ops::Target;

/// Moves the cursor to another field.
pub fn step(state: &mut State, by: isize) {
    let facts = current_facts(state);
    let wanted = state.details.cursor.saturating_add_signed(by).min(facts.len().saturating_sub(1));
    let is_field = |at: &usize| facts.get(*at).is_some_and(|fact| !fact.name.is_empty());
    let after = (wanted..facts.len()).find(is_field);
    let before = (0..=wanted).rev().find(is_field);
    let next = if by < 0 { before.or(after) } else { after.or(before) };
    state.details.cursor = next.unwrap_or(0);
}

fn field(state: &State) -> Option<Fact> {
    let facts = current_facts(state);
    let at = state.details.cursor.min(facts.len().saturating_sub(1));
    facts.into_iter().nth(at).filter(|fact| !fact.name.is_empty())
}

/// Copies the value of the field.
pub fn copy(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(fact) = field(state) {
        effects.push(Effect::Copy(fact.raw.unwrap_or(fact.value)));
        update::toast(state, format!("{} copied", fact.name), Role::Good, effects);
    }
}

/// Opens what the field is changed with.
pub fn edit(state: &mut State, effects: &mut Vec<Effect>) {
    match field(state) {
        Some(Fact { edit: Some(action), .. }) => dispatch::act(state, action, effects),
        Some(fact) => {
            update::toast(state, format!("{} can't be changed; y copies it", fact.name), Role::Dim, effects);
        }
        None => {}
    }
}

/// Asks for the description of the file under the cursor.
pub fn ask_description(state: &mut State) {
    let Some(file) = state.current_file() else { return };
    let known = state.details.known().filter(|details| details.file.id == file.id);
    let text = known.and_then(|details| details.description.clone()).unwrap_or_default();
    let ask = Ask::Description(Target::file(file));
    state.overlays.push(Overlay::Prompt(Box::new(Prompt::new(ask, Field::new(&text)))));
}

/// What a field, a tag and so on are changed with.
pub(super) fn editor(name: &str) -> Option<Action> {
    Some(match name {
        "name" => Action::Rename,
        "tags" => Action::Tags,
        "AI tags" => Action::Vocabulary,
        "access" => Action::Publish,
        "version" => Action::Versions,
        "folder" => Action::GoTo,
        "focus" => Action::Focus,
        "description" => Action::Description,
        "url" => Action::Urls,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::app::effect::Effect;
    use crate::app::testing::file;
    use crate::app::tests::screen::Screen;
    use crate::app::{State, dialog::Overlay};

    fn opened() -> Screen {
        let mut screen = Screen::with((120, 40), vec![file(1, "a.jpg")]);
        screen.play("Gi");
        screen
    }

    fn copied(screen: &mut Screen) -> Option<String> {
        screen.take().into_iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        })
    }

    fn top(state: &State) -> Option<&Overlay> {
        state.overlays.last()
    }

    #[test]
    fn the_field_under_the_cursor_is_copied_raw() {
        let mut screen = opened();
        screen.press("y");
        assert_eq!(copied(&mut screen).as_deref(), Some("a.jpg"));
        screen.press("jjy");
        assert_eq!(copied(&mut screen).as_deref(), Some("1001"), "bytes without words");
        screen.press("gg");
        screen.press("y");
        assert_eq!(copied(&mut screen).as_deref(), Some("a.jpg"));
    }

    #[test]
    fn a_field_opens_what_it_is_changed_with() {
        let mut screen = opened();
        screen.press("<Enter>");
        assert!(matches!(top(&screen.state), Some(Overlay::Prompt(_))), "the name is asked for");
        screen.press("<Esc>jjj<Enter>");
        assert!(matches!(top(&screen.state), Some(Overlay::Publishing(_))), "{}", screen.text());
        screen.press("<Esc>k<Enter>");
        assert!(top(&screen.state).is_none() && screen.text().contains("size can't be changed"));
    }
}
