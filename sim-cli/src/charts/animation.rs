//! One run, played over the map: where residents are, day by day, written small enough for a page.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use sim_core::chain::compile;
use sim_core::engine::{Limits, simulate_with};
use sim_core::lang::Lang;
use sim_core::observe::{Journey, Journeys, Measure, Of, Statistic, Whereabouts};
use sim_core::time::{DAY, DAYS_PER_YEAR, SimTime};
use sim_report::chart::Animation;

use super::data::value;
use super::network::Network;
use crate::errors::{compile_error, drawn};
use crate::number::fixed;
use crate::run::Run;
use crate::text::animation as words;

/// About so many residents are drawn, and no more bytes than this are written.
const ABOUT: f64 = 1000.0;
const MOST_BYTES: usize = 50_000;
/// So many pieces of time in a day.
const PER_DAY: i64 = 4;
/// How somebody is at a box.
const WAITS: u64 = 0;
const HELPED: u64 = 1;
const BETWEEN: u64 = 2;

/// The journeys of the first replication, for every language.
pub(crate) struct Played {
    journeys: Arc<str>,
    /// One in so many residents is drawn.
    every: u32,
    /// How many boxes the map has.
    boxes: usize,
}

impl Played {
    /// Simulates the first replication once more and writes down where residents are.
    ///
    /// # Errors
    /// When the scenario cannot be simulated, which a run has done.
    pub(crate) fn of(run: &Run, lang: Lang) -> Result<Played> {
        let arrivals = value(run, Measure::Arrivals, Of::Chain, Statistic::PerYear).unwrap_or(0.0);
        let inside = value(run, Measure::Present, Of::Chain, Statistic::Mean).unwrap_or(0.0);
        let number = inside + arrivals * run.plan.end.as_days() / DAYS_PER_YEAR;
        let mut every = (number / ABOUT).ceil().max(1.0) as u32;
        let of_draw = run.scenario.draw_of(0).map(|draw| drawn(&run.scenario, run.seed, draw, lang)).transpose()?;
        let scenario = of_draw.as_ref().unwrap_or(&run.scenario);
        let model = compile(scenario).map_err(|error| anyhow!(compile_error(&error, lang)))?;
        let draws = scenario.draws(run.seed, 0);
        let journeys = simulate_with(&model, draws, Limits::default(), Journeys::new(&model, every))
            .context(words::not_again(lang))?
            .into_journeys();
        let network = Network::of(run, lang);
        let boxes = Boxes::of(run, &network);
        let mut written: Vec<Vec<u8>> = journeys.iter().filter_map(|one| boxes.write(run, one)).collect();
        // Every second of them again and again, until it is little enough.
        while written.iter().map(Vec::len).sum::<usize>() > MOST_BYTES && written.len() > 1 {
            written = written.into_iter().step_by(2).collect();
            every *= 2;
        }
        Ok(Played { journeys: base64(&written.concat()).into(), every, boxes: boxes.nowhere })
    }

    /// With its words.
    pub(crate) fn animation(&self, run: &Run, lang: Lang) -> Animation {
        let replications = run.experiment.replications();
        let one_in = fixed(f64::from(self.every), 0, lang);
        Animation {
            run: words::run(lang, replications, self.every, &one_in),
            still: words::still(lang).to_owned(),
            begins: run.scenario.start.to_string(),
            days: run.plan.end.as_days().floor() as u32,
            play: [words::play(lang), words::pause(lang)].map(str::to_owned),
            slider: words::slider(lang).to_owned(),
            kinds: [words::waits(lang), words::helped(lang), words::between(lang), words::left(lang)]
                .map(str::to_owned),
            boxes: self.boxes,
            journeys: self.journeys.clone(),
        }
    }
}

/// Which box of the map is which stage and end.
struct Boxes {
    /// For each stage its box, and the one after stages beside it, where there is one.
    stages: Vec<(Option<usize>, Option<usize>)>,
    ends: Vec<Option<usize>>,
    /// For each way in the box that it leads to.
    inflows: Vec<usize>,
    /// What is no box: who has left otherwise than intended.
    nowhere: usize,
}

