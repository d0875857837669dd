//! The local library over HTTP: every route, its answers, its refusals to the letter, and what it
//! leaves behind.

mod account;
mod assets;
mod bulk;
mod coverage;
mod extensions;
mod faults;
mod fields;
mod files;
mod folders;
mod house;
mod killed;
mod library;
mod limits;
mod malformed;
mod metadata;
mod schema;
mod search;
mod transfer;
mod update;
mod upload;
mod upload_broken;
mod upload_options;
mod upload_wire;
