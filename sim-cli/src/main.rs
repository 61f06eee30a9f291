//! `keten`: simulate a referral chain from one file.
fn main() {}
