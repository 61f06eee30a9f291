//! Help in Dutch: what stands beside every command and argument.
//!
//! The English texts are the doc comments of `args.rs`. The Dutch ones stand in one table here, by command and
//! argument; a test sees to it that neither is missing and none is left over.

use clap::{ArgAction, Command};

/// Texts by `command` or `command.argument`; `.argument` without a command is an argument of every command.
const DUTCH: &[(&str, &str)] = &[
    (
        "keten",
        "Reken een keten van doorverwijzingen door vanuit één bestand: wie waar wacht, wie uitvalt, en wat zou helpen.",
    ),
    (".lang", "Taal van het scherm (standaard: die van de computer)"),
    (".help", "Toon deze hulp"),
    (".version", "Toon de versie"),
    (".file", "Scenariobestand"),
    (".set", "Verander een parameter, zoals `--set teams.desk.workers=4`; mag vaker"),
    (".seed", "Toevalsgetal waar elke trekking van afhangt (`random` voor een nieuw)"),
    ("check", "Meld elke fout in scenariobestanden, en hoe lang het doorrekenen duurt"),
    ("check.files", "Scenariobestanden"),
    ("run", "Reken een scenario door en toon de uitkomsten"),
    (".replications", "Zoveel herhalingen (in plaats van wat het bestand zegt)"),
    (".likely", "Neem van elk onbekend getal de waarschijnlijke waarde, alsof die bekend is"),
    (
        ".precision",
        "Tot de halve breedte van een maat klein genoeg is, zoals `--precision \"wait:first_talk 5 %\"`; mag vaker",
    ),
    (
        ".antithetic",
        "Herhalingen in antithetische paren: de tweede van twee treft het gespiegelde toeval van de eerste",
    ),
    (".threads", "Aantal rekenkernen (standaard: alle); de uitkomsten hangen er niet van af"),
    (".out", "Schrijf een map met verantwoording en tabellen; `run` voegt grafieken toe"),
    (".force", "Vervang een map met uitkomsten die er al is"),
    (".keep", "Bewaar in deze map wat is doorgerekend, en reken niets twee keer door"),
    (
        ".csv_dialect",
        "Vorm van tabellen (CSV) op het scherm en in de map: voor programma's (`standard`), of zo dat een Nederlands rekenblad ze goed opent (`nl`)",
    ),
    ("run.format", "Wat er wordt getoond"),
    ("run.by", "Toon ook wachttijden per doelgroep (`class`) of per periode (`period`)"),
    (
        "compare",
        "Vergelijk scenario's, of een scenario met en zonder interventies, bij hetzelfde toeval; of een doorrekening met cijfers",
    ),
    ("compare.others", "Scenario's om met het eerste te vergelijken"),
    (
        "compare.with",
        "Vergelijk met hetzelfde scenario na een interventie, of meer tegelijk zoals `--with A+B`; mag vaker",
    ),
    ("compare.against", "Leg in plaats daarvan een doorrekening naast de cijfers in dit bestand"),
    ("compare.strict", "Eindig met code 1 als een cijfer niet klopt of niet wordt gemeten"),
    ("compare.format", "Wat er wordt getoond"),
    (
        "briefing",
        "Schrijf een briefing voor wie beslist, in gewone woorden met grafieken, van een scenario of van uitkomsten",
    ),
    ("briefing.file", "Scenariobestand; of de map die `--out` schreef, of de manifest.json daarin"),
    ("briefing.with", "Leg het scenario na een interventie ernaast, of na meer tegelijk zoals `--with A+B`; mag vaker"),
    (
        "briefing.output",
        "Bestand om te schrijven: .html (beide talen, die van het scherm eerst); .xlsx; .docx of .pptx; .typ, waarvan papier wordt gezet; .pdf als het programma daarmee is gebouwd",
    ),
    (
        "mine",
        "Laat zien wat een gebeurtenissenlog zegt: hoelang zaken duren, waar en waarop ze wachten, en welke kenmerken bij korte horen",
    ),
    ("mine.ends", "Activiteit die een zaak beëindigt, in plaats van wat wordt geraden; mag vaker"),
    ("mine.drop_out", "Activiteit waarmee een zaak eindigt door uitval, zoals intrekken; mag vaker"),
    ("mine.between", "Hoelang het duurt van het eind van een activiteit tot het begin van een andere"),
    (
        "mine.smallest",
        "Minste aantal zaken van een groep die wordt getoond: wat van minder bekend is kan mensen aanwijzen; 1 toont alles",
    ),
    ("mine.out", "Schrijf een map met tabellen, waaronder een van alle zaken, en grafieken"),
    ("mine.format", "Wat er wordt getoond: een tabel om te lezen, alles als JSON, of de tabel van zaken als CSV"),
    (".log", "Gebeurtenissenlog: XES, CSV, OCEL, of een tabel met een rij per zaak; ingepakt met gzip of niet"),
    (".case", "Kolom of kenmerk met de zaak"),
    (".activity", "Die met de activiteit"),
    (".start", "Die met het begin"),
    (".end", "Die met het eind, of het enige tijdstip"),
    (".scheduled", "Die met wanneer iets op de lijst kwam"),
    (".resource", "Die met wie het deed"),
    (".group", "Die met het team"),
    (".lifecycle", "Die met de stap in het verloop van een activiteit, zoals begin of eind"),
    (".separator", "Wat kolommen scheidt (`tab` voor een tab)"),
    (".dates", "Wat voorop staat in datums zoals 3/4/2024: de dag of de maand"),
    (".clock", "Klok van tijdstippen zonder tijdzone: `dutch`, `utc`, of zoals `+01:00` (standaard: dutch)"),
    (".object_type", "Welk soort object de zaak is, in een objectgericht log"),
    (".drop_duplicates", "Laat gebeurtenissen weg die in alles gelijk zijn aan een eerdere"),
    (".hash_key", "Bestand met een sleutel waarmee zaaknummers worden versleuteld, zodat niemand is aan te wijzen"),
    (".coarsen", "Rond elk tijdstip naar beneden af, op het uur of de dag"),
    (
        "briefing.template",
        "Vul deze .docx of .pptx, van uw eigen huisstijl, in plaats van een gewone: `{{answer}}`, `{{chart:map}}`, `{{table:stages}}` …",
    ),
    ("briefing.placeholders", "Som op waar een sjabloon bij naam om kan vragen, in deze uitkomsten"),
    ("chart", "Teken één grafiek van een scenario of van uitkomsten; zonder naam: noem de grafieken die er zijn"),
    ("chart.file", "Scenariobestand; of de map die `--out` schreef, of de manifest.json daarin"),
    ("chart.with", "Leg het scenario na een interventie ernaast, of na meer tegelijk zoals `--with A+B`; mag vaker"),
    (
        "chart.what",
        "Welke grafiek, zoals `map`; zonder naam worden de grafieken genoemd die er zijn, elk met de vraag waar ze op antwoordt",
    ),
    ("chart.output", "Bestand om te schrijven; de naam eindigt op .svg of .png"),
    ("sweep", "Reken een scenario door bij veel waarden van enkele parameters"),
    (
        "sweep.vary",
        "Varieer een parameter: `teams.desk.fte=2..6:1`, `\"stages.talk.work=1 uur..2 uur:30 minuten\"`, `teams.desk.fte=2,4,8`; mag vaker",
    ),
    (
        "sweep.sample",
        "Neem zoveel punten in plaats van alle combinaties: `lhs:200` (Latijnse hyperkubus) of `sobol:256`",
    ),
    ("sweep.measure", "Alleen deze maat, zoals `--measure wait:first_talk` of `wait:first_talk:p90`; mag vaker"),
    ("sweep.by", "Ook de maten van elke doelgroep (`class`)"),
    ("sweep.format", "Wat er wordt getoond"),
    (
        "bottlenecks",
        "Zoek de knelpunten die ertoe doen: elk wordt verlicht en gerangschikt naar wat dat oplevert; in rondes met `--rounds`",
    ),
    (
        "bottlenecks.objective",
        "Wat beter moet worden: `reach` (bereik), `success`, `wait` (wachten), of een maat zoals `wait:first_talk` (standaard: bereik als er inwoners in nood zijn, anders success)",
    ),
    ("bottlenecks.rounds", "Zoveel rondes: het beste wordt toegepast, en alles opnieuw gerangschikt"),
    ("bottlenecks.library", "Rangschik de interventies uit de bibliotheek in plaats van wat het programma zelf vindt"),
    ("bottlenecks.budget", "Wat interventies samen mogen kosten over de looptijd, zoals `--budget \"200000 euro\"`"),
    ("bottlenecks.legal", "Verlicht ook wettelijke termijnen"),
    ("bottlenecks.relief", "Hoe ver knelpunten worden verlicht"),
    ("bottlenecks.step", "Een kleine stap, die ernaast staat"),
    ("bottlenecks.top", "Hoeveel winnaars er precies worden bekeken"),
    ("bottlenecks.at_most", "Hoogstens zoveel herhalingen van één kandidaat in de race"),
    ("bottlenecks.fresh", "Verse herhalingen van de winnaars"),
    ("bottlenecks.format", "Wat er wordt getoond: alle rondes, of als CSV de plaats van alles in elke ronde"),
    ("reproduce", "Maak uitkomsten opnieuw uit de bestanden van hun map, en zeg of ze hetzelfde zijn"),
    (
        "reproduce.log",
        "Waar het log is waarvan dit de uitkomsten zijn (standaard: waar het was, in hun map, of ernaast)",
    ),
    ("reproduce.hash_key", "Bestand met de sleutel waarmee zaken zijn versleuteld, als dat zo is"),
    ("reproduce.manifest", "De manifest.json van een map met uitkomsten, of die map"),
    (
        "theory",
        "Vergelijk een doorrekening met de wachtrijtheorie waar die een formule heeft, en zeg waar en waarom niet",
    ),
    ("theory.format", "Wat er wordt getoond"),
    ("learn", "Leer een scenario van een gebeurtenissenlog, om te lezen, door te rekenen en te veranderen"),
    (
        "learn.latest",
        "Laat in een log van afgelopen zaken oudere minder tellen waar dat het eigen verleden van de log het best voorspelde: voor wat er komt, niet voor hoe het gaat",
    ),
    ("learn.output", "Schrijf naar dit bestand in plaats van naar het scherm"),
    (
        "score",
        "Zeg hoe ver een doorrekening van een echte log af is, naast wat toeval en het verleden alleen zouden geven",
    ),
    ("score.against", "De echte log: er worden zoveel zaken doorgerekend als die heeft, vanaf het eerste tijdstip"),
    (
        "score.train",
        "Een eerdere log, zoals waar het scenario van is geleerd: die zaken worden als maatstaf nog eens afgespeeld, en er wordt gezegd wat sindsdien is veranderd",
    ),
    ("score.cases", "Welke zaken worden doorgerekend, en hoe ver: zoals een log die zo is bijgehouden"),
    ("score.runs", "Hoe vaak het scenario wordt doorgerekend"),
    ("score.format", "Wat er wordt getoond"),
    ("show", "Teken de keten, of toon de parameters met hun bronnen"),
    ("show.parameters", "Toon elke parameter met waarde, bron en regel, in plaats van de keten te tekenen"),
    ("show.format", "Hoe: text, svg of mermaid voor de tekening; table, csv of json voor de parameters"),
    ("show.output", "Schrijf naar dit bestand in plaats van naar het scherm"),
    ("follow", "Vertel het verhaal van één inwoner, moment voor moment"),
    ("follow.resident", "Welke inwoner, geteld vanaf 1 in volgorde van aanmelding, inloop meegeteld"),
    ("follow.stream", "Tel alleen de inwoners van deze stroom aanmeldingen"),
    ("follow.replication", "In welke herhaling, geteld vanaf 1"),
    ("init", "Schrijf een scenario met uitleg om mee te beginnen"),
    ("init.file", "Bestand om te schrijven; `-` voor het scherm"),
    ("init.force", "Overschrijf een bestand dat er al is"),
    ("schema", "Toon het JSON-schema van scenariobestanden, voor aanvullen en controleren in editors"),
    ("completions", "Toon het bestand waarmee een shell opdrachten aanvult"),
    ("apply", "Schrijf het scenario met interventies toegepast"),
    ("apply.output", "Schrijf naar dit bestand in plaats van naar het scherm"),
    (".with", "Interventies, zoals `--with A+B`; meer daarvan worden samen genomen"),
    (
        ".interventions",
        "Bestand of map met interventies (standaard: de map `interventions` naast het scenario); mag vaker",
    ),
    ("interventions", "Toon de interventies die op een scenario kunnen worden toegepast, en waarom andere niet passen"),
    ("interventions.format", "Wat er wordt getoond"),
    ("completions.shell", "Welke shell"),
    ("man", "Schrijf de handleidingspagina's"),
    ("verify", "Beoordeel cases met een bekend antwoord op de scenario's waar ze op neerkomen"),
    ("verify.paths", "Cases (*.json), of mappen met cases"),
    ("verify.write", "Schrijf elke case als scenario, als MAP/ID.toml"),
    ("verify.known_gaps", "Bestand met de cases, één per regel, die de taal nog niet kan uitdrukken"),
    ("verify.replications_at_least", "Minstens zo veel herhalingen van elke case"),
    ("verify.seed", "Toevalsgetal waar elke trekking van afhangt"),
    ("verify.format", "Wat er wordt getoond"),
    ("log", "Schrijf het eventlog van één herhaling, of de keten voor een ander simulatieprogramma"),
    (
        "log.output",
        "Bestand om te schrijven; de naam zegt de vorm: .xes, .csv, .jsonocel, .xmlocel, met .gz erachter om in te pakken, of .bpmn",
    ),
    ("log.replication", "Welke herhaling, geteld vanaf 1"),
    ("log.with_warm_up", "Ook inwoners die tijdens de inloop komen"),
    ("log.names", "Stappen, uitstroom en teams met hun naam in het scenariobestand in plaats van hun titel"),
    ("man.output", "Map voor een pagina per opdracht; zonder map komt de hoofdpagina op het scherm"),
];

