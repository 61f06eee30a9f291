//! Tests of what is written for people to read.

mod html;
mod office;
mod office_files;
mod sample;
mod xlsx;
