//! What was asked, so that it can be asked again from the folder of results alone.

use std::path::Path;

use serde_json::{Value, json};
use sim_core::lang::Lang;

use super::dialect::Dialect;
use crate::args::SimulationArguments;

/// The command of some results: its arguments, and which file of the folder each file named in them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The verb and its arguments, as they are typed, without the folder of results and threads.
    pub(crate) arguments: Vec<String>,
    /// Files as named in the arguments, each with its name in the folder.
    pub(crate) files: Vec<(String, String)>,
}

impl Asked {
    /// A verb that is asked for a scenario.
    pub(crate) fn of(verb: &str, scenario: &Path) -> Asked {
        let name = scenario.file_name().unwrap_or(scenario.as_os_str()).to_string_lossy().into_owned();
        let files = vec![(name.clone(), "scenario.toml".to_owned())];
        Asked { arguments: vec![verb.to_owned(), name], files }
    }

    /// With an option more.
    pub(crate) fn with(mut self, option: &str, value: &str) -> Asked {
        // In one, so that a value may begin with a dash.
        self.arguments.push(format!("{option}={value}"));
        self
    }

    /// With a flag more, where it is set.
    pub(crate) fn flag(mut self, flag: &str, is_set: bool) -> Asked {
        self.arguments.extend(is_set.then(|| flag.to_owned()));
        self
    }

    /// With an option that names a file; it lies in the folder under this name.
    pub(crate) fn with_file(mut self, option: &str, in_folder: &str) -> Asked {
        // Of its own, so that it never is the name of the scenario.
        let name = format!("beside/{in_folder}");
        self.files.push((name.clone(), in_folder.to_owned()));
        self.with(option, &name)
    }

    /// With a further scenario, which lies in the folder under this name.
    ///
    /// * `number` – which of them, so that two may have one name
    pub(crate) fn with_scenario(mut self, number: usize, file: &str, in_folder: &str) -> Asked {
        let name = format!("other-{number}/{file}");
        self.files.push((name.clone(), in_folder.to_owned()));
        self.arguments.push(name);
        self
    }

    /// With everything that decides what is simulated.
    ///
    /// * `seed` – the one that was used
    pub(crate) fn simulation(self, arguments: &SimulationArguments, seed: u64) -> Asked {
        let asked = arguments.scenario.set.iter().fold(self, |asked, change| asked.with("--set", change));
        let asked = asked.with("--seed", &seed.to_string());
        let asked = match arguments.replications {
            Some(number) => asked.with("--replications", &number.to_string()),
            None => asked,
        };
        let asked = arguments.precision.iter().fold(asked, |asked, wanted| asked.with("--precision", wanted));
        let asked = asked.flag("--likely", arguments.likely).flag("--antithetic", arguments.antithetic);
        asked.dialect(arguments.making.csv_dialect)
    }

    /// With the form of its tables, where that is not the standard one.
    pub(crate) fn dialect(self, dialect: Dialect) -> Asked {
        dialect.option().into_iter().fold(self, |asked, (option, value)| asked.with(option, value))
    }

    /// As it stands in a manifest.
    pub(crate) fn json(&self, lang: Lang) -> Value {
        let files: serde_json::Map<String, Value> =
            self.files.iter().map(|(name, in_folder)| (name.clone(), in_folder.as_str().into())).collect();
        json!({ "arguments": self.arguments, "files": files, "lang": lang.pick("en", "nl") })
    }

    /// From a manifest, with the language of the texts in its files; `None` where it is not all there.
    pub(crate) fn from_json(command: &Value) -> Option<(Asked, Lang)> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let arguments = command["arguments"].as_array()?.iter().map(text).collect::<Option<Vec<String>>>()?;
        let files = command["files"].as_object()?.iter();
        let files = files.map(|(name, file)| Some((name.clone(), text(file)?))).collect::<Option<Vec<_>>>()?;
        let lang = match command["lang"].as_str()? {
            "en" => Lang::En,
            "nl" => Lang::Nl,
            _ => return None,
        };
        Some((Asked { arguments, files }, lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_comes_back_from_the_manifest() {
        let asked = Asked::of("compare", Path::new("some/where/a.toml")).with_file("--against", "figures.toml");
        let asked = asked.with("--set", "a.b=-1").flag("--likely", true).flag("--antithetic", false);
        assert_eq!(asked.arguments, ["compare", "a.toml", "--against=beside/figures.toml", "--set=a.b=-1", "--likely"]);
        assert_eq!(Asked::from_json(&asked.json(Lang::Nl)), Some((asked, Lang::Nl)));
        assert_eq!(Asked::from_json(&json!({ "arguments": ["run"] })), None);
    }
}
