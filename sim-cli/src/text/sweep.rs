//! Texts of `keten sweep`.

use sim_core::lang::Lang;

use crate::number::fixed;
use crate::sweep::Wrong;

texts! {
    choose: "Give other measures with `--measure wait:STAGE`; `--format csv` and `--out` hold all of them.",
        "Kies andere maten met `--measure wait:STAP`; `--format csv` en `--out` bevatten ze allemaal.";
}

/// What is wrong with the values of a parameter.
pub(crate) fn wrong_values(lang: Lang, text: &str, wrong: Wrong) -> String {
    let why = match wrong {
        Wrong::NoValues => lang.pick(
            "write it as PATH=VALUES, such as `teams.desk.fte=2..6:1` or `teams.desk.fte=2,4,8`",
            "schrijf het als PAD=WAARDEN, zoals `teams.desk.fte=2..6:1` of `teams.desk.fte=2,4,8`",
        ),
        Wrong::NotANumber => lang.pick(
            "a range goes from a number with its unit to another, such as `10 %..50 %:10 %`; for anything else give the values one by one, such as `a,b,c`",
            "een bereik loopt van een getal met zijn eenheid naar een ander, zoals `10 %..50 %:10 %`; geef anders de waarden een voor een, zoals `a,b,c`",
        ),
        Wrong::Units => lang.pick(
            "begin, end and step need the same unit, such as `10 %..50 %:10 %` or `1 hour..3 hours:30 minutes`",
            "begin, eind en stap moeten dezelfde eenheid hebben, zoals `10 %..50 %:10 %` of `1 uur..3 uur:30 minuten`",
        ),
        Wrong::Step => lang.pick("the step must be more than 0", "de stap moet meer dan 0 zijn"),
        Wrong::Down => lang.pick(
            "the range goes down or nowhere; write the lowest value first",
            "het bereik loopt omlaag of nergens heen; schrijf de laagste waarde eerst",
        ),
        Wrong::Empty => lang.pick("a value in the list is empty", "een waarde in de lijst is leeg"),
    };
    format!("--vary {text}: {why}")
}

/// A range without a step.
pub(crate) fn needs_step(lang: Lang, path: &str) -> String {
    lang.pick(
        format!("--vary {path}: give the range a step, such as `2..6:1`, or take points in it with `--sample lhs:100`"),
        format!("--vary {path}: geef het bereik een stap, zoals `2..6:1`, of neem er punten in met `--sample lhs:100`"),
    )
}

/// Varied twice.
pub(crate) fn varied_twice(lang: Lang, path: &str) -> String {
    lang.pick(
        format!("--vary {path}: stands twice; give all its values at once"),
        format!("--vary {path}: staat er twee keer; geef alle waarden in een keer"),
    )
}

/// The same in all cells.
pub(crate) fn shared(lang: Lang, path: &str) -> String {
    lang.pick(
        format!("--vary {path}: all cells share it, so that they differ only in what is varied; set it for all with --{path} or --set"),
        format!("--vary {path}: is voor alle cellen gelijk, zodat ze alleen verschillen in wat varieert; stel het voor alle in met --{path} of --set"),
    )
}

/// More combinations than can be simulated.
pub(crate) fn too_many_cells(lang: Lang, cells: f64, most: u32) -> String {
    let (cells, most) = (number(cells, lang), fixed(f64::from(most), 0, lang));
    lang.pick(
        format!("all combinations would be {cells} cells, and at most {most} can be simulated; take a sample of them with `--sample lhs:200` or `--sample sobol:256`, or larger steps"),
        format!("alle combinaties samen zijn {cells} cellen, en hoogstens {most} kunnen worden doorgerekend; neem er een steekproef uit met `--sample lhs:200` of `--sample sobol:256`, of grotere stappen"),
    )
}

/// More points than can be simulated.
pub(crate) fn too_many_points(lang: Lang, points: u32, most: u32) -> String {
    let (points, most) = (fixed(f64::from(points), 0, lang), fixed(f64::from(most), 0, lang));
    lang.pick(
        format!("--sample: {points} cells, and at most {most} can be simulated; take fewer"),
        format!("--sample: {points} cellen, en hoogstens {most} kunnen worden doorgerekend; neem er minder"),
    )
}

/// More dimensions than Sobol points are given in.
pub(crate) fn too_many_dimensions(lang: Lang, dimensions: usize, most: usize) -> String {
    lang.pick(
        format!("--sample sobol: {dimensions} parameters, and Sobol points are known for at most {most}; use `lhs`"),
        format!(
            "--sample sobol: {dimensions} parameters, en Sobol-punten zijn er voor hoogstens {most}; gebruik `lhs`"
        ),
    )
}

