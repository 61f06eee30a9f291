//! What a log shows, to read.

use sim_core::lang::Lang;
use sim_mining::mine::days;
use sim_mining::mine::ending::Fate;
use sim_mining::mine::handovers::Pair;
use sim_mining::mine::throughput::Throughput;
use sim_mining::mine::traits::{Finding, Respect, Skipped};
use sim_mining::mine::waits::Causes;
use sim_mining::privacy::written;

use super::mine_tidy::{group, week, who};
use super::screen::{finish, table};
use crate::commands::mine::Answer;
use crate::number::{ABSENT, fixed};
use crate::text::mine as words;

/// Most rows of a table.
const MOST: usize = 12;
/// Most variants that are written out, and most steps of one.
const MOST_VARIANTS: usize = 5;
const MOST_STEPS: usize = 12;
/// Most traits that are told of, for each outcome.
const MOST_TRAITS: usize = 8;

/// All of it.
pub(crate) fn tables(answer: &Answer, lang: Lang) -> String {
    let mut parts = vec![head(answer, lang), throughput_part(answer, lang)];
    parts.push(activities(answer, lang));
    parts.push(steps(answer, lang));
    parts.extend(handovers(answer, lang));
    parts.push(variants(answer, lang));
    parts.extend(resources(answer, lang));
    parts.push(traits(answer, lang));
    // Only pictures need spaces at which no line is broken.
    parts.join("\n\n").replace('\u{a0}', " ")
}

fn count(number: impl TryInto<u64>, lang: Lang) -> String {
    fixed(number.try_into().unwrap_or(u64::MAX) as f64, 0, lang)
}

fn percent(part: f64, whole: f64, lang: Lang) -> String {
    let digits = usize::from(part > 0.0 && part / whole < 0.01);
    if whole <= 0.0 { ABSENT.to_owned() } else { format!("{} %", fixed(part / whole * 100.0, digits, lang)) }
}

fn head(answer: &Answer, lang: Lang) -> String {
    let (log, mined) = (&answer.log, &answer.mined);
    let date = |moment| written(moment).split(' ').next().unwrap_or_default().to_owned();
    let fates = [Fate::Done, Fate::DroppedOut, Fate::Open].map(|fate| count(mined.ending.count(fate), lang));
    let mut lines = vec![words::period(lang, &date(mined.period.0), &date(mined.period.1))];
    lines.push(words::fates(lang, &fates));
    let names = |activities: &[u32]| -> Vec<String> {
        activities.iter().map(|&activity| format!("`{}`", log.activities.name(activity))).collect()
    };
    lines.push(words::ends(lang, mined.ending.by, &names(&mined.ending.ends), &names(&mined.ending.drop_outs)));
    let calendar = &mined.calendars.all;
    lines.push(words::calendar(
        lang,
        &words::week(lang, &week(calendar)),
        calendar.hours_a_week(),
        mined.calendars.holidays,
    ));
    if mined.only_ends {
        lines.push(words::only_ends(lang).to_owned());
    }
    if mined.calendars.dates_only > 0.0 {
        lines.push(words::dates_only(lang, &percent(mined.calendars.dates_only, 1.0, lang)));
    }
    lines.join("\n")
}

fn throughput_part(answer: &Answer, lang: Lang) -> String {
    let mined = &answer.mined;
    let mut parts = vec![words::throughput_head(lang).to_owned(), throughput(&mined.throughput, lang)];
    if let (Some(found), Some((from, to))) = (&mined.between, answer.request.between) {
        let name = |activity| answer.log.activities.name(activity);
        parts.push(words::between_head(lang, name(from), name(to)));
        parts.push(match answer.hidden.is_few(found.watched as u64) {
            true => format!("  {}", words::few_between(lang, answer.hidden.smallest)),
            false => throughput(found, lang),
        });
    }
    parts.join("\n")
}

