//! The built program on the command line, on a local library that another process of it serves.

#![cfg(unix)]

mod account;
mod bytes;
mod change;
mod codes;
mod hostile;
mod house;
mod look;
mod pure;
mod served;
mod settings;