/// More values than fit in memory.
pub(crate) fn too_many_values(lang: Lang, values: usize, cells: usize, most: usize) -> String {
    let shown = |number: usize| fixed(number as f64, 0, lang);
    let (values, cells, most) = (shown(values), shown(cells), shown(most));
    lang.pick(
        format!("the table of {cells} cells would have {values} rows, and at most {most} are held; choose measures with `--measure wait:STAGE`, or take fewer cells with `--sample lhs:200`"),
        format!("de tabel van {cells} cellen zou {values} rijen hebben, en hoogstens {most} worden bewaard; kies maten met `--measure wait:STAP`, of neem minder cellen met `--sample lhs:200`"),
    )
}

/// More events than can be simulated.
pub(crate) fn too_many_events(lang: Lang, events: f64, cells: usize, replications: u32, most: f64) -> String {
    let (events, most) = (number(events, lang), number(most, lang));
    let cells = fixed(cells as f64, 0, lang);
    lang.pick(
        format!("{cells} cells of {replications} replications would have about {events} events, and at most {most} can be simulated; take fewer cells with `--sample lhs:200`, or fewer `--replications`"),
        format!("{cells} cellen van {replications} herhalingen zouden ongeveer {events} gebeurtenissen hebben, en hoogstens {most} kunnen worden doorgerekend; neem minder cellen met `--sample lhs:200`, of minder `--replications`"),
    )
}

/// Not a sample.
pub(crate) fn not_a_sample(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("--sample {found}: give `lhs:N` or `sobol:N`, with N the number of cells"),
        format!("--sample {found}: geef `lhs:N` of `sobol:N`, met N het aantal cellen"),
    )
}

/// No such measure.
pub(crate) fn no_measure(lang: Lang, found: &str, known: &[String]) -> String {
    let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    lang.pick(
        format!("--measure {found}: there is no such measure; known are for instance {known}"),
        format!("--measure {found}: die maat bestaat niet; bekend zijn bijvoorbeeld {known}"),
    )
}

/// A cell by number and values.
pub(crate) fn cell(lang: Lang, number: usize, values: &str) -> String {
    lang.pick(format!("cell {number} ({values})"), format!("cel {number} ({values})"))
}

/// A cell whose values cannot be used.
pub(crate) fn cell_refused(lang: Lang, cell: &str, errors: usize, cells: usize) -> String {
    let others = match cells {
        0 | 1 => String::new(),
        2 => lang.pick("; so has 1 other cell", "; 1 andere cel ook").to_owned(),
        more => {
            let more = more - 1;
            lang.pick(format!("; so have {more} other cells"), format!("; {more} andere cellen ook"))
        }
    };
    let s = if errors == 1 { "" } else { "s" };
    lang.pick(
        format!("{cell} has {errors} error{s} and cannot be simulated{others}"),
        match errors {
            1 => format!("{cell} heeft 1 fout en kan niet worden doorgerekend{others}"),
            _ => format!("{cell} heeft {errors} fouten en kan niet worden doorgerekend{others}"),
        },
    )
}

/// How many cells there are, and that luck is the same in all.
pub(crate) fn cells(lang: Lang, cells: usize) -> String {
    let number = fixed(cells as f64, 0, lang);
    match cells {
        1 => lang.pick("1 cell".to_owned(), "1 cel".to_owned()),
        _ => lang.pick(
            format!("{number} cells, all with the same residents and the same luck"),
            format!("{number} cellen, alle met dezelfde inwoners en hetzelfde toeval"),
        ),
    }
}

/// Cells that the screen has no room for.
pub(crate) fn more_cells(lang: Lang, more: usize) -> String {
    let more = fixed(more as f64, 0, lang);
    lang.pick(
        format!("and {more} cells more: `--format csv` and `--out` hold all of them."),
        format!("en nog {more} cellen: `--format csv` en `--out` bevatten ze allemaal."),
    )
}

/// Measures that the screen has no room for.
pub(crate) fn more_measures(lang: Lang, more: usize) -> String {
    lang.pick(
        format!("and {more} measures more: `--format csv` and `--out` hold all of them."),
        format!("en nog {more} maten: `--format csv` en `--out` bevatten ze allemaal."),
    )
}

/// After Ctrl-C.
pub(crate) fn interrupted(lang: Lang, whole: usize, all: usize, kept: bool) -> String {
    let done = lang.pick(
        format!("interrupted: {whole} of {all} cells are done"),
        format!("onderbroken: {whole} van {all} cellen zijn klaar"),
    );
    let further = match kept {
        true => lang
            .pick("the same command goes on where this one stopped", "dezelfde opdracht gaat verder waar deze ophield"),
        false => lang.pick(
            "with --keep or --out the same command would go on where it stopped",
            "met --keep of --out zou dezelfde opdracht verdergaan waar ze ophield",
        ),
    };
    format!("{done}; {further}")
}

/// A large number in full, as far as that can be read.
fn number(value: f64, lang: Lang) -> String {
    if value < 1e15 { fixed(value, 0, lang) } else { lang.pick("more than 1e15", "meer dan 1e15").to_owned() }
}
