//! A sheet with a chart: its question, the chart as the spreadsheet draws it, what must be known to read it, where it comes
//! from, and the cells that feed it. What a spreadsheet cannot draw is a picture.

use anyhow::Result;
use rust_xlsxwriter as excel;
use rust_xlsxwriter::{ChartAxisLabelPosition, ChartErrorBarsType, ChartRange, Image, Worksheet};

use super::names::shortened;
use super::picture::{Grid, Look, Mark, Picture, Plot, Series};
use super::style::{Styles, colour};
use super::{Cell, Kind, forms, text, words, write};
use crate::chart::Chart;
use crate::draw::{self, Colour};
use crate::html::numbers;

/// Width of a chart in dots, and of one of several small ones.
const WIDE: u32 = 896;
const SMALL: u32 = 438;
/// Height of a small one.
const LOW: u32 = 250;
/// Height of a row of cells.
const ROW: u32 = 20;
/// Widths of columns, in letters: that of the names, and all others.
const NAMES: f64 = 46.0;
const OTHERS: f64 = 13.0;
/// So many rows fit on a page that lies.
const LANDSCAPE: u32 = 36;
/// Highest image, so that it fits on a page.
const HIGHEST: f64 = 1100.0;
/// So many columns are as wide as a chart.
const SPAN: u16 = 7;
/// The same, with how wide they are in letters.
const SPAN_OF: (u16, f64) = (SPAN, NAMES + OTHERS * (SPAN - 1) as f64);
/// Most that the text for who cannot see it may have.
const LONGEST_ALT: usize = 255;
/// Where the cells are looked for whose names a chart is too small to show: about so many names fit along an axis.
const MOST_NAMES: usize = 8;

/// Fills a sheet.
///
/// * `name` – that of the sheet
pub(super) fn put(sheet: &mut Worksheet, name: &str, chart: &Chart, styles: &Styles) -> Result<()> {
    sheet.set_column_width(0, NAMES)?;
    sheet.set_column_range_width(1, 60, OTHERS)?;
    write::words(sheet, (0, 0), &chart.title, &styles.title)?;
    write::words(sheet, (1, 0), &chart.subtitle, &styles.words)?;
    let mut row = text::merged(sheet, 3, SPAN_OF, &chart.description, &styles.wrapped)? + 1;
    let picture = forms::picture(chart);
    let bottom = match &picture {
        Some(picture) => row + rows_of(picture),
        None => put_image(sheet, row, chart)?,
    };
    let top = std::mem::replace(&mut row, bottom);
    let notes = picture.iter().flat_map(|picture| &picture.notes).chain(&chart.notes);
    for note in notes {
        row = text::merged(sheet, row, SPAN_OF, note, &styles.note)?;
    }
    if !chart.footer.is_empty() {
        row = text::merged(sheet, row, SPAN_OF, &words::source(chart.lang, &chart.footer), &styles.note)?;
    }
    // On paper the chart alone: its cells are for who works with them.
    sheet.set_print_area(0, 0, row - 1, SPAN - 1)?.set_print_fit_to_pages(1, 1);
    if row > LANDSCAPE {
        sheet.set_portrait()
    } else {
        sheet.set_landscape()
    };
    row += 1;
    match &picture {
        Some(picture) => {
            write::words(sheet, (row, 0), words::numbers(chart.lang), &styles.heading)?;
            let places = put_grids(sheet, row + 1, picture, styles)?;
            put_plots(sheet, name, top, (chart, picture), &places)?;
        }
        None => {
            let canvas = draw::draw(chart);
            if let Some(table) = numbers::table(chart, &canvas.tips(), words::numbers(chart.lang).to_owned()) {
                let width = |column: usize| if column == 0 { NAMES } else { OTHERS };
                text::table(sheet, row, &table, width, styles)?;
            }
        }
    }
    Ok(())
}

/// How many rows the charts take.
fn rows_of(picture: &Picture) -> u32 {
    let dots: u32 =
        lines_of(picture).iter().map(|line| line.iter().map(|plot| height(picture, plot)).max().unwrap_or(0)).sum();
    let gaps = lines_of(picture).len() as u32;
    (dots + gaps * ROW).div_ceil(ROW) + 1
}

/// The charts, from top to bottom: small ones two beside each other.
fn lines_of(picture: &Picture) -> Vec<&[Plot]> {
    picture.plots.chunks(if is_small(picture) { 2 } else { 1 }).collect()
}

