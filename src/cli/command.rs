//! The subcommands, and which file does which.

use std::process::ExitCode;

use clap::Subcommand;

use super::crud::{self, CrudArgs, Kind};
use super::frame::{Code, Failure, With, run};
use super::{
    api, audit, auth_params, completions, config, demo, doctor, download, dupes, fields, find, history, job,
    keys, login, ls, meta, mkdir, phash, profiles, publish, purge, rename, restore, rm, search, serve, set,
    stat, sync, tag, transfer, undo, untag_ai, upload, url, usage, versions,
};

/// What is done.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// What is in a folder
    Ls(With<ls::LsArgs>),
    /// Files and folders by a text in the search language
    Search(With<search::SearchArgs>),
    /// What a library should not have: missing alt texts, large files, bad names; for CI
    Audit(With<audit::AuditArgs>),
    /// Files in the copy of the library on this machine, in no time and offline
    Find(With<find::FindArgs>),
    /// Everything about files
    Stat(With<stat::StatArgs>),
    /// The versions of a file
    Versions(With<versions::VersionsArgs>),
    /// Make an older version of a file the current one
    Restore(With<restore::RestoreArgs>),
    /// Files, folders, URLs or standard input into the library
    Upload(With<upload::UploadArgs>),
    /// Originals or transformed pictures onto this machine
    Download(With<download::DownloadArgs>),
    /// Add tags to files
    Tag(With<tag::TagArgs>),
    /// Remove tags from files
    Untag(With<tag::TagArgs>),
    /// Remove AI tags from files
    UntagAi(With<untag_ai::UntagAiArgs>),
    /// Change the details of files
    Set(With<set::SetArgs>),
    /// Let files be delivered, or take them back
    Publish(With<publish::PublishArgs>),
    /// Take files back from delivery
    Unpublish(With<publish::PublishArgs>),
    /// Copy files and folders into a folder
    Cp(With<transfer::CpArgs>),
    /// Move files and folders into a folder
    Mv(With<transfer::MvArgs>),
    /// Give a file or folder another name
    Rename(With<rename::RenameArgs>),
    /// Delete files for ever
    Rm(With<rm::RmArgs>),
    /// Make folders
    Mkdir(With<mkdir::MkdirArgs>),
    /// Delete folders with everything in them for ever
    Rmdir(With<rm::RmdirArgs>),
    /// What was done to the library, and how it ended; go on with what was interrupted
    History(With<history::HistoryArgs>),
    /// Take back what a run has done
    Undo(With<undo::UndoArgs>),
    /// How far a job on a folder is
    Job(With<job::JobArgs>),
    /// Make caches forget URLs
    Purge(With<purge::PurgeArgs>),
    /// What the bytes of files say of themselves: EXIF, pHash, colours
    Meta(With<meta::MetaArgs>),
    /// Custom metadata fields
    Fields(With<fields::FieldsArgs>),
    /// Bring the copy of the library on this machine up to date, for searches and duplicates
    Sync(With<sync::SyncArgs>),
    /// What the account has used
    Usage(With<usage::UsageArgs>),
    /// Where files come from that are not in the library
    Origins(With<CrudArgs>),
    /// URL endpoints of the account
    Endpoints(With<CrudArgs>),
    /// Webhooks of the account
    Webhooks(With<CrudArgs>),
    /// Saved extensions
    Extensions(With<CrudArgs>),
    /// Named transformations
    Transformations(With<CrudArgs>),
    /// What a browser needs to upload without the private key
    AuthParams(With<auth_params::AuthParamsArgs>),
    /// A delivery URL, transformed and signed; or why a signature is refused
    Url(With<url::UrlArgs>),
    /// How far two pictures are from each other
    Phash(With<phash::PhashArgs>),
    /// Pictures that are nearly the same, by their pHashes
    Dupes(With<dupes::DupesArgs>),
    /// Any call of the API, written by hand
    Api(With<api::ApiArgs>),
    /// Look whether everything that ikt needs is there
    Doctor(With<doctor::DoctorArgs>),
    /// Keep the keys of an account by name
    Login(With<login::LoginArgs>),
    /// Forget the keys of an account
    Logout(With<login::LogoutArgs>),
    /// The accounts that have a name
    Profiles(With<profiles::ProfilesArgs>),
    /// Look whether the file of settings is fine; write or show it
    Config(With<config::ConfigArgs>),
    /// Which keys do what on the screen
    Keys(With<keys::KeysArgs>),
    /// Serve the local library alone, for SDKs and for your own tests
    Serve(serve::ServeArgs),
    /// Make a library of any size whose pictures are drawn on demand, and open it
    Demo(demo::DemoArgs),
    /// Completions for a shell
    Completions(completions::CompletionsArgs),
    /// The manual, for `man -l -`
    Man,
}

