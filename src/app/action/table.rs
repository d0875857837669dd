//! The table itself: a row an action, in the order of the help and of the footer.

use super::{Context, Def, Group};
use crate::app::enabled as when;

actions! {
    Open          "Open folder, or look at file"   "open"   Move   List    ["enter" "l" "right"]   when::on_row;
    Left          "To the left"                    ""       Move   Board   ["h" "left"]            when::always;
    Right         "To the right"                   ""       Move   Board   ["l" "right"]           when::always;
    Parent        "Go to the folder above"         "up"     Move   List    ["backspace" "h" "left"] when::not_root;
    Expand        "Open the node"                  "open"   Move   Tree    ["l" "right"]           when::always;
    Collapse      "Close the node, or go up"       "close"  Move   Tree    ["h" "left" "backspace"] when::always;
    EnterFolder   "Go to the list of this folder"  "files"  Move   Tree    ["enter"]               when::always;
    LeaveDetails  "Go back to the list"            "list"   Move   Details ["h" "left" "backspace"] when::always;

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
    Trash         "Move to the trash"              "trash"  Change Browse  ["d" "delete"]          when::on_target;
    Delete        "Delete for ever"               ""       Change Browse  ["D"]                   when::on_target;
    Values        "Custom metadata"                "values" Change Browse  ["m"]                   when::on_files;
    Schema        "Fields of custom metadata"      ""       Change Browse  ["M"]                   when::connected;
    Vocabulary    "Tags of the library"            ""       Change Browse  ["T"]                   when::connected;
    Renaming      "Rename many"                    ""       Change Browse  ["R"]                   when::on_files;
    Table         "Edit as a table"                ""       Change Browse  ["E"]                   when::on_files;
    Publish       "Publish, or take back"          ""       Change Browse  ["."]                   when::on_files;
    Purging       "Purge from the caches"          ""       Change Browse  ["X"]                   when::connected;
    Upload        "Upload"                         "upload" Change Browse  ["a"]                   when::connected;
    UploadUrl     "Upload from a URL"              ""       Change Browse  ["A"]                   when::connected;
    Download      "Download"                       ""       Change Browse  ["w"]                   when::on_target;
    Undo          "Take the last change back"      "undo"   Change Browse  ["z"]                   when::connected;
    History       "What was done"                  ""       Jobs   Everywhere ["Z"]                when::connected;
    TrashPane     "What is in the trash"           ""       Look   Browse  ["g t"]                 when::connected;
    NewFolder     "New folder"                    "folder" Change Browse  ["n"]                   when::connected;
    CopyUrl       "Copy URL"                       "copy url" Change Browse  ["y"]                 when::on_file;
    Urls          "Build a URL of this file"       "url"    Urls   Browse  ["u"]                   when::on_file;
    UrlExplain    "Explain or edit a URL"          ""       Urls   Browse  ["U"]                   when::connected;

    Search        "Search"                         "search" Look   Browse  ["/"]                   when::connected;
    Filter        "Filter this folder"             "filter" Look   List    ["f"]                   when::always;
    Board         "List or light table"            "table"  Look   Browse  ["L"]                   when::always;
    SortName      "Sort by name"                   ""       Look   Browse  ["s n"]                 when::always;
    SortCreated   "Sort by date of upload"         ""       Look   Browse  ["s c"]                 when::always;
    SortUpdated   "Sort by last change"            ""       Look   Browse  ["s u"]                 when::always;
    SortSize      "Sort by size"                   ""       Look   Browse  ["s s"]                 when::always;
    SortWidth     "Sort by width"                  ""       Look   Browse  ["s w"]                 when::always;
    SortHeight    "Sort by height"                 ""       Look   Browse  ["s h"]                 when::always;
    SortReverse   "Turn the order round"           ""       Look   Browse  ["s r"]                 when::always;
    Versions      "Versions"                       "versions" Look Browse  ["V"]                   when::on_file;
    Metadata      "EXIF and other metadata"        ""       Look   Browse  ["e"]                   when::connected;
    Inspector     "The last calls"                 ""       Program Everywhere ["I"]               when::connected;
    Signing       "Upload parameters, pHash distance" ""    Urls   Browse  ["S"]                   when::connected;
    Workspace     "Tabs, bookmarks, profiles"      ""       Program Browse ["W"]                   when::always;
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

    SheetDown     "Down"                           ""       Move   Sheet   ["j" "down" "ctrl-n"]   when::always;
    SheetUp       "Up"                             ""       Move   Sheet   ["k" "up"]              when::always;
    SheetPageDown "A screen down"                  ""       Move   Sheet   ["pagedown" "ctrl-f"]   when::always;
    SheetPageUp   "A screen up"                    ""       Move   Sheet   ["pageup" "ctrl-b"]     when::always;
    SheetTop      "To the first"                   ""       Move   Sheet   ["g" "home"]            when::always;
    SheetBottom   "To the last"                    ""       Move   Sheet   ["G" "end"]             when::always;
    SheetClose    "Back"                           "back"   Move   Sheet   ["esc" "q"]             when::always;

    VersionRestore "Restore this version"          "restore" Change Versions ["r"]                 when::always;
    VersionCompare "Next way to compare"           "compare" Look  Versions ["c"]                  when::always;
    VersionBlink  "Blink: one, then the other"     "blink"  Look   Versions ["b" "tab"]            when::always;
    VersionMark   "Compare with this one, or with the current" "mark" Look Versions ["space"]      when::always;
    VersionDelete "Delete this version for ever"   "delete" Change Versions ["d" "D" "delete"]     when::always;
    VersionPrune  "Keep the last N versions"       "prune"  Change Versions ["P"]                  when::always;
    VersionCopy   "Copy the URL of this version"   "copy url" Urls Versions ["y"]                  when::always;
    VersionJson   "Copy all details as JSON"       "copy all" Look Versions ["Y"]                  when::always;
    VersionReload "Load the versions again"        ""       Look   Versions ["ctrl-r" "f5"]        when::always;

    MetadataFind  "Search in the metadata"         "search" Look   Metadata ["/" "f"]              when::always;
    MetadataCopy  "Copy this value"                "copy"   Look   Metadata ["y" "enter"]          when::always;
    MetadataAll   "Copy all as JSON"               "copy all" Look Metadata ["Y"]                  when::always;
    MetadataUrl   "Metadata of a URL"              "URL"    Urls   Metadata ["U"]                  when::always;

    DetailCopy    "Copy this field"                "copy"   Look   Details ["y"]                   when::on_file;
    DetailEdit    "Change this field"              "change" Change Details ["enter"]               when::on_file;
    Focus         "Focus area"                     ""       Change Browse  ["C"]                   when::on_image;
    Description   "Description"                    ""       Change Browse  ["N"]                   when::on_file;
    FocusLeft     "Move to the left"               "move"   Change Focus   ["h" "left"]            when::always;
    FocusDown     "Move down"                      "move"   Change Focus   ["j" "down"]            when::always;
    FocusUp       "Move up"                        "move"   Change Focus   ["k" "up"]              when::always;
    FocusRight    "Move to the right"              "move"   Change Focus   ["l" "right"]           when::always;
    FocusNarrow   "Narrower"                       "size"   Change Focus   ["H" "<"]               when::always;
    FocusTall     "Taller"                         "size"   Change Focus   ["J"]                   when::always;
    FocusShort    "Less tall"                      "size"   Change Focus   ["K"]                   when::always;
    FocusWide     "Wider"                          "size"   Change Focus   ["L" ">"]               when::always;
    FocusStep     "Larger or smaller steps"        "step"   Change Focus   ["space"]               when::always;
    FocusType     "Type the numbers"               "type"   Change Focus   ["t" "e"]               when::always;
    FocusClear    "No focus area"                  "clear"  Change Focus   ["x" "delete"]          when::always;
    FocusSave     "Save"                           "save"   Change Focus   ["enter"]               when::always;

    PublishGo     "Do it"                          "do it"  Change Publishing ["enter" "y"]        when::always;
    PublishTurn   "The other way round"            "the other way" Change Publishing ["tab" "."]   when::always;
    PublishOlder  "With or without older versions" "older versions" Change Publishing ["space" "v"] when::always;

    CallRead      "Read this call"                 "read"   Look   Inspector ["enter" "l" "right"] when::always;
    CallBack      "Back to the list"               ""       Look   Inspector ["h" "left" "backspace"] when::always;
    CallNext      "The next call, older"           ""       Look   Inspector ["n" "tab"]           when::always;
    CallPrevious  "The call before, newer"         ""       Look   Inspector ["N" "backtab"]       when::always;
    CallRenew     "Load the calls again"           "renew"  Look   Inspector ["r" "ctrl-r"]        when::always;
    CallFailed    "All calls, or the failed ones"  "failed" Look   Inspector ["f"]                 when::always;
    CallCurl      "Copy as curl, without the key"  "copy curl" Look Inspector ["y"]                when::always;
    CallRequest   "Copy the request id"            "copy id" Look  Inspector ["Y"]                 when::always;
    CallBody      "Copy the answer"                "copy answer" Look Inspector ["b"]              when::always;

    SignRenew     "New upload parameters"          "renew"  Urls   Signing ["r"]                   when::always;
    SignCopy      "Copy as JSON"                   "copy"   Urls   Signing ["y"]                   when::always;
    SignExpiry    "Valid for so many minutes"      "expiry" Urls   Signing ["E" "e"]               when::always;
    SignHashes    "Type two pHashes"               "pHashes" Urls  Signing ["p" "enter"]           when::always;
    SignExplain   "Explain a URL"                  "explain a URL" Urls Signing ["U"]              when::always;
    SignDistance  "Copy the distance"              ""       Urls   Signing ["Y"]                   when::always;

    Palette       "All commands"                  "commands" Program Everywhere [":" "ctrl-p"]    when::always;
    Help          "Help"                           "help"   Program Everywhere ["?" "f1"]          when::always;
    Reconnect     "Connect again"                  ""       Program Browse  ["ctrl-o"]             when::disconnected;
    Redraw        "Draw the screen again"          ""       Program Everywhere ["ctrl-l"]          when::always;
    Suspend       "Stop for a while"               ""       Program Everywhere ["ctrl-z"]          when::always;
    Quit          "Quit"                           "quit"   Program Browse  ["q"]                  when::always;
    QuitNow       "Quit from anywhere"             ""       Program Everywhere ["ctrl-c"]          when::always;
}