fn is_small(picture: &Picture) -> bool {
    picture.plots.len() > 1 && picture.plots.iter().all(|plot| matches!(plot.look, Look::Lines | Look::Curves))
}

fn height(picture: &Picture, plot: &Plot) -> u32 {
    let rows = picture.grids[plot.grid].rows.len() as u32;
    match plot.look {
        Look::Lines | Look::Curves if is_small(picture) => LOW,
        Look::Lines | Look::Curves | Look::Ranks => 420,
        Look::OneBar | Look::Stacked => (150 + 34 * rows).max(260),
        Look::Bars => (150 + (16 * plot.series.len() as u32 + 14) * rows).max(260),
    }
}

/// The picture itself; gives the row below it.
fn put_image(sheet: &mut Worksheet, row: u32, chart: &Chart) -> Result<u32> {
    let image = Image::new_from_buffer(&draw::png(&draw::draw(chart))?)?;
    let scale = (f64::from(WIDE) / image.width()).min(HIGHEST / image.height());
    let height = image.height() * scale;
    let says = shortened(&format!("{} {}", chart.title, chart.description), LONGEST_ALT);
    sheet.insert_image(row, 0, &image.set_scale_width(scale).set_scale_height(scale).set_alt_text(says))?;
    Ok(row + (height / f64::from(ROW)).ceil() as u32 + 1)
}

/// Writes the cells; gives of each grid the row of its heads.
fn put_grids(sheet: &mut Worksheet, mut row: u32, picture: &Picture, styles: &Styles) -> Result<Vec<u32>> {
    let mut places = Vec::new();
    for grid in &picture.grids {
        if let Some(title) = &grid.title {
            write::words(sheet, (row, 0), title, &styles.words)?;
            row += 1;
        }
        places.push(row);
        let width = |column: usize| if column == 0 { NAMES } else { OTHERS };
        write::row_of_words(sheet, row, &grid.heads, width, |_| &styles.head)?;
        let shown: Vec<Option<f64>> = (0..grid.heads.len()).map(|column| grid.largest(column)).collect();
        for cells in &grid.rows {
            row += 1;
            for (column, cell) in cells.iter().enumerate() {
                let place = (row, column as u16);
                match cell {
                    Cell::Words(text) if column > 0 => write::words(sheet, place, text, &styles.right)?,
                    Cell::Words(text) => {
                        write::words(sheet, place, text, &styles.wrapped)?;
                        write::height(sheet, row, std::iter::once((text.as_str(), NAMES)))?;
                    }
                    // All numbers of a column alike.
                    Cell::Number(value, kind) => {
                        let style = styles.number(shown[column].unwrap_or(*value), *kind);
                        sheet.write_number_with_format(place.0, place.1, *value, style)?;
                    }
                    other => write::cell(sheet, place, other, styles)?,
                }
            }
        }
        row += 2;
    }
    Ok(places)
}

fn put_plots(
    sheet: &mut Worksheet,
    name: &str,
    top: u32,
    (chart, picture): (&Chart, &Picture),
    places: &[u32],
) -> Result<()> {
    let mut down = 0;
    for line in lines_of(picture) {
        for (position, plot) in line.iter().enumerate() {
            let place = Place { sheet: name, heads: places[plot.grid], grid: &picture.grids[plot.grid] };
            let mut native = place.chart(plot);
            native.set_width(if is_small(picture) { SMALL } else { WIDE }).set_height(height(picture, plot));
            let about = plot.title.as_deref().map_or(String::new(), |title| format!("{title}. "));
            let says = format!("{} {about}{}", chart.title, chart.description);
            native.set_alt_text(shortened(&says, LONGEST_ALT)).set_name(shortened(&chart.title, LONGEST_ALT));
            let right = position as u32 * (SMALL + ROW);
            sheet.insert_chart_with_offset(top, 0, &native, right, down)?;
        }
        down += line.iter().map(|plot| height(picture, plot)).max().unwrap_or(0) + ROW;
    }
    Ok(())
}

/// Where the cells of a chart stand.
struct Place<'p> {
    sheet: &'p str,
    /// Row of the heads.
    heads: u32,
    grid: &'p Grid,
}

