//! The one table of actions. The key map, the footer, which-key, the help and the palette are
//! renderings of it.

use super::State;

macro_rules! contexts {
    ($($(#[$doc:meta])* $id:ident,)*) => {
        /// Where an action can be taken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Context { $($(#[$doc])* $id,)* }

        impl Context {
            /// All contexts.
            pub const ALL: &[Self] = &[$(Self::$id,)*];

            /// The name in the settings: `browse`.
            pub fn name(self) -> &'static str {
                static NAMES: std::sync::LazyLock<Vec<String>> =
                    std::sync::LazyLock::new(|| vec![$(kebab(stringify!($id)),)*]);
                NAMES.get(self as usize).map(String::as_str).unwrap_or_default()
            }

            /// The context of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|context| context.name() == name)
            }
        }
    };
}

contexts! {
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
    /// In the pane `dupes`.
    Dupes,
    /// In the pane `audit`.
    Audit,
}

/// `GoRoot` as `go-root`, `Tab1` as `tab-1`.
fn kebab(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if !text.is_empty() && (c.is_ascii_uppercase() || c.is_ascii_digit()) {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
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
            Self::Dupes => " (duplicates)",
            Self::Audit => " (health)",
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
    /// Whether it could be taken now in a library that may be changed, or why not.
    enabled: fn(&State) -> Result<(), &'static str>,
}

impl Def {
    /// Whether it can be taken now.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn check(&self, state: &State) -> Result<(), &'static str> {
        match state.read_only {
            Some(why_not) if self.changes_the_library() => Err(why_not),
            None if state.is_offline() && self.changes_the_library() => Err(crate::app::enabled::OFFLINE),
            _ => (self.enabled)(state),
        }
    }

    /// Whether it leads to nothing but a change of the library. Panes that show something even where
    /// nothing may be changed are no such thing: what they would change is refused as a plan.
    pub fn changes_the_library(&self) -> bool {
        use Action::{
            Cut, Delete, NewFolder, Paste, Publish, Purging, Rename, Renaming, Table, Tags, Trash, Undo,
            Upload, UploadUrl,
        };
        matches!(
            self.action,
            Cut | Delete
                | NewFolder
                | Paste
                | Publish
                | Purging
                | Rename
                | Renaming
                | Table
                | Tags
                | Trash
                | Undo
                | Upload
                | UploadUrl
        )
    }
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

        impl Action {
            /// The name in the settings: `go-root`.
            pub fn name(self) -> &'static str {
                static NAMES: std::sync::LazyLock<Vec<String>> =
                    std::sync::LazyLock::new(|| vec![$(super::kebab(stringify!($id)),)*]);
                NAMES.get(self as usize).map(String::as_str).unwrap_or_default()
            }
        }
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