fn throughput(found: &Throughput, lang: Lang) -> String {
    let length = |days: Option<f64>| days.map_or(ABSENT.to_owned(), |days| words::length(lang, days));
    let hours = |hours: Option<f64>| hours.map_or(ABSENT.to_owned(), |hours| words::hours(lang, hours));
    let (median, lower, upper) = found.curve.quantile_interval(0.5);
    let interval = format!("{}–{}", length(lower), length(upper));
    let mut lines = vec![
        words::any_end(lang, &length(median), &interval, &length(found.curve.quantile(0.9)), found.watched),
        words::of_done(lang, &length(found.mean()), &length(found.days_at(0.5)), &length(found.days_at(0.9))),
        words::of_done_working(lang, &hours(found.working_at(0.5)), &hours(found.working_at(0.9))),
    ];
    if found.otherwise > 0
        && let Some((_, shares)) = found.incidence.steps.last()
    {
        let share = |kind: usize| {
            let width = sim_mining::mine::survival::Z * found.incidence.variances[kind].sqrt();
            format!("{} ± {} %", fixed(shares[kind] * 100.0, 0, lang), fixed((width * 100.0).ceil(), 0, lang))
        };
        lines.push(words::in_the_end(lang, &share(0), &share(1)));
    }
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

fn activities(answer: &Answer, lang: Lang) -> String {
    let (log, mined) = (&answer.log, &answer.mined);
    let cases = log.cases.len() as f64;
    let mut order: Vec<usize> = (0..log.activities.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(mined.map.nodes[at].count), at));
    let mut table = table([
        words::activity(lang),
        words::times(lang),
        words::of_cases(lang),
        words::begins(lang),
        words::ends_with(lang),
        words::median_work(lang),
        words::again(lang),
    ]);
    for &at in order.iter().take(MOST) {
        let node = &mined.map.nodes[at];
        let again = mined.rework.0.iter().find(|rework| rework.activity as usize == at);
        table.add_row([
            log.activities.name(at as u32).to_owned(),
            count(node.count, lang),
            percent(node.cases as f64, cases, lang),
            count(node.first, lang),
            count(node.last, lang),
            node.work
                .filter(|_| !answer.hidden.is_few(node.cases))
                .map_or(ABSENT.to_owned(), |work| words::length(lang, work)),
            count(again.map_or(0, |rework| rework.times), lang),
        ]);
    }
    let more = more(order.len(), "activities.csv", lang);
    let rework = words::rework(lang, &count(mined.rework.1, lang), &percent(mined.rework.1 as f64, cases, lang));
    format!("{}\n{}{more}\n{rework}", words::activities_head(lang), finish(table))
}

fn more(found: usize, file: &str, lang: Lang) -> String {
    if found > MOST { format!("\n{}", words::more(lang, found - MOST, file)) } else { String::new() }
}

/// Headers of the five causes.
fn cause_heads(lang: Lang, first: &[&str]) -> Vec<String> {
    let causes = words::causes(lang);
    first.iter().map(|head| (*head).to_owned()).chain(causes.into_iter().map(str::to_owned)).collect()
}

fn shares(causes: &Causes, lang: Lang) -> Vec<String> {
    let total = causes.total() as f64;
    causes.each().iter().map(|part| percent(*part as f64, total, lang)).collect()
}

fn pair_row(from: &str, to: &str, pair: &Pair, lang: Lang) -> Vec<String> {
    let mut row = vec![
        format!("{from} → {to}"),
        count(pair.count, lang),
        words::length(lang, pair.median),
        words::length(lang, pair.mean()),
    ];
    row.extend(shares(&pair.causes, lang));
    row
}

fn steps(answer: &Answer, lang: Lang) -> String {
    let shown = answer.mined.handovers.steps.iter().filter(|pair| !answer.hidden.is_few(pair.cases));
    let found: Vec<&Pair> = shown.collect();
    let few = answer.mined.handovers.steps.len() - found.len();
    let mut table =
        table(cause_heads(lang, &[words::from_to(lang), words::times(lang), words::median(lang), words::mean(lang)]));
    let name = |activity: u32| answer.log.activities.name(activity);
    for pair in found.iter().take(MOST) {
        table.add_row(pair_row(name(pair.from), name(pair.to), pair, lang));
    }
    let more = more(found.len(), "steps.csv", lang);
    let legend = if answer.mined.only_ends { words::causes_ends(lang) } else { words::causes_legend(lang) };
    let few =
        if few > 0 { format!("\n{}", words::few_steps(lang, few, answer.hidden.smallest)) } else { String::new() };
    let listed = words::listed(lang, answer.mined.listed, answer.mined.waits.len());
    let listed = listed.map_or(String::new(), |listed| format!("\n{listed}"));
    format!("{}\n{}{more}{few}\n{legend}{listed}", words::steps_head(lang), finish(table))
}

