//! The program from outside: what it writes, prints and refuses.

mod folder;
mod pictures;
