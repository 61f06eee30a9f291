//! The forms of pictures that a spreadsheet can draw: which cells, and what is drawn of them.

use sim_core::lang::Lang;

use super::picture::{Grid, Look, Mark, Picture, Plot, Series};
use super::{Cell, Kind, words};
use crate::chart::{
    Chart, Curves, Effects, Form, Funnel, FunnelLook, FunnelRow, PanelPoint, Panels, RankRound, Ranks, Spread, Stacks,
    Verdict, Workload, Zone,
};
use crate::draw::Colour;

/// The picture; `None` where a spreadsheet has no such form.
pub(super) fn picture(chart: &Chart) -> Option<Picture> {
    let lang = chart.lang;
    match &chart.form {
        Form::Spread(form) => Some(spread(form, lang)),
        Form::Panels(form) => Some(panels(form, lang)),
        Form::Stacks(form) => Some(stacks(form)),
        Form::Effects(form) => Some(effects(form, lang)),
        Form::Funnel(form) => Some(funnel(form, lang)),
        Form::Ranks(form) => Some(ranks(form, lang)),
        Form::Workload(form) => Some(workload(form, lang)),
        Form::Curves(form) => Some(curves(form, lang)),
        Form::Map(_) | Form::Sankey(_) => None,
    }
}

fn named<'r>(head: &str, names: impl Iterator<Item = &'r str>) -> Grid {
    let mut grid = Grid::default();
    grid.column(head, names.map(|name| Cell::Words(name.to_owned())).collect());
    grid
}

fn number(value: Option<f64>, kind: Kind) -> Cell {
    value.map_or(Cell::Empty, |value| Cell::Number(value, kind))
}

fn spread(form: &Spread, lang: Lang) -> Picture {
    let rows = &form.rows;
    let mut grid = named("", rows.iter().map(|row| row.label.as_str()));
    let amounts = |of: &dyn Fn(usize) -> Option<f64>| -> Vec<Cell> {
        (0..rows.len()).map(|row| number(of(row), Kind::Amount)).collect()
    };
    let mut series = Vec::new();
    if let Some(name) = &form.low_name {
        let column = grid.column(name, amounts(&|row| rows[row].low));
        series.push(Series::of(column, Colour::BLUE));
    }
    if let Some(name) = &form.high_name {
        let column = grid.column(name, amounts(&|row| rows[row].high));
        series.push(Series::of(column, Colour::SKY).with(None, Mark::Hatched));
    }
    let column = grid.column(&form.mean_name, amounts(&|row| rows[row].mean));
    let known: Vec<_> = rows.iter().map(|row| row.mean.zip(row.interval)).collect();
    let interval = known.iter().any(Option::is_some);
    let interval = interval.then(|| grid.interval(words::interval(lang), &known, Kind::Amount));
    series.push(Series::of(column, Colour::INK).with(interval, Mark::Hollow));
    let notes = form.reference.iter().map(|(_, term)| words::reference(lang, term)).collect();
    Picture { notes, ..one(grid, Look::Bars, &form.axis, Kind::Amount, series) }
}

fn one(grid: Grid, look: Look, axis: &str, kind: Kind, series: Vec<Series>) -> Picture {
    let plot = Plot { grid: 0, title: None, look, axis: axis.to_owned(), scale: None, limits: None, kind, series };
    Picture { grids: vec![grid], plots: vec![plot], notes: Vec::new() }
}

/// All small charts have the same time, so their cells stand in one table.
fn panels(form: &Panels, lang: Lang) -> Picture {
    let mut starts: Vec<f64> = form.panels.iter().flat_map(|panel| &panel.points).map(|point| point.days.0).collect();
    // What is not measured is no result.
    starts.retain(|&day| form.warm_up.as_ref().is_none_or(|(until, _)| day >= *until));
    starts.sort_by(f64::total_cmp);
    starts.dedup();
    let names: Vec<String> = starts.iter().map(|&day| name_of(form, day, lang)).collect();
    let mut grid = named(words::from(lang), names.iter().map(String::as_str));
    let mut plots = Vec::new();
    for panel in &form.panels {
        let at = |day: f64| panel.points.iter().find(|point| point.days.0 == day);
        let column = |of: &dyn Fn(&PanelPoint) -> f64| -> Vec<Cell> {
            starts.iter().map(|&day| number(at(day).map(of), Kind::Amount)).collect()
        };
        let [low, high] = words::bounds(lang, &panel.title);
        let mean = grid.column(&panel.title, column(&|point| point.mean));
        let bounds =
            [grid.column(&low, column(&|point| point.band.0)), grid.column(&high, column(&|point| point.band.1))];
        let bounds = bounds.map(|bound| Series::of(bound, Colour::FAINT).with(None, Mark::Dashed));
        let [low, high] = bounds;
        plots.push(Plot {
            grid: 0,
            title: Some(panel.title.clone()),
            look: Look::Lines,
            axis: form.axis.clone(),
            scale: None,
            limits: None,
            kind: Kind::Amount,
            series: vec![Series::of(mean, Colour::BLUE), low, high],
        });
    }
    Picture { grids: vec![grid], plots, notes: vec![words::lines(lang, &form.line_name, &form.band_name)] }
}