fn handovers(answer: &Answer, lang: Lang) -> Option<String> {
    let found = &answer.mined.handovers;
    if found.unit == sim_mining::mine::handovers::Unit::Activity || found.pairs.is_empty() {
        return None;
    }
    let mut table =
        table(cause_heads(lang, &[words::from_to(lang), words::times(lang), words::median(lang), words::mean(lang)]));
    let shown: Vec<&Pair> = found.pairs.iter().filter(|pair| !answer.hidden.is_few(pair.cases)).collect();
    for pair in shown.iter().take(MOST) {
        table.add_row(pair_row(who(answer, pair.from), who(answer, pair.to), pair, lang));
    }
    let number: u64 = found.pairs.iter().map(|pair| pair.count).sum();
    let all = days(found.causes.total());
    let mut row = vec![
        words::all(lang).to_owned(),
        count(number, lang),
        String::new(),
        words::length(lang, all / number.max(1) as f64),
    ];
    row.extend(shares(&found.causes, lang));
    table.add_row(row);
    let more = more(shown.len(), "handovers.csv", lang);
    let mut lines = vec![format!("{}\n{}{more}", words::handovers_head(lang, found.unit), finish(table))];
    if answer.hidden.pairs > 0 {
        lines.push(words::few_pairs(lang, answer.hidden.pairs, answer.hidden.smallest));
    }
    if let Some(median) = sim_mining::mine::quantile(&found.pending, 0.5)
        .filter(|median| *median > 0.0 && !answer.hidden.is_few(found.pending.len() as u64))
    {
        lines.push(words::pending(lang, &count(found.pending.len(), lang), &words::length(lang, median)));
    }
    Some(lines.join("\n"))
}

fn variants(answer: &Answer, lang: Lang) -> String {
    let (log, found) = (&answer.log, &answer.mined.variants);
    let cases = log.cases.len() as f64;
    let mut lines = vec![words::variants_head(lang, &count(found.len(), lang))];
    for variant in found.iter().take(MOST_VARIANTS) {
        let names: Vec<&str> =
            variant.activities.iter().take(MOST_STEPS).map(|&activity| log.activities.name(activity)).collect();
        let rest = variant.activities.len().saturating_sub(MOST_STEPS);
        let rest = if rest > 0 { format!(" → … (+{rest})") } else { String::new() };
        let share = percent(variant.cases.len() as f64, cases, lang);
        lines.push(format!("  {share} ({}): {}{rest}", count(variant.cases.len(), lang), names.join(" → ")));
    }
    lines.join("\n")
}

fn resources(answer: &Answer, lang: Lang) -> Option<String> {
    let found = &answer.mined.workload;
    if found.is_empty() {
        return None;
    }
    let mut table = table([
        words::resource(lang),
        words::times(lang),
        words::cases(lang),
        words::worked(lang),
        words::duty(lang),
        words::busy(lang),
    ]);
    for work in found.iter().take(MOST) {
        let team = work.group.map(|group| format!(" ({})", answer.log.groups.name(group))).unwrap_or_default();
        table.add_row([
            format!("{}{team}", answer.log.resources.name(work.resource)),
            count(work.count, lang),
            count(work.cases, lang),
            work.worked.map_or(ABSENT.to_owned(), |worked| words::length(lang, worked)),
            work.duty.map_or(ABSENT.to_owned(), |hours| hours.to_string()),
            work.busy.map_or(ABSENT.to_owned(), |busy| percent(busy, 1.0, lang)),
        ]);
    }
    Some(format!(
        "{}\n{}{}",
        words::resources_head(lang, found.len()),
        finish(table),
        more(found.len(), "resources.csv", lang)
    ))
}

