//! A document with one of everything, in both languages, and with text that would be markup if it were not escaped.

use sim_core::lang::Lang;
use sim_report::chart::{
    Chart, Form, Panel, PanelPoint, Panels, Part as Meaning, Piece, Spread, SpreadRow, StackGroup, StackRow, Stacks,
    Tip,
};
use sim_report::document::{Block, Column, Document, Fact, Figure, Part, Section, Table, Text};
use sim_report::number::fixed;

/// Text that must come out as it is.
pub(crate) const HOSTILE: &str = "<b onclick=\"go('x')\">R&D</b> \u{202E}https://example.org";

/// Names of the stages.
const STAGES: [&str; 5] = [
    "Intake",
    HOSTILE,
    "Stabilisation of income and spending by an agreed plan, with a label of 80 letters",
    "Plan",
    "Aftercare",
];

/// A document in each language.
pub(crate) fn documents() -> Vec<Document> {
    [Lang::Nl, Lang::En].map(document).to_vec()
}

fn figure(value: f64, shown: String, from: &str) -> Figure {
    Figure { shown, values: vec![value], from: vec![format!("measures.csv:{from}:all:all:mean:value")] }
}

fn days(value: f64, lang: Lang) -> Figure {
    figure(value, format!("{} {}", fixed(value, 1, lang), lang.pick("days", "dagen")), "wait:talk")
}

fn document(lang: Lang) -> Document {
    let answer = Text::fill(
        lang.pick("The median wait falls from {} to {}.", "De mediane wachttijd daalt van {} naar {}."),
        vec![Part::Figure(days(31.25, lang)), Part::Figure(days(12.125, lang))],
    );
    let worst = Text::fill(
        lang.pick("The worst bottleneck is {}.", "Het grootste knelpunt is {}."),
        vec![Part::Strong(HOSTILE.to_owned())],
    );
    let section = |id: &str, heading: &str, own_page, blocks| Section {
        id: id.to_owned(),
        heading: heading.to_owned(),
        own_page,
        blocks,
    };
    let fact = |id, name: &str, value: &str| Fact { id, name: name.to_owned(), value: value.into() };
    Document {
        title: lang.pick("A chain of debt help", "Een keten van schuldhulp").to_owned(),
        subtitle: lang
            .pick(
                "What do a day less of waiting and two more people do?",
                "Wat doen een dag minder wachten en twee mensen meer?",
            )
            .to_owned(),
        lang,
        date: Some((2026, 11, 22)),
        facts: vec![
            fact("scenario", lang.pick("Scenario", "Scenario"), "sample.toml"),
            fact("replications", lang.pick("Replications", "Herhalingen"), "40"),
            fact("version", lang.pick("Version", "Versie"), "0.1.0"),
        ],
        sections: vec![
            section(
                "answer",
                lang.pick("The answer", "Het antwoord"),
                true,
                vec![
                    Block::Answer(vec![answer, worst]),
                    Block::List(vec![Text::from("1 < 2"), Text::from(HOSTILE)]),
                    Block::Note(Text::from(
                        lang.pick("Chance and not knowing are kept apart.", "Toeval en niet-weten staan apart."),
                    )),
                ],
            ),
            section(
                "today",
                lang.pick("The chain today", "De keten nu"),
                true,
                vec![
                    Block::Chart(Box::new(chart("waits", spread(lang), lang))),
                    Block::Chart(Box::new(chart("queues", panels(lang), lang))),
                    Block::Heading(lang.pick("Where it ends", "Waar het eindigt").to_owned()),
                    Block::Chart(Box::new(chart("flow", stacks(lang), lang))),
                ],
            ),
            section("numbers", lang.pick("Numbers", "Getallen"), false, vec![Block::Table(table(lang))]),
        ],
    }
}

fn chart(name: &str, form: Form, lang: Lang) -> Chart {
    Chart {
        name: name.to_owned(),
        title: lang.pick(format!("What do {name} show?"), format!("Wat laten {name} zien?")),
        subtitle: "Sample".to_owned(),
        description: format!("Marks by stage. {HOSTILE}"),
        form,
        notes: vec![HOSTILE.to_owned()],
        footer: "sample.toml · seed 1 · 40 replications".to_owned(),
        lang,
    }
}

fn tip(of: &str, what: &str, value: f64, lang: Lang) -> Option<Tip> {
    Some(Tip { of: of.to_owned(), what: what.to_owned(), figure: days(value, lang) })
}

