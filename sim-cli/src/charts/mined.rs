//! Pictures of what a log shows: the process map, what waits are spent on, and which traits matter.

use sim_core::lang::Lang;
use sim_mining::log::EventLog;
use sim_mining::mine::handovers::{Pair, Unit};
use sim_mining::mine::traits::{Finding, Outcome, Respect};
use sim_mining::mine::{by_begin, days, median};
use sim_report::chart::{
    ChainMap, Chart, EffectGroup, EffectRow, Effects, Form, MapArrow, MapKind, MapNode, Part, Piece, StackGroup,
    StackRow, Stacks, Tip, Verdict,
};
use sim_report::document::{Figure, Text};

use crate::commands::mine::Answer;
use crate::number::fixed;
use crate::output::mine_tidy::{group, who};
use crate::text::mine as words;
use crate::text::mined_charts as captions;

/// Most activities on the map, most bars, and most traits.
const MOST_NODES: usize = 14;
const MOST_BARS: usize = 12;
const MOST_TRAITS: usize = 16;
/// Most traits beside each other in one respect.
const MOST_OF_ONE: usize = 8;
/// An arrow is drawn when it is the busiest into or out of a box, or has at least this share of the busiest of all.
const LEAST_OF_BUSIEST: f64 = 0.05;
/// Most arrows on the map beyond the busiest of each box.
const MOST_ARROWS: usize = 20;

/// The pictures. One that would show nothing is left out.
pub(crate) fn charts(answer: &Answer, lang: Lang) -> Vec<Chart> {
    let footer = format!("{} · keten {}", answer.file, env!("CARGO_PKG_VERSION"));
    let charts =
        [Some(map(answer, lang)), waits(answer, lang), traits(answer, false, lang), traits(answer, true, lang)];
    charts
        .into_iter()
        .flatten()
        .map(|chart| Chart { subtitle: answer.file.clone(), footer: footer.clone(), ..chart })
        .collect()
}

fn figure(shown: String, value: f64) -> Figure {
    Figure { shown, values: vec![value], from: Vec::new() }
}

fn map(answer: &Answer, lang: Lang) -> Chart {
    let (log, map) = (&answer.log, &answer.mined.map);
    let mut order: Vec<usize> = (0..map.nodes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(map.nodes[at].cases), at));
    let mut shown: Vec<usize> = order.into_iter().take(MOST_NODES).collect();
    // In the order in which they usually come, so that what goes back is what seldom follows.
    let places = usual_places(log);
    shown.sort_by(|&one, &other| places[one].total_cmp(&places[other]).then(one.cmp(&other)));
    let place = |activity: u32| shown.iter().position(|&at| at == activity as usize);
    let node = |kind: MapKind, label: String, facts: Vec<(String, Text)>, flow: f64| MapNode {
        kind,
        label,
        phase: None,
        facts,
        flow,
        lost: None,
        inside: None,
    };
    let cases = log.cases.len() as f64;
    let number = |value: f64| fixed(value, 0, lang);
    let many = |value: f64| vec![(words::cases(lang).to_owned(), captions::so_many_cases(lang, &number(value)).into())];
    let mut nodes = vec![node(MapKind::Inflow, captions::begin(lang).to_owned(), many(cases), cases)];
    for &at in &shown {
        let found = &map.nodes[at];
        let waits: Vec<&Pair> = answer.mined.handovers.steps.iter().filter(|pair| pair.to as usize == at).collect();
        let mut facts: Vec<(String, Text)> = vec![(
            words::times(lang).to_owned(),
            Text::fill(
                captions::times_in_cases(lang),
                vec![
                    sim_report::document::Part::Figure(figure(number(found.count as f64), found.count as f64)),
                    sim_report::document::Part::Figure(figure(
                        format!("{} %", number(found.cases as f64 / cases * 100.0)),
                        found.cases as f64 / cases,
                    )),
                ],
            ),
        )];
        let (count, total) =
            waits.iter().fold((0, 0), |(count, total), pair| (count + pair.count, total + pair.causes.total()));
        // Of what nearly always comes first, a wait before it would be that of the few exceptions.
        if count * 2 >= found.count && count > 0 && !answer.hidden.is_few(found.cases) {
            let mean = days(total) / count as f64;
            let shown = figure(words::length(lang, mean), mean);
            let part = sim_report::document::Part::Figure(shown);
            facts.push((words::mean(lang).to_owned(), Text::fill(captions::waits_before(lang), vec![part])));
        }
        nodes.push(node(MapKind::Stage, log.activities.name(at as u32).to_owned(), facts, found.cases as f64));
    }
    let end = nodes.len();
    nodes.push(node(MapKind::End, captions::end(lang).to_owned(), many(cases), cases));
    let mut arrows: Vec<MapArrow> = Vec::new();
    for (position, &at) in shown.iter().enumerate() {
        let found = &map.nodes[at];
        arrows.push(MapArrow { from: 0, to: position + 1, flow: found.first as f64, source: None });
        arrows.push(MapArrow { from: position + 1, to: end, flow: found.last as f64, source: None });
    }
    arrows.extend(map.arcs.iter().filter(|arc| arc.from != arc.to).filter_map(|arc| {
        Some(MapArrow { from: place(arc.from)? + 1, to: place(arc.to)? + 1, flow: arc.count as f64, source: None })
    }));
    let (arrows, left_out) = busiest(arrows, nodes.len());
    let mut notes = vec![captions::map_note(lang).to_owned()];
    if map.nodes.len() > shown.len() {
        notes.push(captions::activities_left_out(lang, map.nodes.len() - shown.len()));
    }
    if left_out > 0 {
        notes.push(captions::arrows_left_out(lang, left_out));
    }
    Chart {
        name: "map".to_owned(),
        title: captions::map_title(lang).to_owned(),
        subtitle: String::new(),
        description: captions::map_description(lang).to_owned(),
        form: Form::Map(ChainMap {
            nodes,
            arrows,
            arrow_name: captions::arrow_name(lang).to_owned(),
            arrow_what: words::times(lang).to_owned(),
            back_name: captions::back_name(lang).to_owned(),
            lost_name: String::new(),
            folded: captions::folded(lang).to_owned(),
        }),
        notes,
        footer: String::new(),
        lang,
    }
}

