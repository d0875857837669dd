//! The local library over HTTP: every route, its answers, its refusals to the letter, and what it
//! leaves behind.

mod account;
mod assets;
mod bulk;
mod extensions;
mod faults;
mod fields;
mod files;
mod folders;
mod house;
mod library;
mod limits;
mod metadata;
mod search;
mod transfer;
mod update;
mod upload;
mod upload_options;
