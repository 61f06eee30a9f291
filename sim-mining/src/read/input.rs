//! Bytes to characters: unpacks gzip, and makes UTF-8 of UTF-16 and of stray Windows-1252; a database stays bytes.
//!
//! A file that is cut off gives what there is of it, and says so.

use std::cell::{Cell, RefCell};
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

/// How much is looked at to tell what a file is.
const HEAD: usize = 65_536;
/// What a database of SQLite begins with.
pub(super) const SQLITE: &[u8] = b"SQLite format 3\0";

/// What became known while reading.
#[derive(Debug, Default)]
pub(super) struct Noticed {
    /// Packed by gzip.
    pub(super) packed: Cell<bool>,
    /// The packing broke off before its end.
    pub(super) cut: Cell<bool>,
    /// It was UTF-16.
    pub(super) utf16: Cell<bool>,
    /// Characters that were no UTF-8.
    pub(super) foreign: Cell<u64>,
    /// The first of them: row and what stands before them.
    pub(super) first: RefCell<Vec<(u64, String)>>,
}

/// Characters of a file, and its beginning to tell what it is.
pub(super) struct Input<'a> {
    pub(super) head: Vec<u8>,
    rest: Box<dyn Read + 'a>,
    pub(super) noticed: Rc<Noticed>,
}

impl<'a> Input<'a> {
    /// Unpacks and translates.
    pub(super) fn new(source: impl Read + 'a) -> io::Result<Input<'a>> {
        let noticed = Rc::<Noticed>::default();
        let (head, source) = peek(source, 4)?;
        let source = Cursor::new(head.clone()).chain(source);
        let unpacked: Box<dyn Read + 'a> = if head.starts_with(&[0x1f, 0x8b]) {
            noticed.packed.set(true);
            Box::new(Lenient { inner: MultiGzDecoder::new(source), noticed: Rc::clone(&noticed) })
        } else {
            Box::new(source)
        };
        let (mark, source) = peek(unpacked, SQLITE.len())?;
        let text: Box<dyn Read + 'a> = match mark.as_slice() {
            // Bytes that are no characters are left as they are.
            SQLITE => Box::new(Cursor::new(mark).chain(source)),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
                noticed.utf16.set(true);
                let source = Cursor::new(mark[2..].to_vec()).chain(source);
                Box::new(Translated::new(source, Some(mark[0] == 0xff), &noticed))
            }
            _ => {
                let mark = mark.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&mark).to_vec();
                Box::new(Translated::new(Cursor::new(mark).chain(source), None, &noticed))
            }
        };
        let (head, rest) = peek(text, HEAD)?;
        Ok(Input { head, rest: Box::new(rest), noticed })
    }

    /// All characters, from the first.
    pub(super) fn into_reader(self) -> BufReader<Box<dyn Read + 'a>> {
        BufReader::with_capacity(HEAD, Box::new(Cursor::new(self.head).chain(self.rest)))
    }
}

/// The first bytes, at most so many, and the rest.
fn peek<R: Read>(mut source: R, most: usize) -> io::Result<(Vec<u8>, R)> {
    let mut head = Vec::new();
    source.by_ref().take(most as u64).read_to_end(&mut head)?;
    Ok((head, source))
}

/// Ends where what is packed breaks off, instead of failing.
struct Lenient<R> {
    inner: R,
    noticed: Rc<Noticed>,
}

impl<R: Read> Read for Lenient<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.noticed.cut.get() {
            return Ok(0);
        }
        self.inner.read(buffer).or_else(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                self.noticed.cut.set(true);
                Ok(0)
            }
            _ => Err(error),
        })
    }
}

/// UTF-8 of whatever comes.
struct Translated<R> {
    inner: R,
    /// Whether it is UTF-16, and then whether the low byte stands first.
    wide: Option<bool>,
    raw: Vec<u8>,
    /// Translated and not handed out yet, from `at`.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
    rows: u64,
    noticed: Rc<Noticed>,
}

impl<R: Read> Translated<R> {
    fn new(inner: R, wide: Option<bool>, noticed: &Rc<Noticed>) -> Translated<R> {
        let noticed = Rc::clone(noticed);
        Translated { inner, wide, raw: Vec::new(), ready: Vec::new(), at: 0, ended: false, rows: 1, noticed }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        while self.ready.is_empty() && !self.ended {
            let read = self.inner.by_ref().take(HEAD as u64).read_to_end(&mut self.raw)?;
            self.ended = read == 0;
            let raw = std::mem::take(&mut self.raw);
            self.raw = match self.wide {
                Some(low_first) => self.wide(&raw, low_first),
                None => self.narrow(&raw),
            };
        }
        Ok(())
    }

