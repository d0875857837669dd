//! The built program on the command line, on a local library that another process of it serves.

#![cfg(unix)]

mod account;
mod audit;
mod bytes;
mod change;
mod codes;
mod dupes;
mod find;
mod hostile;
mod house;
mod killed;
mod look;
mod pure;
mod served;
mod settings;
mod sync;
