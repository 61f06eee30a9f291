//! Tests of the library as its users see it, one file per kind.

mod theory;
