//! Texts of `keten chart`.

use std::path::Path;

use sim_core::lang::Lang;
use sim_report::chart::Chart;

/// The file to write has a name from which no kind of picture follows.
pub(crate) fn unknown_kind(lang: Lang, file: &Path) -> String {
    let file = file.display();
    lang.pick(
        format!("-o {file}: expected a name that ends in .svg or .png"),
        format!("-o {file}: verwacht een naam die eindigt op .svg of .png"),
    )
}

/// The pictures that there are: name and question.
pub(crate) fn list(charts: &[Chart]) -> String {
    let widest = charts.iter().map(|chart| chart.name.chars().count()).max().unwrap_or(0);
    let lines = charts.iter().map(|chart| format!("{:widest$}  {}", chart.name, chart.title));
    lines.collect::<Vec<_>>().join("\n")
}

/// These results have no picture of this name.
pub(crate) fn no_such_picture(lang: Lang, what: &str, charts: &[Chart]) -> String {
    if charts.is_empty() {
        return lang.pick(
            format!("--what {what}: these results have no pictures"),
            format!("--what {what}: deze uitkomsten hebben geen grafieken"),
        );
    }
    let known = list(charts).replace('\n', "\n  ");
    lang.pick(
        format!("--what {what}: these results have no such picture; they have\n  {known}"),
        format!("--what {what}: zo'n grafiek hebben deze uitkomsten niet; ze hebben\n  {known}"),
    )
}

/// A picture was written.
pub(crate) fn written(lang: Lang, file: &Path) -> String {
    lang.pick(format!("picture written to {}", file.display()), format!("grafiek geschreven naar {}", file.display()))
}