fn spread(lang: Lang) -> Form {
    let row = |(number, stage): (usize, &&str)| {
        let mean = 8.125 * (number + 1) as f64;
        SpreadRow {
            label: (*stage).to_owned(),
            low: Some(mean * 0.8),
            high: Some(mean * 2.0),
            mean: Some(mean),
            interval: Some((mean * 0.9, mean * 1.1)),
            cells: vec![fixed(mean, 1, lang).into()],
            low_tip: tip(stage, "P50", mean * 0.8, lang),
            high_tip: tip(stage, "P90", mean * 2.0, lang),
            mean_tip: tip(stage, lang.pick("mean", "gemiddelde"), mean, lang),
        }
    };
    Form::Spread(Spread {
        axis: lang.pick("wait (days)", "wachttijd (dagen)").to_owned(),
        low_name: Some("P50".to_owned()),
        high_name: Some("P90".to_owned()),
        mean_name: lang.pick("mean", "gemiddelde").to_owned(),
        reference: Some((28.0, "4 w".to_owned())),
        columns: vec![lang.pick("mean (days)", "gemiddeld (dagen)").to_owned()],
        rows: STAGES.iter().enumerate().map(row).collect(),
    })
}

fn panels(lang: Lang) -> Form {
    let panel = |(number, stage): (usize, &&str)| {
        let point = |month: usize| {
            let mean = 10.0 + ((month * (number + 2)) % 7) as f64;
            PanelPoint { days: (30.0 * month as f64, 30.0 * (month + 1) as f64), mean, band: (mean - 4.0, mean + 5.0) }
        };
        let points: Vec<PanelPoint> = (0..24).map(point).collect();
        let name = |month: usize| format!("{} {month}", lang.pick("month", "maand"));
        let span =
            |(month, point): (usize, &PanelPoint)| Some((point.days, tip(&name(month), stage, point.mean, lang)?));
        Panel { title: (*stage).to_owned(), spans: points.iter().enumerate().filter_map(span).collect(), points }
    };
    Form::Panels(Panels {
        axis: lang.pick("residents waiting", "wachtende inwoners").to_owned(),
        days: (0.0, 720.0),
        dates: vec![vec![(0.0, "2027".to_owned()), (365.0, "2028".to_owned())]],
        warm_up: None,
        line_name: lang.pick("mean", "gemiddelde").to_owned(),
        band_name: "95 %".to_owned(),
        panels: STAGES.iter().take(4).enumerate().map(panel).collect(),
    })
}

fn stacks(lang: Lang) -> Form {
    let parts = [
        (lang.pick("go on", "gaan verder"), Meaning::GoOn),
        (lang.pick("leave while waiting", "haken af tijdens wachten"), Meaning::LeftWaiting),
    ];
    let row = |(number, stage): (usize, &&str)| {
        let piece = |part: usize| {
            let size = if part == 0 { 400.5 - 70.0 * number as f64 } else { 2.5 };
            Piece { part, size, tip: tip(stage, parts[part].0, size, lang) }
        };
        StackRow { label: (*stage).to_owned(), pieces: vec![piece(0), piece(1)], cell: "400".to_owned() }
    };
    Form::Stacks(Stacks {
        axis: lang.pick("residents per year", "inwoners per jaar").to_owned(),
        parts: parts.iter().map(|(name, part)| ((*name).to_owned(), *part)).collect(),
        groups: vec![StackGroup {
            head: lang.pick("Per stage", "Per stap").to_owned(),
            column: lang.pick("join", "komen").to_owned(),
            rows: STAGES.iter().enumerate().map(row).collect(),
        }],
    })
}

fn table(lang: Lang) -> Table {
    let column = |head: &str, is_number| Column { head: head.to_owned(), is_number };
    let row = |stage: &&str| {
        let number = |value| Text::from(days(value, lang));
        vec![Text::from(*stage), Text::from(HOSTILE), number(1.5), number(2.5), number(3.5), number(-4.5)]
    };
    Table {
        name: "waits".to_owned(),
        caption: lang.pick("Waits by stage", "Wachttijd per stap").to_owned(),
        columns: vec![
            column(lang.pick("Stage", "Stap"), false),
            column(lang.pick("Remark", "Opmerking"), false),
            column("P50", true),
            column("P75", true),
            column("P90", true),
            column("P99", true),
        ],
        rows: STAGES.iter().map(row).collect(),
    }
}