/// How far into a case each activity is done for the first time, from 0 to 1: the median over cases.
fn usual_places(log: &EventLog) -> Vec<f64> {
    let mut places: Vec<Vec<f64>> = vec![Vec::new(); log.activities.len()];
    for case in &log.cases {
        let order = by_begin(log, case);
        let mut seen: Vec<u32> = Vec::new();
        for (place, at) in order.iter().enumerate() {
            let activity = log.instances[*at as usize].activity;
            if !seen.contains(&activity) {
                seen.push(activity);
                places[activity as usize].push(place as f64 / order.len() as f64);
            }
        }
    }
    places.iter_mut().map(|places| median(places).unwrap_or(1.0)).collect()
}

/// The arrows worth drawing: of each box the busiest in and the busiest out, and the busiest of all; and how many are left out.
fn busiest(mut arrows: Vec<MapArrow>, nodes: usize) -> (Vec<MapArrow>, usize) {
    arrows.retain(|arrow| arrow.flow > 0.0);
    arrows.sort_by(|one, other| other.flow.total_cmp(&one.flow).then((one.from, one.to).cmp(&(other.from, other.to))));
    let most = arrows.first().map_or(0.0, |arrow| arrow.flow);
    let (mut reached, mut left) = (vec![false; nodes], vec![false; nodes]);
    let all = arrows.len();
    let mut extra = 0;
    arrows.retain(|arrow| {
        let needed = !reached[arrow.to] || !left[arrow.from];
        (reached[arrow.to], left[arrow.from]) = (true, true);
        let busy = !needed && extra < MOST_ARROWS && arrow.flow >= LEAST_OF_BUSIEST * most;
        extra += usize::from(busy);
        needed || busy
    });
    let left_out = all - arrows.len();
    (arrows, left_out)
}

fn waits(answer: &Answer, lang: Lang) -> Option<Chart> {
    let found = &answer.mined.handovers;
    let shown = |pair: &&Pair| pair.causes.total() > 0 && !answer.hidden.is_few(pair.cases);
    let pairs: Vec<&Pair> = found.pairs.iter().filter(shown).take(MOST_BARS).collect();
    if pairs.is_empty() {
        return None;
    }
    let looks = [Part::LeftWaiting, Part::LostOnTheWay, Part::OtherEnd, Part::GoOn, Part::LeftDuring];
    let parts = words::causes(lang).into_iter().map(str::to_owned).zip(looks).collect();
    let row = |pair: &&Pair| {
        let label = format!("{} → {}", who(answer, pair.from), who(answer, pair.to));
        let pieces = pair.causes.each().into_iter().enumerate().map(|(part, time)| {
            let mean = days(time) / pair.count as f64;
            let tip = Tip {
                of: label.clone(),
                what: words::causes(lang)[part].to_owned(),
                figure: figure(words::length(lang, mean), mean),
            };
            Piece { part, size: mean, tip: Some(tip) }
        });
        // A part of less than half a percent is thinner than its border.
        let pieces = pieces.filter(|piece| piece.size * pair.count as f64 * 200.0 >= days(pair.causes.total()));
        StackRow { pieces: pieces.collect(), cell: captions::cell(lang, pair.count), label }
    };
    let rows = pairs.iter().map(row).collect();
    let head = captions::handovers(lang, found.unit == Unit::Group).to_owned();
    let group = StackGroup { head, column: words::times(lang).to_owned(), rows };
    let legend = if answer.mined.only_ends { words::causes_ends(lang) } else { words::causes_legend(lang) };
    Some(Chart {
        name: "handovers".to_owned(),
        title: captions::waits_title(lang).to_owned(),
        subtitle: String::new(),
        description: captions::waits_description(lang).to_owned(),
        form: Form::Stacks(Stacks { axis: captions::waits_axis(lang).to_owned(), parts, groups: vec![group] }),
        notes: vec![legend.to_owned()],
        footer: String::new(),
        lang,
    })
}

