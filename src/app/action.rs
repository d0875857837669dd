//! The one table of actions. The key map, the footer, which-key, the help and the palette are
//! renderings of it.

use super::State;
use super::enabled as when;

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

actions! {
    Open          "Open folder, or look at file"   "open"   Move   List    ["enter" "l" "right"]   when::on_row;
    Left          "To the left"                    ""       Move   Board   ["h" "left"]            when::always;
    Right         "To the right"                   ""       Move   Board   ["l" "right"]           when::always;
    Parent        "Go to the folder above"         "up"     Move   List    ["backspace" "h" "left"] when::not_root;
    Expand        "Open the node"                  "open"   Move   Tree    ["l" "right"]           when::always;
    Collapse      "Close the node, or go up"       "close"  Move   Tree    ["h" "left" "backspace"] when::always;
    EnterFolder   "Go to the list of this folder"  "files"  Move   Tree    ["enter"]               when::always;
    LeaveDetails  "Go back to the list"            "list"   Move   Details ["h" "left" "backspace" "enter"] when::always;

    Picked        "Select or let go, and go on"    "select" Select List    ["space"]               when::on_row;
    Visual        "Select a range"                 "range"  Select List    ["v"]                   when::on_row;
    All           "Select all"                     "all"    Select List    ["*" "ctrl-a"]          when::has_rows;
    Invert        "Turn the selection round"       ""       Select List    ["~"]                   when::has_rows;
    PickPattern   "Select by pattern"             ""       Select List    ["+"]                   when::has_rows;
    DropPattern   "Let go by pattern"             ""       Select List    ["-"]                   when::has_selection;
    Clear         "Leave range, filter, selection" ""       Select Browse  ["esc"]                 when::always;

    Tags          "Tags"                          "tags"   Change Browse  ["t"]                   when::on_files;
    CopyHere      "Copy, to paste elsewhere"       "copy"   Change Browse  ["c"]                   when::on_target;
    Cut           "Cut, to paste elsewhere"        "cut"    Change Browse  ["x"]                   when::on_target;
    Paste         "Paste into this folder"         "paste"  Change Browse  ["p"]                   when::has_clip;
    Rename        "Rename"                        "rename" Change Browse  ["r"]                   when::on_row_or_folder;
    Delete        "Delete for ever"               "delete" Change Browse  ["d" "D" "delete"]      when::on_target;
    NewFolder     "New folder"                    "folder" Change Browse  ["n"]                   when::connected;
    CopyUrl       "Copy URL"                       "copy url" Change Browse  ["y"]                 when::on_file;
    Urls          "Build a URL of this file"       "url"    Urls   Browse  ["u"]                   when::on_file;
    UrlExplain    "Explain or edit a URL"          ""       Urls   Browse  ["U"]                   when::connected;

    Filter        "Filter this folder"             "filter" Look   List    ["/" "f"]               when::always;
    Board         "List or light table"            "table"  Look   Browse  ["L"]                   when::always;
    SortName      "Sort by name"                   ""       Look   Browse  ["s n"]                 when::always;
    SortCreated   "Sort by date of upload"         ""       Look   Browse  ["s c"]                 when::always;
    SortUpdated   "Sort by last change"            ""       Look   Browse  ["s u"]                 when::always;
    SortSize      "Sort by size"                   ""       Look   Browse  ["s s"]                 when::always;
    SortWidth     "Sort by width"                  ""       Look   Browse  ["s w"]                 when::always;
    SortHeight    "Sort by height"                 ""       Look   Browse  ["s h"]                 when::always;
    SortReverse   "Turn the order round"           ""       Look   Browse  ["s r"]                 when::always;
    Details       "Look at the details"            "details" Look  Browse  ["i"]                   when::always;
    Reload        "Load this folder again"         ""       Look   Browse  ["ctrl-r" "f5"]         when::always;
    Log           "Errors so far"                  ""       Look   Everywhere ["!"]                when::always;

    Down          "Down"                           ""       Move   Browse  ["j" "down" "ctrl-n"]   when::always;
    Up            "Up"                             ""       Move   Browse  ["k" "up"]              when::always;
    PageDown      "A screen down"                  ""       Move   Browse  ["pagedown" "ctrl-f"]   when::always;
    PageUp        "A screen up"                    ""       Move   Browse  ["pageup" "ctrl-b"]     when::always;
    HalfDown      "Half a screen down"             ""       Move   Browse  ["ctrl-d"]              when::always;
    HalfUp        "Half a screen up"               ""       Move   Browse  ["ctrl-u"]              when::always;
    Top           "To the first"                   ""       Move   Browse  ["g g" "home"]          when::always;
    Bottom        "To the last"                    ""       Move   Browse  ["G" "end"]             when::always;
    GoTo          "Go to a path"                  "go to"  Move   Browse  ["g p"]                 when::connected;
    GoRoot        "Go to the root"                 ""       Move   Browse  ["g r"]                 when::connected;
    GoBack        "Go back to the last folder"     ""       Move   Browse  ["g b"]                 when::has_history;
    NextPane      "Next pane"                      "pane"   Move   Browse  ["tab"]                 when::always;
    PreviousPane  "Previous pane"                  ""       Move   Browse  ["backtab"]             when::always;

    UrlAdd        "Add a transformation or overlay" "add"   Urls   Urls    ["a"]                   when::always;
    UrlEdit       "Change the value"               "change" Urls   Urls    ["enter"]               when::always;
    UrlSign       "Sign for 1 h, 1 day, ever, not" "sign"   Urls   Urls    ["s"]                   when::always;
    UrlShare      "Copy as srcset, Python, curl …" "copy as" Urls  Urls    ["Y"]                   when::always;
    UrlCopy       "Copy the URL"                   "copy"   Urls   Urls    ["y"]                   when::always;
    UrlCompare    "Next way to compare"            "compare" Urls  Urls    ["b"]                   when::always;
    UrlFlip       "Before or after"                "before" Urls   Urls    ["tab"]                 when::always;
    UrlRaw        "Edit as text"                   "text"   Urls   Urls    ["e"]                   when::always;
    UrlToggle     "Switch on or off"               "on/off" Urls   Urls    ["space"]               when::always;
    UrlRemove     "Remove"                         "remove" Urls   Urls    ["d" "x" "delete"]      when::always;
    UrlMore       "More, or the next"              ""       Urls   Urls    ["l" "right" "+"]       when::always;
    UrlLess       "Less, or the one before"        ""       Urls   Urls    ["h" "left" "-"]        when::always;
    UrlStep       "Add a step"                     "step"   Urls   Urls    ["A"]                   when::always;
    UrlLower      "Move down"                      ""       Urls   Urls    ["J" "alt-down"]        when::always;
    UrlRaise      "Move up"                        ""       Urls   Urls    ["K" "alt-up"]          when::always;
    UrlUndo       "Take the last change back"      "undo"   Urls   Urls    ["u"]                   when::always;
    UrlRedo       "Make it again"                  ""       Urls   Urls    ["ctrl-r"]              when::always;
    UrlExpiry     "Sign for another time"          ""       Urls   Urls    ["S"]                   when::always;
    UrlPlain      "Pixel ratio 1"                  ""       Urls   Urls    ["1"]                   when::always;
    UrlDouble     "Pixel ratio 2"                  ""       Urls   Urls    ["2"]                   when::always;
    UrlTriple     "Pixel ratio 3"                  ""       Urls   Urls    ["3"]                   when::always;
    UrlPosition   "Transformation in path or query" ""      Urls   Urls    ["t"]                   when::always;
    UrlRules      "Rules of newer SDKs or Python 4" ""      Urls   Urls    ["R"]                   when::always;
    UrlPresets    "Presets"                        "presets" Urls  Urls    ["p"]                   when::has_presets;
    UrlKeep       "Keep as a preset"               ""       Urls   Urls    ["P"]                   when::always;
    UrlBrowser    "Open in the browser"            "browser" Urls  Urls    ["o"]                   when::always;
    UrlDown       "Down"                           ""       Urls   Urls    ["j" "down"]            when::always;
    UrlUp         "Up"                             ""       Urls   Urls    ["k" "up"]              when::always;
    UrlTop        "To the first"                   ""       Urls   Urls    ["g" "home"]            when::always;
    UrlBottom     "To the last"                    ""       Urls   Urls    ["G" "end"]             when::always;
    UrlClose      "Back to the library"            "back"   Urls   Urls    ["esc" "q"]             when::always;

    Jobs          "Jobs"                           "jobs"   Jobs   Everywhere ["J"]                when::always;
    JobDown       "Down"                           ""       Jobs   Jobs    ["j" "down"]            when::always;
    JobUp         "Up"                             ""       Jobs   Jobs    ["k" "up"]              when::always;
    JobNext       "Next job"                       "next"   Jobs   Jobs    ["tab" "l" "right"]     when::has_jobs;
    JobPrevious   "Previous job"                   ""       Jobs   Jobs    ["backtab" "h" "left"]  when::has_jobs;
    JobPause      "Pause, or go on"                "pause"  Jobs   Jobs    ["space"]               when::job_runs;
    JobCancel     "Cancel what has not been sent"  "cancel" Jobs   Jobs    ["x"]                   when::job_runs;
    JobRetry      "Try the failed ones again"      "retry"  Jobs   Jobs    ["r"]                   when::job_failed;
    JobFailed     "All steps, or the failed ones"  "failed" Jobs   Jobs    ["f"]                   when::has_jobs;
    JobClose      "Back to the library"            "back"   Jobs   Jobs    ["esc" "q"]             when::always;
    LogDown       "Down"                           ""       Program Log    ["j" "down"]            when::always;
    LogUp         "Up"                             ""       Program Log    ["k" "up"]              when::always;
    LogCopy       "Copy this report"               "copy"   Program Log    ["y"]                   when::has_log;
    LogClose      "Back to the library"            "back"   Program Log    ["esc" "q"]             when::always;

    Palette       "All commands"                  "commands" Program Everywhere [":" "ctrl-p"]    when::always;
    Help          "Help"                           "help"   Program Everywhere ["?" "f1"]          when::always;
    Reconnect     "Connect again"                  ""       Program Browse  ["ctrl-o"]             when::disconnected;
    Redraw        "Draw the screen again"          ""       Program Everywhere ["ctrl-l"]          when::always;
    Suspend       "Stop for a while"               ""       Program Everywhere ["ctrl-z"]          when::always;
    Quit          "Quit"                           "quit"   Program Browse  ["q"]                  when::always;
    QuitNow       "Quit from anywhere"             ""       Program Everywhere ["ctrl-c"]          when::always;
}

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