impl Place<'_> {
    fn chart(&self, plot: &Plot) -> excel::Chart {
        let mut chart = excel::Chart::new(match plot.look {
            Look::Bars | Look::OneBar => excel::ChartType::Bar,
            Look::Stacked => excel::ChartType::BarStacked,
            Look::Lines | Look::Ranks => excel::ChartType::Line,
            Look::Curves => excel::ChartType::ScatterStraight,
        });
        for series in &plot.series {
            // Pushing one would take away its markers.
            *chart.add_series() = self.series(plot, series);
        }
        // Words of a scenario stand in cells; only a reference to them is never read as a formula.
        match (&plot.title, &self.grid.title) {
            (None, _) => chart.title().set_name((self.sheet, 0, 0)),
            (Some(_), Some(_)) => chart.title().set_name((self.sheet, self.heads - 1, 0)),
            (Some(_), None) => chart.title().set_name((self.sheet, self.heads, plot.series[0].column as u16)),
        };
        chart.title().set_font(excel::ChartFont::new().set_size(12).set_bold()).set_overlay(false);
        let is_bars = matches!(plot.look, Look::Bars | Look::OneBar | Look::Stacked);
        // Bars lie: their values go to the right, their names stand at the left, the first on top.
        if is_bars {
            chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(false);
        }
        let grid_line = excel::ChartLine::new().set_color(colour(Colour::GRID)).clone();
        let limits = self.limits(plot);
        let values = if is_bars { chart.x_axis() } else { chart.y_axis() };
        values.set_name(plot.axis.trim_start_matches('=')).set_name_font(excel::ChartFont::new().set_size(8));
        values.set_major_gridlines(true).set_major_gridlines_line(&grid_line).set_num_format(self.axis_format(plot));
        if let Some((low, high, step)) = limits {
            values.set_min(low).set_max(high).set_major_unit(step);
        }
        match plot.look {
            // Where the names are turned round, the other end is below.
            _ if is_bars => {
                values.set_label_position(ChartAxisLabelPosition::High);
            }
            Look::Ranks => {
                let last = self.numbers(plot).fold(1.0, f64::max);
                values.set_reverse().set_min(0).set_max(last + 1.0).set_major_unit(1);
                chart.x_axis().set_label_position(ChartAxisLabelPosition::High);
            }
            Look::Curves => {
                values.set_min(0).set_max(1);
                let scale = chart.x_axis();
                scale.set_name(plot.scale.as_deref().unwrap_or_default().trim_start_matches('=')).set_min(0);
                scale.set_major_gridlines(false).set_num_format("General");
            }
            _ => {
                let step = self.grid.rows.len().div_ceil(MOST_NAMES).max(1) as u16;
                chart.x_axis().set_label_interval(step).set_tick_interval(step);
                chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
            }
        }
        let is_alone = plot.series.len() == 1 || matches!(plot.look, Look::Lines | Look::Curves);
        match is_alone {
            true => chart.legend().set_hidden(),
            false => chart.legend().set_position(excel::ChartLegendPosition::Bottom),
        };
        chart
    }

    fn series(&self, plot: &Plot, of: &Series) -> excel::ChartSeries {
        let mut series = excel::ChartSeries::new();
        series.set_name((self.sheet, self.heads, of.column as u16));
        let is_scale = plot.look == Look::Curves;
        series.set_categories(&self.range(of.against, is_scale)).set_values(&self.range(of.column, is_scale));
        let line = excel::ChartLine::new().set_color(colour(of.colour)).set_width(2.0).clone();
        let mut format = excel::ChartFormat::new();
        match plot.look {
            Look::Lines | Look::Ranks | Look::Curves => {
                let mut line = line.clone();
                if of.mark == Mark::Dashed {
                    line.set_dash_type(excel::ChartLineDashType::Dash).set_width(1.0);
                }
                format.set_line(&line);
                if plot.look == Look::Ranks {
                    let mut filled = excel::ChartFormat::new();
                    filled.set_solid_fill(excel::ChartSolidFill::new().set_color(colour(of.colour)));
                    let mut marker = excel::ChartMarker::new();
                    marker.set_type(excel::ChartMarkerType::Circle).set_size(9).set_format(&mut filled);
                    series.set_marker(&marker);
                } else {
                    series.set_marker(excel::ChartMarker::new().set_none());
                }
            }
            _ => {
                format = bar(of.colour, of.mark);
                let points =
                    of.points.iter().map(|&(colour, mark)| excel::ChartPoint::new().set_format(&mut bar(colour, mark)));
                let points: Vec<excel::ChartPoint> = points.collect();
                if !points.is_empty() {
                    series.set_points(&points);
                }
                series.set_gap(60);
                if plot.look != Look::Bars {
                    series.set_overlap(100);
                }
            }
        }
        series.set_format(&mut format);
        if let Some((down, up)) = of.interval {
            let mut bars = excel::ChartErrorBars::new();
            bars.set_type(ChartErrorBarsType::Custom(self.range(up, false), self.range(down, false)));
            bars.set_format(excel::ChartLine::new().set_color(colour(Colour::BLACK)).set_width(1.25));
            // Only lying bars have intervals.
            series.set_x_error_bars(&bars);
        }
        series
    }

    /// The cells of a column, without its head.
    fn range(&self, column: usize, is_scale: bool) -> ChartRange {
        // Of a scale, as far as it goes; else all rows, so that columns stay beside their names.
        let rows = if is_scale { self.grid.filled(column) } else { self.grid.rows.len() };
        let (first, last) = (self.heads + 1, self.heads + rows.max(1) as u32);
        ChartRange::new_from_range(self.sheet, first, column as u16, last, column as u16)
    }

    fn numbers<'a>(&'a self, plot: &'a Plot) -> impl Iterator<Item = f64> + 'a {
        let of_row = |row: &'a Vec<Cell>| {
            plot.series.iter().filter_map(|series| match row.get(series.column) {
                Some(Cell::Number(value, _)) => Some(*value),
                _ => None,
            })
        };
        self.grid.rows.iter().flat_map(of_row)
    }

    fn axis_format(&self, plot: &Plot) -> &'static str {
        let most = self.numbers(plot).map(f64::abs).fold(0.0, f64::max);
        match plot.kind {
            Kind::Share if most >= 0.1 => "0%",
            Kind::Share => "0.0%",
            Kind::Whole => "0",
            Kind::Amount if most >= 5.0 => "#,##0",
            Kind::Amount if most >= 0.5 => "0.0",
            Kind::Amount => "0.00",
        }
    }

    /// The ends of an axis of bars, and its step: with zero, and with their intervals as far as the axis should reach. Left to itself, a
    /// spreadsheet may begin bars anywhere.
    fn limits(&self, plot: &Plot) -> Option<(f64, f64, f64)> {
        let number = |row: &[Cell], column: usize| match row.get(column) {
            Some(Cell::Number(value, _)) => Some(*value),
            _ => None,
        };
        let mut ends = (0.0_f64, 0.0_f64);
        for (row, series) in self.grid.rows.iter().flat_map(|row| plot.series.iter().map(move |series| (row, series))) {
            let Some(value) = number(row, series.column) else { continue };
            let reach = |column: Option<usize>| column.and_then(|column| number(row, column)).unwrap_or(0.0);
            let (down, up) = series.interval.unzip();
            ends = (ends.0.min(value - reach(down)), ends.1.max(value + reach(up)));
        }
        let step = step(ends.1 - ends.0);
        let ends = ((ends.0 / step).floor() * step, (ends.1 / step).ceil() * step);
        let ends = plot.limits.map_or(ends, |(low, high)| (ends.0.max(low), ends.1.min(high)));
        let step = self::step(ends.1 - ends.0);
        (matches!(plot.look, Look::OneBar | Look::Bars) && ends.0 < ends.1).then_some((ends.0, ends.1, step))
    }
}

/// A round step, of which an axis has some five to ten.
fn step(range: f64) -> f64 {
    if range <= 0.0 {
        return 1.0;
    }
    let size = 10f64.powf((range / 5.0).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|times| times * size).find(|step| range / step >= 5.0).unwrap_or(size)
}

/// How a bar looks.
fn bar(of: Colour, mark: Mark) -> excel::ChartFormat {
    let mut format = excel::ChartFormat::new();
    match mark {
        Mark::Full | Mark::Dashed => format.set_solid_fill(excel::ChartSolidFill::new().set_color(colour(of))),
        Mark::Hatched => format.set_pattern_fill(
            excel::ChartPatternFill::new()
                .set_pattern(excel::ChartPatternFillType::DiagonalStripesWideUpwards)
                .set_foreground_color(colour(of))
                .set_background_color(colour(Colour::WHITE)),
        ),
        Mark::Hollow => format.set_solid_fill(excel::ChartSolidFill::new().set_color(colour(Colour::WHITE))),
    };
    format.set_border(excel::ChartLine::new().set_color(colour(of)).set_width(1.0));
    format
}