/// The traits, in respects of time or of shares. How long cases take stands always, the rest where it is more than chance.
fn traits(answer: &Answer, shares: bool, lang: Lang) -> Option<Chart> {
    let is_here = |finding: &&Finding| (finding.outcome.respect() == Respect::Share) == shares;
    let always = |finding: &Finding| finding.outcome.respect() < Respect::Step;
    let found: Vec<&Finding> = answer
        .mined
        .traits
        .findings
        .iter()
        .filter(is_here)
        .filter(|finding| finding.is_sure() || always(finding))
        .collect();
    let mut outcomes: Vec<Outcome> = Vec::new();
    for finding in &found {
        if !outcomes.contains(&finding.outcome) {
            outcomes.push(finding.outcome);
        }
    }
    let name = |activity: u32| answer.log.activities.name(activity).to_owned();
    let (mut groups, mut room): (Vec<EffectGroup>, usize) = (Vec::new(), MOST_TRAITS);
    for outcome in outcomes {
        let of = found.iter().filter(|finding| finding.outcome == outcome).take(room.min(MOST_OF_ONE));
        let rows: Vec<EffectRow> = of.map(|finding| effect(answer, finding, lang)).collect();
        room -= rows.len();
        if !rows.is_empty() {
            groups.push(EffectGroup { head: Some(captions::outcome(lang, outcome, &name)), rows });
        }
    }
    if groups.is_empty() {
        return None;
    }
    let respect = if shares { Respect::Share } else { Respect::Throughput };
    let verdicts = [Verdict::Better, Verdict::Worse, Verdict::CannotTell]
        .map(|verdict| (verdict, captions::verdict(lang, verdict, respect).to_owned()));
    let occurs = |verdict: Verdict| groups.iter().flat_map(|group| &group.rows).any(|row| row.verdict == verdict);
    let verdicts = verdicts.into_iter().filter(|(verdict, _)| occurs(*verdict)).collect();
    let [chart, title, description, axis] = match shares {
        false => {
            ["traits", captions::traits_title(lang), captions::traits_description(lang), captions::traits_axis(lang)]
        }
        true => {
            ["traits-ends", captions::ends_title(lang), captions::ends_description(lang), captions::ends_axis(lang)]
        }
    };
    Some(Chart {
        name: chart.to_owned(),
        title: title.to_owned(),
        subtitle: String::new(),
        description: description.to_owned(),
        form: Form::Effects(Effects {
            axis: axis.to_owned(),
            limits: None,
            before: None,
            interval: captions::interval(lang).to_owned(),
            verdicts,
            columns: captions::columns(lang).map(str::to_owned).to_vec(),
            groups,
        }),
        notes: vec![words::traits_legend(lang).to_owned()],
        footer: String::new(),
        lang,
    })
}

fn effect(answer: &Answer, finding: &Finding, lang: Lang) -> EffectRow {
    let name = words::group(lang, &answer.log.traits[finding.attribute].name, finding.group, &group(answer, finding));
    let verdict = match (finding.is_sure(), finding.difference < 0.0) {
        (false, _) => Verdict::CannotTell,
        (true, true) => Verdict::Better,
        (true, false) => Verdict::Worse,
    };
    let respect = finding.outcome.respect();
    let (scale, size) = match respect {
        Respect::Share => (100.0, words::points(lang, finding.difference.abs())),
        _ => (1.0, words::length(lang, finding.difference.abs())),
    };
    let shown = format!("{}{size}", if finding.difference < 0.0 { "−" } else { "+" });
    EffectRow {
        label: name,
        before: None,
        value: Some(finding.difference * scale),
        interval: Some((finding.interval.0 * scale, finding.interval.1 * scale)),
        verdict,
        cells: vec![figure(shown, finding.difference).into(), fixed(finding.cases.0 as f64, 0, lang).into()],
        word: captions::verdict(lang, verdict, respect).to_owned(),
    }
}
