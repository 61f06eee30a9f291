//! Every figure that speed is measured by, beside its goal.
//!
//! ```text
//! figures [--keten PROGRAM] [--peers FILE.json] [--rounds N] [--out STEM] [FIGURE…]
//! ```
//!
//! Figures: chain, mm1, two-cores, pending, wide, draw, netherlands, memory, start, precision; all unless named. What telling the observer costs is `benches/observers.sh`.
//! `--keten` is the program whose whole runs are timed (target/release/keten unless told), `--peers` an outcome of
//! `benches/peers/run.sh`: without one, ratios to peers are left out. Needs `/usr/bin/time`.

use std::hint::black_box;
use std::process::ExitCode;

use keten_benches::comparison::{in_millions, median};
use keten_benches::limit::event_list::Calendar;
use keten_benches::limit::{chain, mm1, pending};
use keten_benches::machine::Machine;
use keten_benches::outcome::timed;
use keten_benches::process::run;
use keten_benches::two_cores::ratio;
use keten_benches::{MODELS, Ready, wide};
use serde_json::Value;
use sim_core::random::{Distribution, Draws, Purpose, ResidentKey, Sampler, Stream};

/// A line of the table.
struct Figure {
    what: String,
    measured: String,
    goal: &'static str,
    /// Whether the goal is reached, where it is a number.
    reached: Option<bool>,
}

struct Asked {
    keten: String,
    peers: Option<Value>,
    rounds: u32,
    out: Option<String>,
    figures: Vec<String>,
}

type Measure = fn(&Asked) -> Result<Vec<Figure>, String>;

const FIGURES: [(&str, Measure); 10] = [
    ("chain", of_chain),
    ("mm1", of_mm1),
    ("two-cores", two_cores),
    ("pending", many_pending),
    ("wide", of_wide),
    ("draw", of_draw),
    ("netherlands", netherlands),
    ("memory", memory),
    ("start", start),
    ("precision", precision),
];