impl Command {
    /// Does it.
    ///
    /// # Errors
    ///
    /// What kept it from being done.
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let code = match self {
            Self::Serve(args) => return Ok(serve::run(args)?),
            Self::Demo(args) => return demo::run(args),
            Self::Completions(args) => completions::run(&args, super::grammar())?,
            Self::Man => completions::man(super::grammar())?,
            Self::Audit(with) => audit::run(with)?,
            Self::AuthParams(with) => auth_params::run(with)?,
            Self::Phash(with) => phash::run(with)?,
            Self::Dupes(with) => dupes::run(with)?,
            Self::Url(with) => url::run(with)?,
            Self::Doctor(with) => doctor::run(with)?,
            Self::Login(with) => login::run(with)?,
            Self::Logout(with) => login::logout(with)?,
            Self::Profiles(with) => profiles::run(with)?,
            Self::Config(with) => config::run(with)?,
            Self::Keys(with) => keys::run(with)?,
            Self::Ls(with) => run(with, ls::run)?,
            Self::Search(with) => run(with, search::run)?,
            Self::Find(with) => find::run(with)?,
            Self::Stat(with) => run(with, stat::run)?,
            Self::Versions(with) => run(with, versions::run)?,
            Self::Restore(with) => run(with, restore::run)?,
            Self::Upload(with) => run(with, upload::run)?,
            Self::Download(with) => run(with, download::run)?,
            Self::Tag(with) => run(with, tag::add)?,
            Self::Untag(with) => run(with, tag::remove)?,
            Self::UntagAi(with) => run(with, untag_ai::run)?,
            Self::Set(with) => run(with, set::run)?,
            Self::Publish(with) => run(with, publish::run)?,
            Self::Unpublish(with) => run(with, publish::undo)?,
            Self::Cp(with) => run(with, transfer::copy)?,
            Self::Mv(with) => run(with, transfer::r#move)?,
            Self::Rename(with) => run(with, rename::run)?,
            Self::Rm(with) => run(with, rm::files)?,
            Self::Mkdir(with) => run(with, mkdir::run)?,
            Self::Rmdir(with) => run(with, rm::folders)?,
            Self::History(with) => run(with, history::run)?,
            Self::Undo(with) => run(with, undo::run)?,
            Self::Job(with) => run(with, job::run)?,
            Self::Purge(with) => run(with, purge::run)?,
            Self::Meta(with) => run(with, meta::run)?,
            Self::Fields(with) => run(with, fields::run)?,
            Self::Sync(with) => sync::run(with)?,
            Self::Usage(with) => run(with, usage::run)?,
            Self::Origins(with) => crud(with, crud::ORIGINS)?,
            Self::Endpoints(with) => crud(with, crud::ENDPOINTS)?,
            Self::Webhooks(with) => crud(with, crud::WEBHOOKS)?,
            Self::Extensions(with) => crud(with, crud::EXTENSIONS)?,
            Self::Transformations(with) => crud(with, crud::TRANSFORMATIONS)?,
            Self::Api(with) => run(with, api::run)?,
        };
        Ok(code.into())
    }
}

fn crud(with: With<CrudArgs>, kind: Kind) -> Result<Code, Failure> {
    run(with, async |args, session: &_| crud::run(args, kind, session).await)
}
