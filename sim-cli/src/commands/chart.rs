//! `keten chart`: one picture of results, of a scenario or of a folder of results.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use sim_core::lang::Lang;
use sim_report::chart::Chart;
use sim_report::draw;

use super::made::{self, Made};
use super::reproduce::Results as Folder;
use super::run::INTERRUPTED;
use crate::args::{ChartArguments, Command};
use crate::charts::{self, Origin};
use crate::commands::bottlenecks;
use crate::misuse::misuse;
use crate::output::put::{self, say};
use crate::output::results::sha256;
use crate::run_id::RunId;
use crate::text::chart as words;
use crate::text::made::interrupted;

/// Writes the picture that is asked for; without a name, lists those that there are.
pub(crate) fn run(arguments: ChartArguments, lang: Lang) -> Result<ExitCode> {
    let ChartArguments { of, what, output } = arguments;
    // Better to know before simulating than after it.
    let wanted = match (&what, &output) {
        (Some(what), Some(output)) => {
            let kind = Kind::of(output).ok_or_else(|| misuse(words::unknown_kind(lang, output)))?;
            put::may_be_written(output, lang)?;
            Some((what.as_str(), output.as_path(), kind))
        }
        _ => None,
    };
    let threads = of.simulation.making.threads;
    let charts = if made::is_folder(&of.simulation.scenario.file) {
        let folder = made::open(&of, lang)?;
        if let Some((what, output, kind)) = wanted
            && let Some(bytes) = drawn_already(&folder, what, kind, lang)
        {
            return write(output, &bytes, lang);
        }
        of_folder(&folder, threads, lang)?
    } else {
        let made = Made::of(of, lang)?;
        if made.is_interrupted() {
            eprintln!("{}", interrupted(lang));
            return Ok(ExitCode::from(INTERRUPTED));
        }
        of_made(&made, lang)
    };
    let Some((what, output, kind)) = wanted else {
        say!("{}", words::list(&charts));
        return Ok(ExitCode::SUCCESS);
    };
    let chart = charts.iter().find(|chart| chart.name == what);
    let chart = chart.ok_or_else(|| misuse(words::no_such_picture(lang, what, &charts)))?;
    write(output, &kind.draw(chart)?, lang)
}

fn write(output: &Path, bytes: &[u8], lang: Lang) -> Result<ExitCode> {
    put::whole(output, bytes, lang)?;
    eprintln!("{}", words::written(lang, output));
    Ok(ExitCode::SUCCESS)
}

/// All pictures of some results.
fn of_made(made: &Made, lang: Lang) -> Vec<Chart> {
    let id = made.compared.as_ref().map_or_else(|| RunId::of_run(&made.run), RunId::of_comparison);
    let mut all = charts::of_run(&made.run, Origin { file: &made.file, id: &id, day: None }, lang);
    all.extend(made.compared.iter().flat_map(|compared| charts::of_comparison(compared, None, lang)));
    all
}

/// All pictures of a folder of results: those of a ranking of bottlenecks are simulated again.
fn of_folder(folder: &Folder, threads: Option<usize>, lang: Lang) -> Result<Vec<Chart>> {
    if folder.verb() == Some("bottlenecks")
        && let (_passing, Command::Bottlenecks(arguments)) = folder.command(threads, lang)?
    {
        let (ranking, tables) = bottlenecks::rank_again(&arguments, lang)?;
        made::are_the_same(folder, &tables, lang)?;
        return Ok(charts::of_ranking(&ranking, &made::name_of(&arguments.scenario.file), lang));
    }
    Ok(of_made(&made::from_folder(folder, threads, lang)?, lang))
}

/// The picture as it lies in the folder, where its words are in this language.
fn drawn_already(folder: &Folder, what: &str, kind: Kind, lang: Lang) -> Option<Vec<u8>> {
    let name = format!("pictures/{what}.{}", kind.ending());
    let hash = folder.hashes.get(&name).filter(|_| folder.lang == lang)?;
    fs::read(folder.folder.join(name)).ok().filter(|bytes| sha256(bytes) == *hash)
}

/// A kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Lines and letters, sharp at any size.
    Svg,
    /// Dots.
    Png,
}

impl Kind {
    /// The kind for which the name of a file asks.
    fn of(file: &Path) -> Option<Kind> {
        let ending = file.extension()?.to_string_lossy().to_lowercase();
        [Kind::Svg, Kind::Png].into_iter().find(|kind| kind.ending() == ending)
    }

    fn ending(self) -> &'static str {
        match self {
            Kind::Svg => "svg",
            Kind::Png => "png",
        }
    }

    fn draw(self, chart: &Chart) -> Result<Vec<u8>> {
        let canvas = draw::draw(chart);
        match self {
            Kind::Svg => Ok(draw::svg(&canvas)?.into_bytes()),
            Kind::Png => draw::png(&canvas),
        }
    }
}
