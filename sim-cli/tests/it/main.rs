//! The program as a user meets it.

mod bad_input;
mod readme;
mod verify;
