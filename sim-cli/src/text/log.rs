//! Words of `keten log`.

use std::path::Path;

use sim_core::lang::Lang;
use sim_mining::write::{Counts, Summary};

use super::with_number;

/// The name of the file asks for no form that there is.
pub(crate) fn unknown_form(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--output {path}: the name says what is written; end it in .xes, .csv, .jsonocel, .xmlocel or .parquet for a log (with .gz behind it to pack it), or in .bpmn for the chain"),
        format!("--output {path}: de naam zegt wat er wordt geschreven; laat die eindigen op .xes, .csv, .jsonocel, .xmlocel of .parquet voor een log (met .gz erachter om in te pakken), of op .bpmn voor de keten"),
    )
}

/// The program was built without Parquet.
#[cfg(not(feature = "parquet"))]
pub(crate) fn without_parquet(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--output {path}: this program was built without Parquet; build it with `cargo build --release --features parquet`, or write .csv"),
        format!("--output {path}: dit programma is gebouwd zonder Parquet; bouw het met `cargo build --release --features parquet`, of schrijf .csv"),
    )
}

/// A Parquet file is packed as it is.
#[cfg(feature = "parquet")]
pub(crate) fn packed_already(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(
        format!("--output {path}: a Parquet file is packed inside, and no reader takes it packed again; leave out .gz"),
        format!("--output {path}: een Parquet-bestand is vanbinnen al ingepakt, en geen lezer neemt het nog eens ingepakt; laat .gz weg"),
    )
}

/// Interrupted.
pub(crate) fn interrupted(lang: Lang, path: &Path) -> String {
    let path = path.display();
    lang.pick(format!("interrupted: {path} was not written"), format!("onderbroken: {path} is niet geschreven"))
}

/// Nothing is in the log.
pub(crate) fn nobody(lang: Lang) -> &'static str {
    lang.pick(
        "in the measured time nothing is done for anybody, so there is no log to write",
        "in de gemeten tijd wordt voor niemand iets gedaan, dus er is geen log om te schrijven",
    )
}

/// The line below the title.
pub(crate) fn head(lang: Lang, file: &str, seed: u64, replication: u32) -> String {
    lang.pick(
        format!("{file}   seed {seed}   replication {replication}"),
        format!("{file}   seed {seed}   herhaling {replication}"),
    )
}

/// What was written, apart from the counts.
pub(crate) fn written(lang: Lang, path: &Path, with_warm_up: bool, summary: &Summary) -> String {
    let (path, Summary { counts, ended, empty, without_moment, most }) = (path.display(), summary);
    let open = counts.cases - ended;
    let since = match with_warm_up {
        true => lang.pick("warm-up included", "inloop meegeteld"),
        false => lang.pick("who came in the measured time", "wie in de gemeten tijd kwam"),
    };
    let say = |en: &str, nl: &str, number: u64| with_number(lang, lang.pick(en, nl), number);
    let mut text = format!(
        "{path}: {since}; {}, {}; {}",
        say("{} [case has|cases have] ended", "{} [zaak is|zaken zijn] afgelopen", *ended),
        say("{} [is|are] open when the log ends", "{} [loopt|lopen] nog als het log eindigt", open),
        say("at most {} [was|were] open at a time", "er [liep|liepen] er hoogstens {} tegelijk", *most as u64),
    );
    if *empty > 0 {
        text.push_str(&say(
            "\nleft out: {} [case|cases] for which nothing has been done yet when the log ends",
            "\nweggelaten: {} [zaak waarvoor|zaken waarvoor] nog niets is gedaan als het log eindigt",
            *empty,
        ));
    }
    if *without_moment > 0 {
        text.push_str(&say(
            "\nleft out: {} [case that was|cases that were] there before and still [is|are] at the same when the log ends; since when is not known",
            "\nweggelaten: {} [zaak die er al was en nog steeds bij hetzelfde is|zaken die er al waren en nog steeds bij hetzelfde zijn] als het log eindigt; sinds wanneer is niet bekend",
            *without_moment,
        ));
    }
    text
}

/// The counts, as a reader of the file finds them.
pub(crate) fn counts(lang: Lang, counts: &Counts) -> String {
    let Counts { cases, events, objects, relations } = counts;
    let mut text =
        lang.pick(format!("cases {cases}, events {events}"), format!("zaken {cases}, gebeurtenissen {events}"));
    if let (Some(objects), Some(relations)) = (objects, relations) {
        text.push_str(&lang.pick(
            format!(", objects {objects}, relations {relations}"),
            format!(", objecten {objects}, relaties {relations}"),
        ));
    }
    text
}