/// Days by which a mark of the axis may lie beside the beginning of a stretch of time.
const HALF_A_MONTH: f64 = 16.0;

/// What a day is called: by the closest marks of the axis.
fn name_of(form: &Panels, day: f64, lang: Lang) -> String {
    let marks = form.dates.first().into_iter().flatten();
    let mark = marks.min_by(|one, other| (one.0 - day).abs().total_cmp(&(other.0 - day).abs()));
    mark.filter(|(at, _)| (at - day).abs() <= HALF_A_MONTH)
        .map_or_else(|| words::day(lang, day), |(_, name)| name.clone())
}

fn stacks(form: &Stacks) -> Picture {
    let mut picture = Picture::default();
    for group in &form.groups {
        let mut grid = named(&group.head, group.rows.iter().map(|row| row.label.as_str()));
        grid.title = Some(group.head.clone());
        let mut series = Vec::new();
        for (part, (name, meaning)) in form.parts.iter().enumerate() {
            let sizes = group.rows.iter().map(|row| {
                let of_part = row.pieces.iter().filter(|piece| piece.part == part).map(|piece| piece.size);
                of_part.fold(None, |sum: Option<f64>, size| Some(sum.unwrap_or(0.0) + size))
            });
            let sizes: Vec<Option<f64>> = sizes.collect();
            if sizes.iter().flatten().next().is_none() {
                continue;
            }
            let cells = sizes.into_iter().map(|size| number(size, Kind::Amount)).collect();
            let (colour, is_hatched) = meaning.look();
            let mark = if is_hatched { Mark::Hatched } else { Mark::Full };
            series.push(Series::of(grid.column(name, cells), colour).with(None, mark));
        }
        let all = group.rows.iter().map(|row| Cell::Words(row.cell.clone())).collect();
        grid.column(&group.column, all);
        picture.add(grid, &group.head, Look::Stacked, &form.axis, Kind::Amount, series);
    }
    picture
}

impl Picture {
    /// A grid more, with a chart of it.
    fn add(&mut self, grid: Grid, title: &str, look: Look, axis: &str, kind: Kind, series: Vec<Series>) {
        let title = (!title.is_empty()).then(|| title.to_owned());
        let plot = Plot {
            grid: self.grids.len(),
            title,
            look,
            axis: axis.to_owned(),
            scale: None,
            limits: None,
            kind,
            series,
        };
        self.grids.push(grid);
        self.plots.push(plot);
    }
}

fn effects(form: &Effects, lang: Lang) -> Picture {
    let mut picture = Picture::default();
    for group in &form.groups {
        let rows = &group.rows;
        // The verdict stands beside the name, so that it is there without colour.
        let names: Vec<String> = rows.iter().map(|row| format!("{} – {}", row.label, row.word)).collect();
        let mut grid = named("", names.iter().map(String::as_str));
        grid.title.clone_from(&group.head);
        let values: Vec<Cell> = rows.iter().map(|row| number(row.value, Kind::Amount)).collect();
        let known: Vec<_> = rows.iter().map(|row| row.value.zip(row.interval)).collect();
        let mut series = Vec::new();
        let look = match &form.before {
            Some(before) => {
                let cells = rows.iter().map(|row| number(row.before, Kind::Amount)).collect();
                series.push(Series::of(grid.column(before, cells), Colour::GREY));
                Look::Bars
            }
            None => Look::OneBar,
        };
        let head = if form.before.is_some() { words::after(lang) } else { words::difference(lang) };
        let column = grid.column(head, values);
        let interval = grid.interval(words::interval(lang), &known, Kind::Amount);
        // Beside what it was before, all after bars look alike; the verdict stands in their names.
        let points = match look {
            Look::OneBar => rows.iter().map(|row| of_verdict(row.verdict)).collect(),
            _ => Vec::new(),
        };
        series.push(Series { points, ..Series::of(column, Colour::BLUE) }.with(Some(interval), Mark::Full));
        for (place, head) in form.columns.iter().enumerate() {
            let told = rows.iter().filter_map(|row| Some(Cell::Words(row.cells.get(place)?.plain())));
            let told: Vec<Cell> = told.collect();
            if told.len() == rows.len() {
                grid.column(head, told);
            }
        }
        picture.add(grid, group.head.as_deref().unwrap_or_default(), look, &form.axis, Kind::Amount, series);
    }
    for plot in &mut picture.plots {
        plot.limits = form.limits;
    }
    picture
}