fn traits(answer: &Answer, lang: Lang) -> String {
    let found = &answer.mined.traits;
    let mut lines = vec![words::traits_head(lang).to_owned()];
    if answer.log.traits.is_empty() {
        lines.push(format!("  {}", words::no_traits(lang)));
        return lines.join("\n");
    }
    if let Some((from, to)) = answer.request.between {
        let name = |activity| answer.log.activities.name(activity);
        lines.push(format!("  {}", words::traits_between(lang, name(from), name(to))));
    }
    let all = found.findings.len();
    let sure = found.findings.iter().filter(|finding| finding.is_sure()).count();
    let mut groups: Vec<String> =
        found.findings.iter().map(|finding| format!("{} {:?}", finding.attribute, finding.group)).collect();
    groups.sort_unstable();
    groups.dedup();
    lines.push(format!(
        "  {}",
        words::compared(lang, &count(groups.len(), lang), &count(all, lang), &count(sure, lang))
    ));
    for respect in [Respect::Throughput, Respect::Handover, Respect::Step, Respect::Share] {
        let of = found.findings.iter().filter(|finding| finding.outcome.respect() == respect);
        let sure: Vec<&Finding> = of.filter(|finding| finding.is_sure()).collect();
        if sure.is_empty() {
            continue;
        }
        lines.push(format!("  {}", words::respect(lang, respect)));
        for finding in sure.iter().take(MOST_TRAITS) {
            lines.push(format!("  - {}", sentence(answer, finding, lang)));
        }
        if sure.len() > MOST_TRAITS {
            lines.push(format!("  {}", words::more(lang, sure.len() - MOST_TRAITS, "traits.csv")));
        }
    }
    let names = |why: Skipped| -> Vec<String> {
        let of = found.skipped.iter().filter(|(_, other)| *other == why);
        of.map(|(attribute, _)| format!("`{}`", answer.log.traits[*attribute].name)).collect()
    };
    for why in [Skipped::Moment, Skipped::Same, Skipped::Small] {
        let names = names(why);
        if !names.is_empty() {
            lines.push(format!("  {}", words::skipped(lang, why, &names, answer.hidden.smallest)));
        }
    }
    if found.hidden > 0 {
        lines.push(format!("  {}", words::hidden(lang, &count(found.hidden, lang), answer.hidden.smallest)));
    }
    lines.push(format!("  {}", words::traits_legend(lang)));
    lines.join("\n")
}

/// One finding in a sentence.
fn sentence(answer: &Answer, finding: &Finding, lang: Lang) -> String {
    let name = words::group(lang, &answer.log.traits[finding.attribute].name, finding.group, &group(answer, finding));
    let is_share = finding.outcome.respect() == Respect::Share;
    let size = |value: f64| match is_share {
        true => words::points(lang, value.abs()),
        false => words::length(lang, value.abs()),
    };
    let signed = |value: f64| format!("{}{}", if value < 0.0 { "−" } else { "" }, size(value));
    let mean = |value: f64| if is_share { words::percent(lang, value) } else { size(value) };
    let (lower, upper) = finding.interval;
    let bounds = match (is_share, finding.difference < 0.0) {
        (false, true) => (signed(-upper), signed(-lower)),
        _ => (signed(lower), signed(upper)),
    };
    let bounds = without_unit(bounds);
    let what = words::what(lang, finding.outcome, &|activity| answer.log.activities.name(activity).to_owned());
    let mut text = words::finding(
        lang,
        finding.outcome,
        &what,
        (&name, &count(finding.cases.0, lang)),
        finding.difference < 0.0,
        (&size(finding.difference), &bounds.0, &bounds.1),
        (&mean(finding.means.0), &mean(finding.means.1)),
    );
    if let Some(confounder) = &finding.confounder {
        let other = &answer.log.traits[confounder.attribute].name;
        let within = confounder.within.map(|(within, (lower, upper))| {
            let bounds = without_unit((signed(lower), signed(upper)));
            (signed(within), bounds.0, bounds.1)
        });
        text.push_str(&words::confounded(lang, other, within, finding.remains(), confounder.share));
    }
    text
}

/// Two bounds, the unit with the first only where it is another.
fn without_unit((least, most): (String, String)) -> (String, String) {
    let unit = |text: &str| text.split_once('\u{a0}').map(|(_, unit)| unit.to_owned());
    match unit(&least) == unit(&most) {
        true => (least.split('\u{a0}').next().unwrap_or_default().to_owned(), most),
        false => (least, most),
    }
}