/// Names of values in Dutch.
const VALUES: &[(&str, &str)] = &[
    ("FILE", "BESTAND"),
    ("FIGURES", "CIJFERS"),
    ("DIR", "MAP"),
    ("NAME", "NAAM"),
    ("PATH=VALUE", "PAD=WAARDE"),
    ("MEASURE WIDTH", "MAAT BREEDTE"),
    ("CUT", "DEEL"),
    ("PATH", "PAD"),
    ("LOG", "LOGBESTAND"),
    ("COLUMN", "KOLOM"),
    ("SIGN", "TEKEN"),
    ("ORDER", "VOLGORDE"),
    ("CLOCK", "KLOK"),
    ("TYPE", "SOORT"),
    ("KEYFILE", "SLEUTELBESTAND"),
    ("UNIT", "EENHEID"),
    ("ACTIVITY", "ACTIVITEIT"),
    ("PATH=VALUES", "PAD=WAARDEN"),
    ("SAMPLE", "STEEKPROEF"),
    ("MEASURE", "MAAT"),
    ("MANIFEST", "VERANTWOORDING"),
    ("LANG", "TAAL"),
    ("FORMAT", "VORM"),
    ("FORM", "VORM"),
];

/// The command with its help in Dutch. What the reader of arguments itself says about a mistake stays English.
pub(crate) fn in_dutch(command: Command) -> Command {
    let mut command = translate(command, "keten");
    command.build();
    finish(command)
}