fn of_verdict(verdict: Verdict) -> (Colour, Mark) {
    match verdict {
        Verdict::Better => (Colour::BLUE, Mark::Full),
        Verdict::Worse => (Colour::VERMILION, Mark::Hatched),
        Verdict::Other => (Colour::INK, Mark::Full),
        Verdict::CannotTell | Verdict::Unchanged => (Colour::FAINT, Mark::Hollow),
    }
}

fn funnel(form: &Funnel, lang: Lang) -> Picture {
    let mut picture = Picture::default();
    for group in &form.groups {
        let rows = &group.rows;
        let mut grid = named(&group.head, rows.iter().map(|row| row.label.as_str()));
        grid.title = Some(group.head.clone());
        let first = |row: &FunnelRow| row.parts.first().map(|(_, size)| *size);
        let known: Vec<_> = rows.iter().map(|row| first(row).zip(row.interval)).collect();
        let mut series = Vec::new();
        // Bars of one part each have each the look of their part; else the parts are told apart by their columns.
        let look = if rows.iter().all(|row| row.parts.len() < 2) {
            let column =
                grid.column(words::share(lang), rows.iter().map(|row| number(first(row), Kind::Share)).collect());
            let points =
                rows.iter().map(|row| row.parts.first().map_or((Colour::GREY, Mark::Full), |part| of_look(part.0)));
            series.push(Series { points: points.collect(), ..Series::of(column, Colour::GREY) });
            Look::OneBar
        } else {
            for (look, name) in &form.looks {
                let sizes: Vec<Cell> = rows.iter().map(|row| number(part_of(&row.parts, *look), Kind::Share)).collect();
                if sizes.iter().any(|size| *size != Cell::Empty) {
                    let (colour, mark) = of_look(*look);
                    series.push(Series::of(grid.column(name, sizes), colour).with(None, mark));
                }
            }
            Look::Stacked
        };
        if known.iter().any(Option::is_some) {
            // The interval is that of the end of the first part.
            let interval = grid.interval(words::interval(lang), &known, Kind::Share);
            series[0].interval = Some(interval);
        }
        for (place, head) in group.columns.iter().enumerate() {
            let told =
                rows.iter().map(|row| row.cells.get(place).map_or(Cell::Empty, |cell| Cell::Words(cell.plain())));
            grid.column(head, told.collect());
        }
        picture.add(grid, &group.head, look, words::share(lang), Kind::Share, series);
    }
    picture
}

fn of_look(look: FunnelLook) -> (Colour, Mark) {
    let (colour, is_hatched) = look.colour();
    (colour, if is_hatched { Mark::Hatched } else { Mark::Full })
}

fn part_of(parts: &[(FunnelLook, f64)], look: FunnelLook) -> Option<f64> {
    parts.iter().find(|(part, _)| *part == look).map(|(_, size)| *size)
}

