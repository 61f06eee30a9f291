//! What the simulator is made of, as one number: results that were kept are only used again by the program that would
//! give the same ones (`src/experiment/cell.rs`), and two programs of one version may differ while it is being worked on.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = BTreeSet::new();
    collect(&home.join("src"), &mut files)?;
    // The versions of what it is built upon.
    files.extend([home.join("Cargo.toml"), home.join("../Cargo.lock")].into_iter().filter(|file| file.is_file()));
    let mut hash = DefaultHasher::new();
    for file in &files {
        file.strip_prefix(&home).unwrap_or(file).to_string_lossy().hash(&mut hash);
        fs::read(file)?.hash(&mut hash);
        println!("cargo:rerun-if-changed={}", file.display());
    }
    println!("cargo:rerun-if-changed={}", home.join("src").display());
    println!("cargo:rustc-env=KETEN_SOURCE={:016x}", hash.finish());
    Ok(())
}

/// Every file of a folder and of those in it.
fn collect(folder: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}
