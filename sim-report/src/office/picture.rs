//! Pictures of charts as parts of a file.

use super::package::{OFFICE, Package};
use super::refused::Refused;
use crate::chart::Chart;
use crate::draw::{draw_bare, draw_untitled, png};

/// A picture in a file.
pub(super) struct Picture {
    /// Its relation to the part that shows it.
    pub(super) relation: String,
    /// Its height over its width.
    pub(super) ratio: f64,
    /// What it shows, for who cannot see it.
    pub(super) alt: String,
}

/// Puts the picture of a chart into a file.
///
/// * `part` – which shows it
/// * `folder` – of pictures: `word/media` or `ppt/media`
/// * `is_bare` – without notes and source, where these stand as text; the title never stands in it
pub(super) fn put(
    package: &mut Package,
    part: &str,
    folder: &str,
    chart: &Chart,
    is_bare: bool,
) -> Result<Picture, Refused> {
    let canvas = if is_bare { draw_bare(chart) } else { draw_untitled(chart) };
    let bytes = png(&canvas)?;
    let source = if is_bare { "" } else { "-source" };
    let safe: String = chart.name.chars().map(|sign| if sign.is_ascii_alphanumeric() { sign } else { '-' }).collect();
    let name = format!("{folder}/keten-{safe}{source}.png");
    let size =
        |at: usize| bytes.get(at..at + 4).map_or(1, |size| u32::from_be_bytes([size[0], size[1], size[2], size[3]]));
    // Width and height stand at the beginning of every PNG.
    let ratio = f64::from(size(20)) / f64::from(size(16));
    package.put(&name, bytes);
    package.declare(&name, "image/png")?;
    let relation = package.relate(part, &format!("{OFFICE}/image"), &format!("/{name}"))?;
    let alt = if chart.description.trim().is_empty() { &chart.title } else { &chart.description };
    Ok(Picture { relation, ratio, alt: alt.clone() })
}