fn dutch(command: &str, argument: &str) -> Option<&'static str> {
    let find = |key: &str| DUTCH.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
    find(&format!("{command}.{argument}")).or_else(|| find(&format!(".{argument}")))
}

/// Texts beside commands and arguments.
fn translate(command: Command, name: &str) -> Command {
    let about = DUTCH.iter().find(|(key, _)| *key == name).map(|(_, text)| *text);
    let command = match about {
        Some(about) => command.about(about).long_about(None),
        None => command,
    };
    let subs: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(ArgAction::Help).display_order(1000))
        .arg(clap::Arg::new("version").short('V').long("version").action(ArgAction::Version).display_order(1001));
    let command = command.mut_args(|argument| {
        let mut text = dutch(name, argument.get_id().as_str()).unwrap_or_default().to_owned();
        if text.is_empty() {
            return argument;
        }
        let takes_value = !matches!(
            argument.get_action(),
            ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version | ArgAction::SetTrue
        );
        let default = argument.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        text.extend(default.filter(|_| takes_value).map(|value| format!(" [standaard: {value}]")));
        let possible = argument.get_possible_values();
        if takes_value && !possible.is_empty() {
            let names: Vec<&str> = possible.iter().map(|value| value.get_name()).collect();
            text.push_str(&format!(" [mogelijk: {}]", names.join(", ")));
        }
        let shown = argument.get_value_names().and_then(|names| names.first()).map(|name| name.to_string());
        let value = VALUES.iter().find(|(english, _)| Some(*english) == shown.as_deref()).map(|(_, dutch)| *dutch);
        let mut argument = argument.help(text).long_help(None);
        if takes_value {
            // These stand in the text above, in Dutch.
            argument = argument.hide_default_value(true).hide_possible_values(true);
        }
        match value {
            Some(value) => argument.value_name(value),
            None => argument,
        }
    });
    subs.iter().fold(command, |command, sub| command.mut_subcommand(sub, |child| translate(child, sub)))
}

