//! What lies over the panes: a stack, of which the top one has the keys. None of them keeps
//! answers from being taken.

mod help;
mod palette;
mod plan;
mod prompt;
mod quit;

pub use help::Help;
pub use palette::Chosen;
pub use palette::Palette;
pub use plan::{Decision, PlanDialog};
pub use prompt::{Answer, Ask, Prompt};
pub use quit::draw_quit;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::State;
use super::sheet::{Scene, Sheet};
use super::tags::TagsDialog;
use super::urls::{self, Builder, Explained};
use super::widget::Pictures;
use super::{audit::AuditPane, dupes::Dupes, find::FindPane, focus::FocusArea, publishing::Publishing};
use super::{
    disk::DiskPane, export::ExportPane, history::HistoryPane, inspector::Inspector, metadata::MetadataPane,
    purging::PurgePane, renaming::Renaming, schema::SchemaPane, search::SearchPrompt, signing::Signing,
    table::TablePane, trash::TrashPane, upload::UploadPane, values::ValuesForm, versions::Versions,
    vocabulary::Vocabulary, workspace::Workspace,
};

/// Something over the panes.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// Keys and what they do.
    Help(Help),
    /// Every action, to be searched.
    Palette(Palette),
    /// A plan to be read before it runs.
    Plan(Box<PlanDialog>),
    /// A question with a line of text as its answer.
    Prompt(Box<Prompt>),
    /// The tags of the selection.
    Tags(Box<TagsDialog>),
    /// A URL that is being built.
    Urls(Box<Builder>),
    /// A URL that was pasted, and what is to be said of it.
    Explained(Box<Explained>),
    /// Bulk runs.
    Jobs,
    /// Errors so far.
    Log,
    /// The versions of a file.
    Versions(Box<Versions>),
    /// EXIF and the other metadata of a file or of what a URL answers with.
    Metadata(Box<MetadataPane>),
    /// The last calls to the library.
    Inspector(Box<Inspector>),
    /// Upload authentication parameters, and the pHash distance of two files.
    Signing(Box<Signing>),
    /// The custom metadata fields of the account.
    Schema(Box<SchemaPane>),
    /// Values of custom metadata of one file or many, in a form made of the fields.
    Values(Box<ValuesForm>),
    /// The tags of the library: counted, renamed, merged; AI tags.
    Vocabulary(Box<Vocabulary>),
    /// What is listed or selected, on its way to a file.
    Export(Box<ExportPane>),
    /// The prompt of a search.
    Search(Box<SearchPrompt>),
    /// What is to be uploaded, and how.
    Upload(Box<UploadPane>),
    /// Where downloads go on the local disk.
    Disk(Box<DiskPane>),
    /// URLs to purge from the caches.
    Purging(Box<PurgePane>),
    /// What was done, to be undone or gone on with.
    History(Box<HistoryPane>),
    /// What was moved to the trash.
    Trash(Box<TrashPane>),
    /// New names for many files by a pattern.
    Renaming(Box<Renaming>),
    /// A selection edited as a table, and what that changes.
    Table(Box<TablePane>),
    /// Bookmarks, tabs and profiles.
    Workspace(Box<Workspace>),
    /// The focus area of a picture.
    Focus(Box<FocusArea>),
    /// Whether files are to be published, or taken back.
    Publishing(Box<Publishing>),
    /// Near-duplicates in groups, and what becomes of each file.
    Dupes(Box<Dupes>),
    /// What breaks rules in the library.
    Audit(Box<AuditPane>),
    /// Files found in the copy while one types.
    Find(Box<FindPane>),
    /// Whether to quit although runs are under way.
    Quit,
}

impl Overlay {
    /// Where it lies.
    pub fn area(&self, state: &State) -> Rect {
        if let Some(sheet) = self.sheet() {
            return sheet.area(state);
        }
        match self {
            Self::Help(_) => help::area(state.size),
            Self::Palette(_) => palette::area(state.size),
            Self::Plan(dialog) => dialog.area(state.size),
            Self::Prompt(prompt) => prompt.area(state.size),
            Self::Tags(_) => super::tags::area(state.size),
            Self::Explained(_) => urls::explained_area(state.size),
            Self::Jobs | Self::Log | Self::Urls(_) => {
                super::layout::areas(state.size, state.focus, state.browse.list.board).body
            }
            _ => super::layout::centred(state.size, 56, 6),
        }
    }

