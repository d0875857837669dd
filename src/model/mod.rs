//! The words of the field as plain data: accounts, assets, paths, tags, reports. No I/O.

mod account;
mod area;
mod asset;
mod call;
pub mod csv;
pub mod custom;
mod endpoint;
mod id;
mod metadata;
mod path;
mod report;
mod sort;
pub mod text;

pub use account::{Account, Secret};
pub use area::Area;
pub use asset::{
    AiTag, Asset, AssetDetails, Details, File, FileKind, Film, Folder, FolderDetails, Tag, TagUse,
};
pub use call::CallRecord;
pub use endpoint::{EndpointError, is_loopback, parse_endpoint};
pub use id::AssetId;
pub use metadata::{Exif, Metadata};
pub use path::FolderPath;
pub use report::Report;
pub use sort::{Direction, Sort, SortKey};
