//! The file of an office program: parts in a zip. Parts that are not changed are copied as they are, bit for bit.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::refused::Refused;
use super::xml::{appended, attribute, escaped, marks, plain};

/// Where it stands of what kind each part is.
const TYPES: &str = "[Content_Types].xml";
/// How the kinds of relations between parts of an office program begin.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// How .NET lets the name of the part end that has the properties of a file.
const PROPERTIES: &str = ".psmdcp";

/// Largest size of a part when it is unpacked, of all that are read, and how many parts there may be.
const MOST_OF_A_PART: u64 = 64 << 20;
pub(super) const MOST: u64 = 256 << 20;
const MOST_PARTS: usize = 10_000;

/// The parts of a file.
#[derive(Debug, Clone)]
pub(super) struct Package {
    /// The file as it was.
    bytes: Vec<u8>,
    /// Names of its parts, in their order.
    names: Vec<String>,
    /// Parts that are text, as they were read.
    texts: BTreeMap<String, String>,
    /// Parts that are new or changed.
    changed: BTreeMap<String, Vec<u8>>,
}

impl Package {
    /// Opens a file.
    pub(super) fn read(bytes: &[u8]) -> Result<Package, Refused> {
        if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            return Err(Refused::OldOrLocked);
        }
        if bytes.len() as u64 > MOST {
            return Err(Refused::TooLarge);
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::NotAnOfficeFile)?;
        if archive.len() > MOST_PARTS {
            return Err(Refused::TooLarge);
        }
        let (mut names, mut texts, mut read) = (Vec::new(), BTreeMap::new(), 0);
        for place in 0..archive.len() {
            let mut part = archive.by_index(place).map_err(|error| damaged("zip", &error))?;
            let name = part.name().map_err(|error| damaged("zip", &error))?.into_owned();
            names.push(name.clone());
            if ![".xml", ".rels", PROPERTIES].iter().any(|ending| name.ends_with(ending)) {
                continue;
            }
            let mut data = Vec::new();
            (&mut part)
                .take(MOST_OF_A_PART + 1)
                .read_to_end(&mut data)
                .map_err(|error| Refused::Damaged { part: name.clone(), why: error.to_string() })?;
            read += data.len() as u64;
            if data.len() as u64 > MOST_OF_A_PART || read > MOST {
                return Err(Refused::TooLarge);
            }
            let text = String::from_utf8(data)
                .map_err(|_| Refused::Damaged { part: name.clone(), why: "UTF-8".to_owned() })?;
            texts.insert(name, text);
        }
        Ok(Package { bytes: bytes.to_vec(), names, texts, changed: BTreeMap::new() })
    }

    /// A file of these parts.
    pub(super) fn of(parts: &[(String, String)]) -> Result<Package, Refused> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            put(&mut writer, name, text.as_bytes())?;
        }
        let bytes = writer.finish().map_err(|error| damaged("zip", &error))?.into_inner();
        Package::read(&bytes)
    }

    /// Names of its parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let added = self.changed.keys().filter(|name| !self.names.contains(name));
        self.names.iter().chain(added).map(String::as_str)
    }

    /// A part that is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.changed.get(name) {
            Some(bytes) => std::str::from_utf8(bytes).ok(),
            None => self.texts.get(name).map(String::as_str),
        }
    }

    /// A part that is text and must be there.
    pub(super) fn needed(&self, name: &str) -> Result<&str, Refused> {
        self.text(name).ok_or_else(|| Refused::Damaged { part: name.to_owned(), why: "–".to_owned() })
    }

    /// Puts a part, unless it is as it was.
    pub(super) fn put(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        if self.texts.get(name).is_none_or(|text| text.as_bytes() != bytes) {
            self.changed.insert(name.to_owned(), bytes);
        }
    }

    /// The file.
    pub(super) fn write(&self) -> Result<Vec<u8>, Refused> {
        let failed = |error: ZipError| Refused::Failed(error.into());
        let mut archive = ZipArchive::new(Cursor::new(&self.bytes)).map_err(failed)?;
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (place, name) in self.names.iter().enumerate() {
            match self.changed.get(name) {
                Some(bytes) => put(&mut writer, name, bytes)?,
                None => writer.raw_copy_file(archive.by_index_raw(place).map_err(failed)?).map_err(failed)?,
            }
        }
        for (name, bytes) in self.changed.iter().filter(|(name, _)| !self.names.contains(name)) {
            put(&mut writer, name, bytes)?;
        }
        Ok(writer.finish().map_err(failed)?.into_inner())
    }

    /// A part as the file calls it: names of parts are the same in small letters and capitals.
    pub(super) fn called(&self, name: &str) -> Option<&str> {
        self.names().find(|known| known.eq_ignore_ascii_case(name))
    }

    /// The relations of a part, or of the file for an empty name: where they stand, and their text.
    pub(super) fn relations(&self, of: &str) -> (String, Option<&str>) {
        let name = relations_of(of);
        let name = self.called(&name).map_or(name.clone(), str::to_owned);
        let text = self.text(&name);
        (name, text)
    }

    /// Relates a part to another, or the file for an empty name; gives the name of the relation.
    ///
    /// * `kind` – the kind of relation in full
    pub(super) fn relate(&mut self, from: &str, kind: &str, target: &str) -> Result<String, Refused> {
        let (part, text) = self.relations(from);
        let text = text.unwrap_or(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>",
        );
        let marks = marks(&part, text)?;
        let taken: BTreeSet<&str> = marks.iter().filter_map(|mark| attribute(&text[mark.at.clone()], "Id")).collect();
        let name = (1..).map(|number| format!("keten{number}")).find(|name| !taken.contains(name.as_str()));
        let name = name.unwrap_or_default();
        let target = escaped(target);
        let text = appended(&part, text, "Relationships", |prefix| {
            format!("<{prefix}Relationship Id=\"{name}\" Type=\"{kind}\" Target=\"{target}\"/>")
        })?;
        self.put(&part, text);
        Ok(name)
    }

    /// Says of what kind a part is, unless that is said: pictures by the ending of their names, where that is free.
    pub(super) fn declare(&mut self, name: &str, kind: &str) -> Result<(), Refused> {
        let text = self.needed(TYPES)?;
        let ending = name.rsplit('.').next().unwrap_or_default();
        let marks = marks(TYPES, text)?;
        let said = |element: &str, key: &str, asked: &str| {
            let mut all = marks.iter().filter(|mark| mark.own() == element).map(|mark| &text[mark.at.clone()]);
            let found = all.find(|one| attribute(one, key).is_some_and(|one| plain(one).eq_ignore_ascii_case(asked)));
            found.map(|one| attribute(one, "ContentType").map(plain).unwrap_or_default())
        };
        let by_ending = said("Default", "Extension", ending);
        let is_said = said("Override", "PartName", &format!("/{name}")).is_some()
            || by_ending.as_ref().is_some_and(|said| said.eq_ignore_ascii_case(kind));
        if !is_said {
            let is_free = by_ending.is_none() && kind.starts_with("image/");
            let text = appended(TYPES, text, "Types", |prefix| match is_free {
                true => format!("<{prefix}Default Extension=\"{ending}\" ContentType=\"{kind}\"/>"),
                false => format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{kind}\"/>", escaped(name)),
            })?;
            self.put(TYPES, text);
        }
        Ok(())
    }
}

/// Where the relations of a part stand.
pub(super) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The name of a part as another part says it.
pub(super) fn resolved(part: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => drop(folders.pop()),
            "." => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}

fn damaged(part: &str, error: &ZipError) -> Refused {
    Refused::Damaged { part: part.to_owned(), why: error.to_string() }
}

fn put(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) -> Result<(), Refused> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file(name, options).map_err(|error| Refused::Failed(error.into()))?;
    writer.write_all(bytes).map_err(|error| Refused::Failed(error.into()))
}