    /// Translates UTF-8 with strays; gives back what is not whole yet.
    fn narrow(&mut self, mut raw: &[u8]) -> Vec<u8> {
        loop {
            let error = match std::str::from_utf8(raw) {
                Ok(_) => {
                    self.pass(raw);
                    return Vec::new();
                }
                Err(error) => error,
            };
            let (good, bad) = raw.split_at(error.valid_up_to());
            self.pass(good);
            let strays = match error.error_len() {
                Some(length) => length,
                None if self.ended => bad.len(),
                None => return bad.to_vec(),
            };
            for &stray in &bad[..strays] {
                self.stray(stray);
            }
            raw = &bad[strays..];
        }
    }

    fn pass(&mut self, good: &[u8]) {
        self.rows += good.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.ready.extend_from_slice(good);
    }

    fn stray(&mut self, byte: u8) {
        let letter = windows_1252(byte);
        let mut first = self.noticed.first.borrow_mut();
        if first.len() < 3 && first.last().is_none_or(|(row, _)| *row != self.rows) {
            let from = self.ready.iter().rposition(|byte| b"\n,;\t\"<>".contains(byte)).map_or(0, |found| found + 1);
            let before = String::from_utf8_lossy(&self.ready[from.max(self.ready.len().saturating_sub(30))..]);
            first.push((self.rows, format!("{before}{letter}")));
        }
        self.noticed.foreign.set(self.noticed.foreign.get() + 1);
        self.ready.extend(letter.encode_utf8(&mut [0; 4]).bytes());
    }

    fn wide(&mut self, raw: &[u8], low_first: bool) -> Vec<u8> {
        let whole = raw.len() / 2 * 2;
        let units: Vec<u16> = raw[..whole]
            .chunks_exact(2)
            .map(|pair| {
                if low_first { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
            })
            .collect();
        // The second half of a pair may come with the next bytes.
        let split = !self.ended && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit));
        let (units, kept) = if split { (&units[..units.len() - 1], whole - 2) } else { (&units[..], whole) };
        let text: String =
            char::decode_utf16(units.iter().copied()).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.ready.extend(text.bytes());
        raw[kept..].to_vec()
    }
}

impl<R: Read> Read for Translated<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            self.fill()?;
        }
        let ready = &self.ready[self.at..];
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.at += count;
        Ok(count)
    }
}

/// The letter that Windows-1252 has at a byte; what it leaves open is as in ISO 8859-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn read(bytes: &[u8]) -> (String, Rc<Noticed>) {
        let input = Input::new(bytes).expect("readable");
        let noticed = Rc::clone(&input.noticed);
        let mut text = String::new();
        input.into_reader().read_to_string(&mut text).expect("UTF-8");
        (text, noticed)
    }

    #[test]
    fn one_text_in_four_encodings() {
        let text = "zaak;stap\n1;reünie € 5\n";
        assert_eq!(read(text.as_bytes()).0, text);
        assert_eq!(read(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).0, text);
        let wide = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        assert_eq!(read(&[b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat()).0, text);
        assert_eq!(read(&[b"\xfe\xff".to_vec(), wide(u16::to_be_bytes)].concat()).0, text);
        let (found, noticed) = read(b"zaak;stap\n1;re\xfcnie \x80 5\n");
        assert_eq!((found.as_str(), noticed.foreign.get()), (text, 2));
        assert_eq!(*noticed.first.borrow(), [(2, "reü".to_owned())]);
    }

    #[test]
    fn utf_8_and_windows_1252_in_one_file_are_both_read() {
        let (found, noticed) = read(b"caf\xc3\xa9\ncaf\xe9\n");
        assert_eq!((found.as_str(), noticed.foreign.get()), ("café\ncafé\n", 1));
    }

    #[test]
    fn what_is_packed_and_cut_off_gives_what_there_is() {
        let text = (0..20_000).map(|row| format!("{row};{}\n", row * 7919 % 10_007)).collect::<String>();
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(text.as_bytes()).expect("packs");
        let packed = packer.finish().expect("packs");
        let (whole, noticed) = read(&packed);
        assert!(whole == text && noticed.packed.get() && !noticed.cut.get());
        let (part, noticed) = read(&packed[..packed.len() / 2]);
        assert!(noticed.cut.get() && text.starts_with(&part) && part.len() > text.len() / 4, "{} bytes", part.len());
    }
}