fn main() -> ExitCode {
    let asked = match asked(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let mut text = format!("{}\n\n| what | measured | goal | reached |\n|---|---|---|---|\n", Machine::here().line());
    for (name, measure) in FIGURES {
        if !asked.figures.is_empty() && !asked.figures.iter().any(|wanted| wanted == name) {
            continue;
        }
        eprintln!("{name}");
        let figures = measure(&asked).unwrap_or_else(|why| {
            vec![Figure { what: name.to_owned(), measured: format!("not measured: {why}"), goal: "", reached: None }]
        });
        for figure in figures {
            let reached = figure.reached.map_or("–", |reached| if reached { "yes" } else { "no" });
            text.push_str(&format!("| {} | {} | {} | {reached} |\n", figure.what, figure.measured, figure.goal));
        }
    }
    println!("{text}");
    if let Some(stem) = &asked.out
        && let Err(error) = std::fs::write(format!("{stem}.md"), text)
    {
        eprintln!("{stem}.md: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked =
        Asked { keten: "target/release/keten".to_owned(), peers: None, rounds: 5, out: None, figures: Vec::new() };
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--keten" => asked.keten = value()?,
            "--peers" => {
                let file = value()?;
                let text = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
                asked.peers = Some(serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?);
            }
            "--rounds" => {
                let found = value()?;
                asked.rounds = found.parse().map_err(|_| format!("--rounds is a whole number, found {found}"))?;
            }
            "--out" => asked.out = Some(value()?),
            name if FIGURES.iter().any(|(known, _)| *known == name) => asked.figures.push(name.to_owned()),
            unknown => {
                let known = FIGURES.map(|(name, _)| name).join(", ");
                return Err(format!("figures are {known}; found {unknown}"));
            }
        }
    }
    Ok(asked)
}

/// A model of the benchmarks, compiled.
fn ready(model: &str) -> Ready {
    Ready::of(MODELS.iter().find(|(name, _)| *name == model).map_or("", |(_, text)| text))
}

/// Medians of the seconds of several pieces of work, done in turn in every round; each is told the round.
fn in_turn<const N: usize>(rounds: u32, mut work: [&mut dyn FnMut(u64); N]) -> [f64; N] {
    let mut seconds = [const { Vec::new() }; N];
    for round in 0..u64::from(rounds) {
        for (work, seconds) in work.iter_mut().zip(&mut seconds) {
            seconds.push(timed(|| work(round)).1.as_secs_f64());
        }
    }
    seconds.map(|seconds| median(&seconds).unwrap_or(f64::NAN))
}

/// Speeds of the peers in a model, as their comparison found them: name and median.
fn of_peers(asked: &Asked, model: &str) -> Vec<(String, f64)> {
    let Some(models) = asked.peers.as_ref().and_then(|peers| peers["models"].as_array()) else { return Vec::new() };
    let engines = models.iter().filter(|one| one["model"] == model).filter_map(|one| one["engines"].as_array());
    engines
        .flatten()
        .filter_map(|engine| Some((engine["engine"].as_str()?.to_owned(), engine["per_second"]["median"].as_f64()?)))
        .collect()
}

fn of_chain(asked: &Asked) -> Result<Vec<Figure>, String> {
    let ready = ready("chain");
    let (mut own, mut by_hand) = (0_u64, 0_u64);
    let [keten_time, hand_time] = in_turn(
        asked.rounds,
        [&mut |round| (0..10).for_each(|number| drop(black_box(ready.measured(1 + round, number)))), &mut |round| {
            (0..10).for_each(|number| by_hand += chain::run::<Calendar>(1 + 10 * round + number, true).events);
        }],
    );
    (0..10).for_each(|number| own += ready.counts(1, number).events);
    let keten = own as f64 / keten_time;
    let hand = by_hand as f64 / f64::from(asked.rounds) / hand_time;
    let mut figures = vec![
        Figure {
            what: "`chain`, events a second".to_owned(),
            measured: format!("{} million", in_millions(keten)),
            goal: "",
            reached: None,
        },
        Figure {
            what: "`chain` beside the bucket program by hand".to_owned(),
            measured: format!("{:.2} of its {} million", keten / hand, in_millions(hand)),
            goal: "≥ 0.5",
            reached: Some(keten >= 0.5 * hand),
        },
    ];
    let peers = of_peers(asked, "chain");
    let of = |name: &str| peers.iter().find(|(known, _)| known == name).map(|(_, speed)| *speed);
    for (name, times, goal) in [("SimPy", 150.0, "≥ 150 ×"), ("odem-rs", 3.0, "≥ 3 ×"), ("nexosim", 5.0, "≥ 5 ×")]
    {
        if let (Some(peer), Some(keten)) = (of(name), of("keten")) {
            figures.push(Figure {
                what: format!("`chain` beside {name}"),
                measured: format!("{:.1} ×", keten / peer),
                goal,
                reached: Some(keten >= times * peer),
            });
        }
    }
    if let (Some(peer), Some(hand)) = (of("SimPy"), of("by hand: calendar")) {
        figures.push(Figure {
            what: "bucket program by hand beside SimPy".to_owned(),
            measured: format!("{:.0} ×", hand / peer),
            goal: "≥ 250 ×",
            reached: Some(hand >= 250.0 * peer),
        });
    }
    Ok(figures)
}

fn of_mm1(asked: &Asked) -> Result<Vec<Figure>, String> {
    let ready = ready("mm1");
    let mut customers = 0_u64;
    let [keten_time, hand_time] = in_turn(
        asked.rounds,
        [&mut |round| drop(black_box(ready.measured(1 + round, 0))), &mut |round| {
            customers = black_box(mm1::run(1 + round, 1_000_000)).customers
        }],
    );
    let keten = ready.counts(1, 0).arrived as f64 / keten_time;
    let hand = customers as f64 / hand_time;
    let mut figures = vec![Figure {
        what: "`mm1` beside the two-clock loop by hand, customers a second".to_owned(),
        measured: format!("{} of {} million: {:.2}", in_millions(keten), in_millions(hand), keten / hand),
        goal: "≥ a third",
        reached: Some(keten >= hand / 3.0),
    }];
    let peers = of_peers(asked, "mm1");
    let keten = peers.iter().find(|(name, _)| name == "keten").map(|(_, speed)| *speed);
    let others = peers.iter().filter(|(name, _)| name != "keten" && !name.starts_with("by hand"));
    if let (Some(keten), Some((name, speed))) = (keten, others.max_by(|one, other| one.1.total_cmp(&other.1))) {
        figures.push(Figure {
            what: format!("`mm1` beside the fastest peer, {name}"),
            measured: format!("{:.2} ×", keten / speed),
            goal: "> 1 ×",
            reached: Some(keten > *speed),
        });
    }
    Ok(figures)
}

fn two_cores(asked: &Asked) -> Result<Vec<Figure>, String> {
    let ready = ready("chain");
    let keten = || ratio(asked.rounds, 40, |number| drop(black_box(ready.measured(1, number))));
    let hand = || {
        ratio(asked.rounds, 400, |number| {
            black_box(chain::run::<Calendar>(u64::from(number), true));
        })
    };
    let (keten, hand) = (keten(), hand());
    Ok(vec![Figure {
        what: "two cores on replications of `chain`, beside the program by hand".to_owned(),
        measured: format!("{keten:.2} × and {hand:.2} ×: {:.2}", keten / hand),
        goal: "≥ 0.97",
        reached: Some(keten >= 0.97 * hand),
    }])
}

fn many_pending(asked: &Asked) -> Result<Vec<Figure>, String> {
    let (thousand, million) = (ready("pending-1000"), ready("pending-million"));
    let rounds = asked.rounds;
    let [few, many, by_hand] = in_turn(
        rounds,
        [
            &mut |round| drop(black_box(thousand.measured(1 + round, 0))),
            &mut |round| drop(black_box(million.measured(1 + round, 0))),
            &mut |round| {
                black_box(pending::run(pending::MILLION, 1 + round));
            },
        ],
    );
    let few = few / thousand.counts(1, 0).events as f64;
    let many = many / million.counts(1, 0).events as f64;
    let by_hand = by_hand / pending::run(pending::MILLION, 1).events as f64;
    let nanoseconds = |seconds: f64| seconds * 1e9;
    Ok(vec![
        Figure {
            what: "10⁶ pending events beside the bucket program by hand".to_owned(),
            measured: format!(
                "{:.0} and {:.0} ns an event: {:.2} ×",
                nanoseconds(many),
                nanoseconds(by_hand),
                many / by_hand
            ),
            goal: "≤ 1.5 ×",
            reached: Some(many <= 1.5 * by_hand),
        },
        Figure {
            what: "10⁶ pending events beside 10³".to_owned(),
            measured: format!("{:.0} and {:.0} ns an event: {:.2} ×", nanoseconds(many), nanoseconds(few), many / few),
            goal: "≤ 1.5 ×",
            reached: Some(many <= 1.5 * few),
        },
    ])
}

fn of_wide(asked: &Asked) -> Result<Vec<Figure>, String> {
    // About a million and a half events each.
    let (small, large) = (Ready::of(&wide::line(5, 250_000)), Ready::of(&wide::line(500, 4_000)));
    let [of_small, of_large] = in_turn(
        asked.rounds,
        [&mut |round| drop(black_box(small.measured(1 + round, 0))), &mut |round| {
            drop(black_box(large.measured(1 + round, 0)))
        }],
    );
    let of_small = of_small / small.counts(1, 0).events as f64;
    let of_large = of_large / large.counts(1, 0).events as f64;
    Ok(vec![Figure {
        what: "an event of 500 stages in a line beside one of 5".to_owned(),
        measured: format!("{:.0} and {:.0} ns: {:.2} ×", of_large * 1e9, of_small * 1e9, of_large / of_small),
        goal: "≤ 1.3 ×",
        reached: Some(of_large <= 1.3 * of_small),
    }])
}

fn of_draw(asked: &Asked) -> Result<Vec<Figure>, String> {
    const NUMBER: u64 = 10_000_000;
    let draws = Draws::new(7, 3);
    let sampler = Sampler::new(&Distribution::Exponential { mean: 1.0 });
    let (stream, purpose) = (Stream::named("arrivals.residents"), Purpose::named("stages.intake.work"));
    let [seconds] = in_turn(
        asked.rounds,
        [&mut |round| {
            let draw =
                |ordinal| sampler.draw(draws.unit(ResidentKey::new(stream, round * NUMBER + ordinal), purpose, 1, 0));
            black_box((0..NUMBER).map(draw).fold(0_i64, i64::wrapping_add));
        }],
    );
    let each = seconds / NUMBER as f64 * 1e9;
    Ok(vec![Figure {
        what: "an addressed draw (exponential)".to_owned(),
        measured: format!("{each:.1} ns"),
        goal: "≤ 8 ns",
        reached: Some(each <= 8.0),
    }])
}

fn netherlands(asked: &Asked) -> Result<Vec<Figure>, String> {
    let arguments =
        ["run", "scenarios/textbook/netherlands.toml", "--replications", "1", "--threads", "1", "--seed", "1"];
    let (_, took) = run(&asked.keten, &arguments)?;
    Ok(vec![Figure {
        what: "`netherlands`, one replication".to_owned(),
        measured: format!(
            "{:.1} s of processor time ({:.1} s by the clock), {:.0} MB",
            took.processor, took.seconds, took.megabytes
        ),
        goal: "< 10 s, < 1 GB",
        reached: Some(took.processor < 10.0 && took.megabytes < 1000.0),
    }])
}

fn memory(asked: &Asked) -> Result<Vec<Figure>, String> {
    let arguments = ["run", "scenarios/textbook/chain.toml", "--replications", "1", "--threads", "1"];
    let (_, took) = run(&asked.keten, &arguments)?;
    Ok(vec![Figure {
        what: "memory of `chain`, the whole program, one replication".to_owned(),
        measured: format!("{:.1} MB", took.megabytes),
        goal: "≤ 10 MB",
        reached: Some(took.megabytes <= 10.0),
    }])
}

fn start(asked: &Asked) -> Result<Vec<Figure>, String> {
    let mut all = Vec::new();
    for _ in 0..asked.rounds.max(5) {
        all.push(run(&asked.keten, &["run", "scenarios/tutorial.toml"])?.1);
    }
    let of = |number: fn(&keten_benches::process::Took) -> f64| {
        median(&all.iter().map(number).collect::<Vec<f64>>()).unwrap_or(f64::NAN) * 1000.0
    };
    let (clock, processor) = (of(|took| took.seconds), of(|took| took.processor));
    Ok(vec![Figure {
        what: "start to first result of `tutorial`, all cores".to_owned(),
        measured: format!("{clock:.0} ms by the clock ({processor:.0} ms of processor time)"),
        goal: "≤ 50 ms",
        reached: Some(clock <= 50.0),
    }])
}

/// Replications after which a half-width is small enough, from that after so many.
fn needed(replications: f64, half_width: f64, wanted: f64) -> f64 {
    (replications * (half_width / wanted).powi(2)).max(2.0)
}

/// The waits of `chain` with what is wanted of them: name, stage, class, reference mean, deviation of a replication (as in
/// `comparison::CHAIN`), wanted half-width.
const WANTED: [(&str, &str, &str, f64, f64); 5] = [
    ("signalling", "signalling", "all", 0.0137, 0.01),
    ("intake", "intake", "all", 0.116, 0.02 * 1.513),
    ("curative", "curative", "all", 6.71, 0.02 * 13.44),
    ("crisis", "curative", "crisis", 0.00746, 0.01),
    ("aftercare", "aftercare", "all", 0.00048, 0.01),
];

fn precision(asked: &Asked) -> Result<Vec<Figure>, String> {
    const NUMBER: &str = "400";
    let mut figures = Vec::new();
    let mut best = f64::INFINITY;
    for (name, option) in [("plain", None), ("antithetic pairs", Some("--antithetic"))] {
        let mut arguments =
            vec!["run", "scenarios/textbook/chain.toml", "--replications", NUMBER, "--threads", "1", "--format", "csv"];
        arguments.extend(option);
        let (printed, took) = match run(&asked.keten, &arguments) {
            Ok(ran) => ran,
            Err(why) => {
                figures.push(not_measured(&format!("time to ± 2 % of `chain`, {name}"), &why));
                continue;
            }
        };
        let number = NUMBER.parse().unwrap_or(f64::NAN);
        let replications = |&(_, stage, class, _, wanted): &(&str, &str, &str, f64, f64)| {
            let start = format!("wait,{stage},{class},all,mean,");
            let line = printed.lines().find(|line| line.starts_with(&start))?;
            let half_width: f64 = line.split(',').nth(9)?.parse().ok()?;
            Some(needed(number, half_width, wanted))
        };
        let most = WANTED.iter().filter_map(replications).fold(0.0, f64::max);
        let seconds = most * took.processor / number;
        best = best.min(seconds);
        figures.push(Figure {
            what: format!("time to ± 2 % on the intake and curative waits of `chain` (± 0.01 day else), {name}"),
            measured: format!("{most:.0} replications, {seconds:.1} s"),
            goal: "",
            reached: None,
        });
    }
    let peers = of_peers(asked, "chain");
    let others = peers.iter().filter(|(name, _)| name != "keten" && !name.starts_with("by hand"));
    if let Some((name, speed)) = others.max_by(|one, other| one.1.total_cmp(&other.1)) {
        let most = WANTED
            .iter()
            .map(|(_, _, _, deviation, wanted)| needed(1.0, 1.96 * deviation, *wanted))
            .fold(0.0, f64::max);
        let seconds = most * 291_200.0 / speed;
        figures.push(Figure {
            what: format!("the same beside the fastest peer, {name} ({most:.0} replications, {seconds:.1} s)"),
            measured: format!("{:.2} of its time", best / seconds),
            goal: "≤ 0.25",
            reached: Some(best <= 0.25 * seconds),
        });
    }
    Ok(figures)
}

fn not_measured(what: &str, why: &str) -> Figure {
    Figure { what: what.to_owned(), measured: format!("not measured: {why}"), goal: "", reached: None }
}
