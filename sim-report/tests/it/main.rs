//! Tests of what is written for people to read.

mod html;
mod office;
mod sample;
mod xlsx;
