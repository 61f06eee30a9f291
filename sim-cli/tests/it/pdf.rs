//! `keten briefing -o briefing.pdf`: what a screen reader needs stands in the file, in the language that was asked for.
//! Only of a program with the feature `pdf`; what else such a file keeps is checked in `sim-report-pdf`.

use std::fs;

use crate::tools::{NEIGHBOURHOOD, keten};

/// Where something stands in a file for the first time.
fn find(bytes: &[u8], asked: &str) -> Option<usize> {
    bytes.windows(asked.len()).position(|window| window == asked.as_bytes())
}

fn count(bytes: &[u8], asked: &str) -> usize {
    bytes.windows(asked.len()).filter(|window| *window == asked.as_bytes()).count()
}

#[test]
fn a_pdf_is_tagged_says_its_language_and_what_its_pictures_show() {
    let parent = tempfile::tempdir().expect("a folder");
    for lang in ["en", "nl"] {
        let file = parent.path().join(format!("{lang}.pdf")).display().to_string();
        let asked = ["briefing", NEIGHBOURHOOD, "--with", "shorter_talk", "--replications", "3"];
        let output = keten(&[&asked[..], &["-o", &file, "--lang", lang]].concat());
        assert!(output.status.success(), "{lang}: {}", String::from_utf8_lossy(&output.stderr));
        let mut bytes = fs::read(&file).expect("written");
        assert!(bytes.starts_with(b"%PDF-1.7"), "{lang}");
        // Between names and values may stand spaces or none.
        bytes.retain(|byte| !byte.is_ascii_whitespace());
        let catalogue = &bytes[find(&bytes, "/Type/Catalog").expect("a catalogue")..];
        let catalogue = &catalogue[..find(catalogue, "endobj").expect("its end")];
        for says in ["/Markedtrue", "/StructTreeRoot", &format!("/Lang({lang})")] {
            assert_eq!(count(catalogue, says), 1, "{lang}: {says} in {}", String::from_utf8_lossy(catalogue));
        }
        let pictures = count(&bytes, "/S/Figure");
        assert!(pictures >= 3, "{lang}: {pictures} pictures");
        // Words in ASCII stand in round brackets, others as hexadecimal digits.
        let told = count(&bytes, "/Alt(") + count(&bytes, "/Alt<");
        assert!(told >= pictures, "{lang}: {told} of {pictures} pictures say what they show");
    }
}