fn workload(form: &Workload, lang: Lang) -> Picture {
    let mut picture = Picture::default();
    for group in &form.groups {
        let rows = &group.rows;
        let mut grid = named(&group.head, rows.iter().map(|row| row.label.as_str()));
        grid.title = Some(group.head.clone());
        let column =
            grid.column(words::share(lang), rows.iter().map(|row| number(Some(row.share), Kind::Share)).collect());
        let known: Vec<_> = rows.iter().map(|row| Some(row.share).zip(row.interval)).collect();
        let interval = known.iter().any(Option::is_some);
        let interval = interval.then(|| grid.interval(words::interval(lang), &known, Kind::Share));
        let points = rows.iter().map(|row| match row.zone {
            Zone::Room => (Colour::SKY, Mark::Full),
            Zone::Busy => (Colour::ORANGE, Mark::Hatched),
            Zone::Full => (Colour::VERMILION, Mark::Full),
        });
        let points = points.collect();
        let series = Series { points, ..Series::of(column, Colour::BLUE) }.with(interval, Mark::Full);
        // What the colours mean stands in words beside each.
        let zone = |zone: Zone| form.zones.iter().find(|(_, known, _)| *known == zone);
        let meaning = |zone_of| zone(zone_of).map_or(Cell::Empty, |(_, _, meaning)| Cell::Words(meaning.clone()));
        grid.column("", rows.iter().map(|row| meaning(row.zone)).collect());
        for (place, head) in group.columns.iter().enumerate() {
            let told =
                rows.iter().map(|row| row.cells.get(place).map_or(Cell::Empty, |cell| Cell::Words(cell.plain())));
            grid.column(head, told.collect());
        }
        picture.add(grid, &group.head, Look::OneBar, &form.axis, Kind::Share, vec![series]);
    }
    picture
}

/// Each curve over its own times, with its term upright.
fn curves(form: &Curves, lang: Lang) -> Picture {
    let longest = form.panels.iter().map(|panel| panel.points.len()).max().unwrap_or(0);
    let mut grid = named("", (0..longest).map(|_| ""));
    let mut picture = Picture::default();
    for panel in &form.panels {
        let of = |number_of: fn(&(f64, f64)) -> f64, kind| -> Vec<Cell> {
            panel.points.iter().map(|point| Cell::Number(number_of(point), kind)).collect()
        };
        let time = grid.column(&format!("{} ({})", panel.title, panel.unit), of(|point| point.0, Kind::Amount));
        let share = grid.column(&panel.title, of(|point| point.1, Kind::Share));
        let mut series = vec![Series { against: time, ..Series::of(share, Colour::BLUE) }];
        if let Some(term) = panel.term.as_ref().filter(|term| term.at <= panel.most) {
            let both = |ends: [f64; 2], kind| ends.map(|end| Cell::Number(end, kind)).to_vec();
            let against = grid.column(&format!("{} ({})", term.name, panel.unit), both([term.at; 2], Kind::Amount));
            let term = grid.column(&term.name, both([0.0, 1.0], Kind::Share));
            series.push(Series { against, ..Series::of(term, Colour::INK) }.with(None, Mark::Dashed));
        }
        picture.plots.push(Plot {
            grid: 0,
            title: Some(panel.title.clone()),
            look: Look::Curves,
            axis: form.axis.clone(),
            scale: Some(panel.unit.clone()),
            limits: None,
            kind: Kind::Share,
            series,
        });
        if let Some(term) = &panel.term {
            picture.notes.push(format!("{}: {} {}", panel.title, term.told.0, term.told.1.shown));
        }
    }
    picture.notes.insert(0, words::curves(lang).to_owned());
    picture.grids.push(grid);
    picture
}

fn ranks(form: &Ranks, lang: Lang) -> Picture {
    let heads: Vec<&str> = form.rounds.iter().map(|round| round.head.as_str()).collect();
    let mut grid = named(words::round(lang), heads.into_iter());
    let places = || form.rounds.iter().flat_map(|round| &round.places);
    let mut ids: Vec<usize> = places().map(|place| place.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let colours = [Colour::BLUE, Colour::VERMILION, Colour::GREEN, Colour::ORANGE, Colour::INK, Colour::SKY];
    let mut series = Vec::new();
    for (number_of, id) in ids.into_iter().enumerate() {
        let name = places().find(|place| place.id == id).map_or_else(String::new, |place| place.label.clone());
        let of_round = |round: &RankRound| round.places.iter().find(|place| place.id == id).cloned();
        let cells = form.rounds.iter().map(|round| number(of_round(round).map(|place| place.rank as f64), Kind::Whole));
        let column = grid.column(&name, cells.collect());
        let mark = if number_of < colours.len() { Mark::Full } else { Mark::Dashed };
        series.push(Series::of(column, colours[number_of % colours.len()]).with(None, mark));
        let effects = form.rounds.iter().map(|round| {
            let effect = of_round(round).and_then(|place| place.effect);
            effect.map_or(Cell::Empty, |effect| Cell::Words(effect.shown))
        });
        grid.column(&format!("{name}: {}", form.effect), effects.collect());
    }
    one(grid, Look::Ranks, words::rank(lang), Kind::Whole, series)
}