    /// Draws it.
    ///
    /// Pictures in it are left out where it is `covered` by another.
    pub fn draw(&self, state: &State, covered: bool, pictures: &dyn Pictures, frame: &mut Frame) {
        let area = self.area(state);
        match self {
            Self::Help(help) => help.draw(state, frame, area),
            Self::Palette(palette) => palette.draw(state, frame, area),
            Self::Plan(dialog) => dialog.draw(state, frame, area),
            Self::Prompt(prompt) => prompt.draw(state, frame, area),
            Self::Tags(dialog) => dialog.draw(state, frame, area),
            Self::Urls(builder) => urls::draw(builder, state, covered, pictures, frame, area),
            Self::Explained(explained) => explained.draw(state, frame, area),
            Self::Jobs => super::jobs::draw(state, frame, area),
            Self::Log => super::log::draw(state, frame, area),
            Self::Quit => draw_quit(state, frame, area),
            _ => {
                if let Some(sheet) = self.sheet() {
                    sheet.draw(&Scene { state, covered, pictures }, frame, area);
                }
            }
        }
    }

    /// The sheet, if it is one.
    pub fn sheet(&self) -> Option<&dyn Sheet> {
        Some(match self {
            Self::Versions(sheet) => &**sheet,
            Self::Metadata(sheet) => &**sheet,
            Self::Inspector(sheet) => &**sheet,
            Self::Signing(sheet) => &**sheet,
            Self::Schema(sheet) => &**sheet,
            Self::Values(sheet) => &**sheet,
            Self::Vocabulary(sheet) => &**sheet,
            Self::Search(sheet) => &**sheet,
            Self::Export(sheet) => &**sheet,
            Self::Upload(sheet) => &**sheet,
            Self::Disk(sheet) => &**sheet,
            Self::Purging(sheet) => &**sheet,
            Self::History(sheet) => &**sheet,
            Self::Trash(sheet) => &**sheet,
            Self::Renaming(sheet) => &**sheet,
            Self::Table(sheet) => &**sheet,
            Self::Workspace(sheet) => &**sheet,
            Self::Focus(sheet) => &**sheet,
            Self::Publishing(sheet) => &**sheet,
            Self::Dupes(sheet) => &**sheet,
            Self::Audit(sheet) => &**sheet,
            Self::Find(sheet) => &**sheet,
            _ => return None,
        })
    }

    /// The sheet, if it is one.
    pub fn sheet_mut(&mut self) -> Option<&mut dyn Sheet> {
        Some(match self {
            Self::Versions(sheet) => &mut **sheet,
            Self::Metadata(sheet) => &mut **sheet,
            Self::Inspector(sheet) => &mut **sheet,
            Self::Signing(sheet) => &mut **sheet,
            Self::Schema(sheet) => &mut **sheet,
            Self::Values(sheet) => &mut **sheet,
            Self::Vocabulary(sheet) => &mut **sheet,
            Self::Search(sheet) => &mut **sheet,
            Self::Export(sheet) => &mut **sheet,
            Self::Upload(sheet) => &mut **sheet,
            Self::Disk(sheet) => &mut **sheet,
            Self::Purging(sheet) => &mut **sheet,
            Self::History(sheet) => &mut **sheet,
            Self::Trash(sheet) => &mut **sheet,
            Self::Renaming(sheet) => &mut **sheet,
            Self::Table(sheet) => &mut **sheet,
            Self::Workspace(sheet) => &mut **sheet,
            Self::Focus(sheet) => &mut **sheet,
            Self::Publishing(sheet) => &mut **sheet,
            Self::Dupes(sheet) => &mut **sheet,
            Self::Audit(sheet) => &mut **sheet,
            Self::Find(sheet) => &mut **sheet,
            _ => return None,
        })
    }

    /// The URL builder, if it is one.
    pub fn builder(&mut self) -> Option<&mut Builder> {
        match self {
            Self::Urls(builder) => Some(builder),
            _ => None,
        }
    }

    /// Keys that mean something here beside those of the table, for the footer.
    pub fn hints(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Help(_) => vec![("a-z", "search"), ("Up Down", "scroll"), ("Esc", "close")],
            Self::Palette(_) => vec![("Enter", "do it"), ("Up Down", "choose"), ("Esc", "close")],
            Self::Plan(dialog) => dialog.hints(),
            Self::Prompt(prompt) => prompt.hints(),
            Self::Tags(dialog) => dialog.hints(),
            Self::Quit => vec![("y", "quit"), ("Esc", "stay")],
            Self::Urls(builder) => urls::hints(builder),
            Self::Explained(explained) => explained.hints(),
            _ => self.sheet().map(Sheet::hints).unwrap_or_default(),
        }
    }
}
