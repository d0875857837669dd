//! The client and bulk runs against the real local library over HTTP, with faults on order.

mod account;
mod calls;
mod canned;
mod delivery;
mod discards;
mod endpoints;
mod fields;
mod folders;
mod inspector;
mod journal;
mod library;
mod limits;
mod runs;
mod secrets;
mod transfer;
mod versions;
