//! The one table of actions. The key map, the footer, which-key, the help and the palette are
//! renderings of it.

use super::State;

/// Where an action can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Wherever no text is being typed.
    Everywhere,
    /// In any of the three panes.
    Browse,
    /// In the list of files, shown as either.
    List,
    /// On the light table.
    Board,
    /// In the folder tree.
    Tree,
    /// In the details.
    Details,
    /// In the jobs pane.
    Jobs,
    /// In the error log.
    Log,
    /// In the URL builder.
    Urls,
    /// In every pane that lies over the panes.
    Sheet,
    /// In the pane `versions`.
    Versions,
    /// In the pane `metadata`.
    Metadata,
    /// In the pane `inspector`.
    Inspector,
    /// In the pane `signing`.
    Signing,
    /// In the pane `schema`.
    Schema,
    /// In the pane `values`.
    Values,
    /// In the pane `vocabulary`.
    Vocabulary,
    /// In the pane `search`.
    Search,
    /// In the pane `upload`.
    Upload,
    /// In the pane `disk`.
    Disk,
    /// In the pane `purging`.
    Purging,
    /// In the pane `history`.
    History,
    /// In the pane `trash`.
    Trash,
    /// In the pane `renaming`.
    Renaming,
    /// In the pane `table`.
    Table,
    /// In the pane `workspace`.
    Workspace,
    /// In the pane `focus`.
    Focus,
    /// In the pane `publishing`.
    Publishing,
}

impl Context {
    /// A word for the help where the context isn't plain: ` (tree)`.
    pub fn place(self) -> &'static str {
        match self {
            Self::Board => " (light table)",
            Self::Tree => " (tree)",
            Self::Details => " (details)",
            Self::Jobs => " (jobs)",
            Self::Log => " (errors)",
            Self::Urls => " (URL)",
            Self::Sheet => " (lists)",
            Self::Versions => " (versions)",
            Self::Metadata => " (metadata)",
            Self::Inspector => " (inspector)",
            Self::Signing => " (signing)",
            Self::Schema => " (custom metadata fields)",
            Self::Values => " (custom metadata)",
            Self::Vocabulary => " (tags of the library)",
            Self::Search => " (search)",
            Self::Upload => " (upload)",
            Self::Disk => " (download)",
            Self::Purging => " (purge)",
            Self::History => " (history)",
            Self::Trash => " (trash)",
            Self::Renaming => " (rename many)",
            Self::Table => " (edit as a table)",
            Self::Workspace => " (workspace)",
            Self::Focus => " (focus area)",
            Self::Publishing => " (publish)",
            Self::Everywhere | Self::Browse | Self::List => "",
        }
    }
}

/// The chapters of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// What is shown, and how.
    Look,
    /// Selecting.
    Select,
    /// Changing files and folders.
    Change,
    /// Building URLs.
    Urls,
    /// Bulk runs.
    Jobs,
    /// The program itself.
    Program,
}

impl Group {
    /// All chapters in the order of the help.
    pub const ALL: [Self; 7] =
        [Self::Move, Self::Look, Self::Select, Self::Change, Self::Urls, Self::Jobs, Self::Program];

    /// The chapter's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Look => "Look",
            Self::Select => "Select",
            Self::Change => "Change",
            Self::Urls => "URLs",
            Self::Jobs => "Jobs",
            Self::Program => "Program",
        }
    }
}

/// One thing that a person can do.
pub struct Def {
    /// The action.
    pub action: Action,
    /// What the palette and the help call it.
    pub title: &'static str,
    /// A word for the footer; empty where it isn't worth the room.
    pub hint: &'static str,
    /// The chapter of the help.
    pub group: Group,
    /// Where it can be taken.
    pub context: Context,
    /// Default keys: `g g` is two keys one after the other.
    pub keys: &'static [&'static str],
    /// Whether it can be taken now, or why not.
    pub enabled: fn(&State) -> Result<(), &'static str>,
}

macro_rules! actions {
    ($($id:ident $title:literal $hint:literal $group:ident $context:ident [$($key:literal)*] $when:path;)*) => {
        /// The name of an action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $(#[doc = $title] $id,)* }

        /// Every action, in the order of the help and of the footer.
        pub const ACTIONS: &[Def] = &[$(Def {
            action: Action::$id, title: $title, hint: $hint, group: Group::$group,
            context: Context::$context, keys: &[$($key),*], enabled: $when,
        },)*];
    };
}

mod table;

pub use table::{ACTIONS, Action};

impl Action {
    /// Its row in the table.
    pub fn def(self) -> &'static Def {
        // The enum and the table are made by one macro, in one order.
        &ACTIONS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_numbers() {
        for (n, def) in ACTIONS.iter().enumerate() {
            assert_eq!(def.action as usize, n);
            assert_eq!(def.action.def().title, def.title);
        }
    }
}