/// Headings, and the words of the line of usage. Needs a command that is built: then it knows its full name.
fn finish(command: Command) -> Command {
    let subs: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut template = String::from("{about-with-newline}\nGebruik: {usage}\n");
    if !subs.is_empty() {
        template.push_str("\nOpdrachten:\n{subcommands}\n");
    }
    if command.get_positionals().next().is_some() {
        template.push_str("\nArgumenten:\n{positionals}\n");
    }
    template.push_str("\nOpties:\n{options}{after-help}");
    let mut command = command.subcommand_value_name("OPDRACHT").subcommand_help_heading("Opdrachten");
    let usage = command.render_usage().to_string();
    let usage =
        usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[OPTIES]").replace("[COMMAND]", "[OPDRACHT]");
    let command = command.override_usage(usage).help_template(template);
    subs.iter().fold(command, |command, sub| match sub.as_str() {
        "help" => command.mut_subcommand(sub, finish_help),
        _ => command.mut_subcommand(sub, finish),
    })
}

/// The command `help` comes with the reader of arguments; below it stand copies of the other commands.
fn finish_help(help: Command) -> Command {
    const ABOUT: &str = "Toon de hulp van een opdracht";
    help.about(ABOUT)
        .mut_subcommand("help", |help| help.about(ABOUT))
        .override_usage("keten help [OPDRACHT]")
        .help_template("{about-with-newline}\nGebruik: {usage}\n\nOpdrachten:\n{subcommands}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::args::Arguments;

    /// Every key that the command line asks for, each with the general key that would do as well.
    fn asked(command: &Command, name: &str) -> Vec<(String, String)> {
        let mut keys = vec![(name.to_owned(), name.to_owned())];
        for argument in command.get_arguments() {
            keys.push((format!("{name}.{}", argument.get_id()), format!(".{}", argument.get_id())));
        }
        keys.extend(command.get_subcommands().flat_map(|sub| asked(sub, sub.get_name())));
        keys
    }

    #[test]
    fn every_command_and_argument_has_a_dutch_text_and_none_is_left_over() {
        let mut asked = asked(&Arguments::command(), "keten");
        asked.extend(["help", "version"].map(|name| (format!("keten.{name}"), format!(".{name}"))));
        let known: BTreeSet<&str> = DUTCH.iter().map(|(key, _)| *key).collect();
        assert_eq!(known.len(), DUTCH.len(), "a key stands twice");
        let has = |key: &String| known.contains(key.as_str());
        let missing: Vec<_> = asked.iter().filter(|(own, general)| !has(own) && !has(general)).collect();
        assert!(missing.is_empty(), "without a Dutch text: {missing:?}");
        let needed: BTreeSet<&str> =
            asked.iter().map(|(own, general)| if has(own) { own.as_str() } else { general.as_str() }).collect();
        let superfluous: Vec<_> = known.difference(&needed).collect();
        assert!(superfluous.is_empty(), "a Dutch text for what does not exist: {superfluous:?}");
    }

    #[test]
    fn help_of_every_command_is_dutch() {
        let mut command = in_dutch(Arguments::command());
        let help = command.render_long_help().to_string();
        assert!(help.contains("Gebruik: keten [OPTIES] <OPDRACHT>"), "{help}");
        for sub in command.get_subcommands_mut() {
            let help = sub.render_long_help().to_string();
            for english in ["Usage", "Options", "Arguments", "default", "possible", "Print", "OPTIONS", "FILE"] {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
        }
    }
}