impl Boxes {
    fn of(run: &Run, network: &Network) -> Boxes {
        let named = |name: String| network.names.iter().position(|known| *known == name);
        let stages = run.scenario.stages.iter();
        let inflows = run.scenario.streams.len().max(first_stage(network));
        Boxes {
            stages: stages
                .map(|stage| (stage_box(network, &stage.name), named(format!("after:{}", stage.name))))
                .collect(),
            ends: run.scenario.ends.iter().map(|end| named(format!("end:{}", end.name))).collect(),
            inflows: (0..inflows)
                .map(|number| {
                    network.map.arrows.iter().find(|arrow| arrow.from == number).map_or(number, |arrow| arrow.to)
                })
                .collect(),
            nowhere: network.names.len(),
        }
    }

    /// A journey as bytes: how many changes, and of each the time since the last and the box; `None` when it is over before
    /// the measured time.
    fn write(&self, run: &Run, journey: &Journey) -> Option<Vec<u8>> {
        let piece = |at: SimTime| (at - SimTime::default()).0 * PER_DAY / DAY;
        let first = journey.moves.iter().rposition(|one| one.at < SimTime::default()).unwrap_or(0);
        let moves = &journey.moves[first..];
        let is_over = matches!(moves, [only] if matches!(only.to, Whereabouts::Left(_)));
        if is_over || moves.first().is_none_or(|one| one.at >= run.plan.end) {
            return None;
        }
        let (mut bytes, mut number, mut last) = (Vec::new(), 0, 0);
        for (place, one) in moves.iter().enumerate() {
            let Some(code) = self.code(journey, &moves[place..]) else { continue };
            let at = piece(one.at).max(0);
            number_as_bytes((at - last) as u64, &mut bytes);
            number_as_bytes(code, &mut bytes);
            (last, number) = (at, number + 1);
        }
        let mut all = Vec::with_capacity(bytes.len() + 1);
        number_as_bytes(number, &mut all);
        all.extend(bytes);
        (number > 0).then_some(all)
    }

    /// The box times three, and how somebody is there.
    ///
    /// * `moves` – from this one on
    fn code(&self, journey: &Journey, moves: &[sim_core::observe::Move]) -> Option<u64> {
        let code = |place: usize, how: u64| place as u64 * 3 + how;
        let stage = |stage: u32| self.stages[stage as usize];
        Some(match moves.first()?.to {
            Whereabouts::Came => {
                // A pool has several ways in: the one that leads to where they come first.
                let to = moves.get(1).and_then(|next| match next.to {
                    Whereabouts::Waits(first) | Whereabouts::Helped(first) => stage(first).0,
                    _ => None,
                });
                let leads = |number: &usize| Some(self.inflows[*number]) == to;
                let own = usize::from(journey.stream);
                let way = Some(own).filter(|own| *own < self.inflows.len() && leads(own));
                code(way.or_else(|| (0..self.inflows.len()).find(leads))?, BETWEEN)
            }
            Whereabouts::Waits(at) => code(stage(at).0?, WAITS),
            Whereabouts::Helped(at) => code(stage(at).0?, HELPED),
            Whereabouts::Between(at) => code(stage(at).1.or(stage(at).0)?, BETWEEN),
            Whereabouts::Left(end) => {
                self.ends[end as usize].map_or(code(self.nowhere, HELPED), |end| code(end, HELPED))
            }
        })
    }
}

/// How many boxes are ways in: those before the first stage.
fn first_stage(network: &Network) -> usize {
    use sim_report::chart::MapKind;
    network.map.nodes.iter().take_while(|node| node.kind == MapKind::Inflow).count()
}

/// The box of a stage; a stream may have the same name.
fn stage_box(network: &Network, name: &str) -> Option<usize> {
    let first = first_stage(network);
    network.names.iter().skip(first).position(|known| known == name).map(|place| first + place)
}

/// Seven bits in a byte, the lowest first; the eighth says that more follow.
fn number_as_bytes(mut number: u64, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes as text.
///
/// Source: RFC 4648 (2006), §4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for letter in 0..4 {
            let is_there = letter <= three.len();
            let at = all >> (18 - 6 * letter) & 63;
            out.push(if is_there { char::from(LETTERS[at as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_in_the_standard() {
        let told = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(
            told,
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"],
            "test vectors of RFC 4648, §10"
        );
    }

    #[test]
    fn a_number_is_written_in_as_few_bytes_as_it_needs() {
        let bytes = |number| {
            let mut out = Vec::new();
            number_as_bytes(number, &mut out);
            out
        };
        assert_eq!([bytes(0), bytes(127), bytes(128), bytes(300)], [vec![0], vec![127], vec![128, 1], vec![172, 2]]);
    }
}
