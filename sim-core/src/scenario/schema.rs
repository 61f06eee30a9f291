//! The JSON Schema of the language, made from the grammar: completion and explanations in editors.
//!
//! Draft-07, which most editors know. The schema looks at form only; what depends on other parts of the file
//! (names, sums of shares, the chain) is for [`read`](super::read()).

use serde_json::{Map, Value as Json, json};

use super::grammar::{
    BELIEFS, DATED, DISTRIBUTIONS, Field, Kind, MAY_BE_ADDED, Need, RAMP, RANGE, TOP, Table, UNKNOWN, Value, Varies,
};

/// The JSON Schema of a scenario file.
pub fn schema() -> Json {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!("keten scenario"));
    if let Json::Object(top) = table(&TOP, Value::Time) {
        schema.extend(top);
    }
    as_in_the_file(&mut schema);
    let mut definitions = Map::new();
    for (name, value) in NAMED {
        definitions.insert(name.to_owned(), definition(value));
    }
    for (name, value) in UNKNOWN_VALUES {
        definitions.insert(name.to_owned(), unknown(value));
    }
    let mut schema = Json::Object(schema);
    let mut changes = Map::new();
    state_once(&mut schema, &mut changes);
    definitions.values_mut().for_each(|definition| state_once(definition, &mut changes));
    definitions.extend(changes);
    schema["definitions"] = Json::Object(definitions);
    schema
}

/// The same as text, a step of indentation one space: two would make a file of a megabyte.
pub fn schema_text() -> String {
    let pretty = format!("{:#}\n", schema());
    let narrow = |line: &str| {
        let text = line.trim_start();
        format!("{}{text}\n", " ".repeat((line.len() - text.len()) / 2))
    };
    pretty.lines().map(narrow).collect()
}

/// What an intervention adds is written as at the top of the file, and where residents go as at a stage.
fn as_in_the_file(schema: &mut Map<String, Json>) {
    let Some(properties) = schema.get_mut("properties") else { return };
    let Some(one) = properties.pointer_mut("/interventions/additionalProperties/properties") else { return };
    for table in MAY_BE_ADDED {
        one["add"]["properties"][table]["$ref"] = json!(format!("#/properties/{table}"));
    }
    one["reroute"]["items"]["properties"]["next"]["$ref"] =
        json!("#/properties/stages/additionalProperties/properties/next");
}

/// Lets the changes of a value over time, which are the same for every field that takes such a value, stand once.
fn state_once(schema: &mut Json, definitions: &mut Map<String, Json>) {
    match schema {
        Json::Object(fields) => {
            for (key, field) in fields.iter_mut() {
                let name = match key.as_str() {
                    "ramp"
                        if field["items"]["properties"].as_object().is_some_and(|all| !all.contains_key("value")) =>
                    {
                        Some("layers".to_owned())
                    }
                    "dated" | "ramp" => form_of(&field["items"]["properties"]["value"]),
                    _ => None,
                };
                match name {
                    Some(form) => {
                        let name = format!("{key}_{form}");
                        let stated = std::mem::replace(field, reference(&name));
                        definitions.entry(name).or_insert(stated);
                    }
                    None => state_once(field, definitions),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| state_once(item, definitions)),
        _ => {}
    }
}

/// A name for what a value takes, made of the definitions that it refers to; `None` where it takes something of its own.
fn form_of(value: &Json) -> Option<String> {
    if let Some(reference) = value["$ref"].as_str() {
        return reference.rsplit('/').next().map(str::to_owned);
    }
    let forms: Option<Vec<String>> = value["anyOf"].as_array()?.iter().map(form_of).collect();
    forms.map(|forms| forms.join("_or_"))
}

/// Values whose form stands once, under a name.
const NAMED: [(&str, Value); 24] = [
    ("workers", Value::Workers),
    ("number", Value::Number),
    ("share", Value::Share),
    ("share_or_rest", Value::ShareOrRest),
    ("factor", Value::Factor),
    ("time", Value::Time),
    ("work", Value::Work),
    ("term", Value::Term),
    ("rate", Value::Rate),
    ("productive_hours", Value::Hours),
    ("date", Value::Date),
    ("half_width", Value::HalfWidth),
    ("queue", Value::Queue),
    ("moment", Value::Moment),
    ("time_distribution", Value::TimeDistribution),
    ("work_distribution", Value::WorkDistribution),
    ("leaving", Value::Leaving),
    ("money", Value::Money),
    ("money_distribution", Value::MoneyDistribution),
    ("number_distribution", Value::NumberDistribution),
    ("growth", Value::Growth),
    ("price", Value::Price),
    ("hazard", Value::Hazard),
    ("places", Value::Places),
];

/// Quantities that may be unknown, with the name under which that form stands once.
const UNKNOWN_VALUES: [(&str, Value); 15] = [
    ("unknown_places", Value::Places),
    ("unknown_money", Value::Money),
    ("unknown_growth", Value::Growth),
    ("unknown_price", Value::Price),
    ("unknown_hazard", Value::Hazard),
    ("unknown_count", Value::Count),
    ("unknown_number", Value::Number),
    ("unknown_signed", Value::Signed),
    ("unknown_share", Value::Share),
    ("unknown_factor", Value::Factor),
    ("unknown_time", Value::Time),
    ("unknown_work", Value::Work),
    ("unknown_term", Value::Term),
    ("unknown_rate", Value::Rate),
    ("unknown_productive_hours", Value::Hours),
];

/// What is believed of an unknown quantity: a range, or a named distribution.
fn unknown(value: Value) -> Json {
    let beside = || {
        let [dated, ramp] = [&DATED, &RAMP].map(|entry| json!({ "type": "array", "items": table_of_any(entry) }));
        let note = ("note".to_owned(), json!({ "type": "string" }));
        Map::from_iter([note, ("dated".to_owned(), dated), ("ramp".to_owned(), ramp)])
    };
    let numbers = |names: &mut dyn Iterator<Item = &'static str>| {
        names.map(|name| (name.to_owned(), one(value))).collect::<Map<String, Json>>()
    };
    let mut range = beside();
    range.extend(numbers(&mut RANGE.into_iter()));
    let mut kinds = Map::new();
    for field in BELIEFS.fields {
        if let Kind::Table(of) = field.kind {
            let required: Vec<&str> = of.names().collect();
            let kind = json!({
                "description": format!("{} — {}", field.en, field.nl),
                "type": "object",
                "properties": numbers(&mut of.names()),
                "required": required,
                "additionalProperties": false,
            });
            kinds.insert(field.name.to_owned(), kind);
        }
    }
    let mut named = beside();
    let one_kind = json!({
        "type": "object", "properties": kinds, "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
    });
    named.insert(UNKNOWN.to_owned(), one_kind);
    json!({
        "description": format!("{} — {}", BELIEFS.en, BELIEFS.nl),
        "anyOf": [
            { "type": "object", "properties": range, "required": RANGE, "additionalProperties": false },
            { "type": "object", "properties": named, "required": [UNKNOWN], "additionalProperties": false },
        ],
    })
}

/// A table of which only the names of fields are known here.
fn table_of_any(of: &Table) -> Json {
    let names: Map<String, Json> = of.names().map(|name| (name.to_owned(), json!({}))).collect();
    let required = of.fields.iter().filter(|field| field.need == Need::Required).map(|field| field.name);
    json!({
        "type": "object", "properties": names, "required": required.collect::<Vec<_>>(), "additionalProperties": false,
    })
}

/// A value, or what is believed of it where it is a quantity; `amount` is what stands for times in a distribution.
fn or_unknown(known: Json, value: Value, amount: Value) -> Json {
    let value = match value {
        Value::Time => amount,
        Value::ShareOrRest => Value::Share,
        Value::Workers => Value::Count,
        other => other,
    };
    match UNKNOWN_VALUES.iter().find(|(_, quantity)| *quantity == value) {
        Some((name, _)) => json!({ "anyOf": [known, reference(name)] }),
        None => known,
    }
}

/// A number in text, and what may stand behind it.
fn quantity(behind: &str) -> Json {
    json!({ "type": "string", "pattern": format!("^\\s*\\+?[0-9]+([.,][0-9]+)?\\s*{behind}\\s*$") })
}

/// An amount with the sign of the euro in front, and what may stand behind it.
fn in_euro(behind: &str) -> Json {
    json!({ "type": "string", "pattern": format!("^\\s*€\\s*[0-9]+([.,][0-9]+)?\\s*{behind}\\s*$") })
}

fn definition(value: Value) -> Json {
    let plain = json!({ "type": "number", "minimum": 0 });
    let share = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let percentage = || quantity("(%|[A-Za-z]+)?");
    match value {
        Value::Text | Value::Name => json!({ "type": "string" }),
        Value::Wording => {
            let text = json!({ "type": "string" });
            let both = json!({ "type": "object", "properties": { "en": text, "nl": text }, "required": ["en", "nl"], "additionalProperties": false });
            json!({ "anyOf": [text, both] })
        }
        Value::Flag => json!({ "type": "boolean" }),
        Value::Count => json!({ "type": "integer", "minimum": 0 }),
        Value::Number => json!({ "anyOf": [plain, quantity("([A-Za-z]+)?")] }),
        Value::Signed => json!({ "type": "number" }),
        Value::Workers => json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "unlimited" }] }),
        Value::ClinicPlaces => {
            let places = json!({ "type": "integer", "minimum": 0 });
            json!({ "anyOf": [places, { "type": "array", "items": places, "minItems": 1 }] })
        }
        Value::Share => json!({ "anyOf": [share, percentage()] }),
        Value::ShareOrRest => json!({ "anyOf": [share, percentage(), { "const": "rest" }] }),
        Value::ShareOrCount => json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, share, percentage()] }),
        Value::Factor => json!({ "anyOf": [plain, percentage()] }),
        Value::Time | Value::Work => quantity("[A-Za-z]+"),
        Value::Term => quantity("[A-Za-z]+( +[A-Za-z]+)?"),
        Value::Rate => quantity("[Pp][Ee][Rr] +[A-Za-z]+"),
        Value::Hours => quantity("([A-Za-z]+ +)?[Pp][Ee][Rr] +[A-Za-z]+ +[Pp][Ee][Rr] +[A-Za-z]+"),
        Value::HalfWidth => quantity("(%|[A-Za-z]+)"),
        Value::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Value::Queue => json!({ "anyOf": [
            { "enum": ["first come", "earliest due"] },
            {
                "type": "object",
                "properties": { "priority": { "type": "array", "items": { "type": "string" }, "minItems": 1 } },
                "required": ["priority"],
                "additionalProperties": false,
            },
        ] }),
        Value::WhenFull => json!({ "anyOf": [{ "type": "string" }, table(&super::grammar::RETRY, Value::Time)] }),
        Value::Moment => json!({ "type": "string", "pattern": "^(arrive|(enter|start|finish|leave):.+)$" }),
        Value::Period => json!({ "anyOf": [{ "enum": ["month", "week"] }, reference("time")] }),
        Value::Closure => json!({ "anyOf": [reference("date"), table(&super::grammar::CLOSURE, Value::Time)] }),
        Value::OpeningHours => json!({ "type": "string", "pattern": "^\\s*[A-Za-z]+([-–][A-Za-z]+)?\\s+[0-9].*$" }),
        Value::TimeDistribution | Value::WorkDistribution | Value::MoneyDistribution | Value::NumberDistribution => {
            let amount = value.amount().unwrap_or(Value::Time);
            let amount = or_unknown(one(amount), amount, amount);
            json!({ "anyOf": [amount, distribution(value, false)] })
        }
        Value::AmountDistribution => {
            json!({ "anyOf": [one(Value::MoneyDistribution), one(Value::NumberDistribution)] })
        }
        Value::Amount => json!({ "anyOf": [one(Value::Money), one(Value::Number)] }),
        Value::Condition => json!({ "type": "string", "minLength": 1 }),
        Value::Leaving => distribution(value, true),
        Value::Money => json!({ "anyOf": [quantity("(€|[A-Za-z]+)"), in_euro("")] }),
        Value::Price => {
            let per = " +[Pp][Ee][Rr] +[A-Za-z]+( +[Pp][Ee][Rr] +[A-Za-z]+)?";
            json!({ "anyOf": [quantity(&format!("(€|[A-Za-z]+){per}")), in_euro(per)] })
        }
        Value::Growth => {
            json!({ "type": "string", "pattern": "^\\s*[-+−]?\\s*[0-9]+([.,][0-9]+)?\\s*(%|[A-Za-z]+)? *[Pp][Ee][Rr] +[A-Za-z]+\\s*$" })
        }
        Value::Hazard => quantity("(%|[A-Za-z]+)? *[Pp][Ee][Rr] +[A-Za-z]+"),
        Value::Places => {
            json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, quantity("[Pp][Ee][Rr] +[Ff][Tt][Ee]")] })
        }
        // Only in files of figures, which have no schema.
        Value::DateOrAlways => json!({ "anyOf": [reference("date"), { "enum": ["always"] }] }),
        Value::Paths => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        Value::Anything => json!({}),
        Value::Measured | Value::Quantity | Value::Tolerance => json!({}),
        Value::Choice | Value::List | Value::Table => json!({}),
    }
}

/// The table form of a distribution; with a reason where residents leave.
fn distribution(value: Value, with_reason: bool) -> Json {
    let amount = value.amount().unwrap_or(Value::Time);
    let mut properties = Map::new();
    for field in DISTRIBUTIONS.fields {
        if let Kind::Table(inner) = field.kind {
            properties.insert(field.name.to_owned(), table(inner, amount));
        }
    }
    let kinds: Vec<Json> = properties.keys().map(|name| json!({ "required": [name] })).collect();
    properties.insert("note".to_owned(), json!({ "type": "string" }));
    let same = if with_reason { Value::TimeDistribution } else { value };
    properties.insert("dated".to_owned(), dated(one(same)));
    properties.insert("ramp".to_owned(), ramps(None));
    let mut kinds = json!({ "type": "object", "oneOf": kinds });
    if with_reason {
        properties.insert("value".to_owned(), one(same));
        for name in RANGE {
            properties.insert(name.to_owned(), reference("time"));
        }
        properties.insert(UNKNOWN.to_owned(), json!({ "type": "object" }));
        properties.insert("reason".to_owned(), json!({ "type": "string" }));
        properties.insert("to".to_owned(), json!({ "type": "string" }));
        kinds = json!({ "type": "object", "required": ["reason"] });
    }
    if let Json::Object(kinds) = &mut kinds {
        kinds.insert("properties".to_owned(), Json::Object(properties));
        kinds.insert("additionalProperties".to_owned(), json!(false));
    }
    kinds
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn one(value: Value) -> Json {
    match NAMED.iter().find(|(_, named)| *named == value) {
        Some((name, _)) => reference(name),
        None => definition(value),
    }
}

/// The later values of a wrapper.
fn dated(value: Json) -> Json {
    json!({ "type": "array", "items": change(&DATED, Some(value)) })
}

/// The even changes of a wrapper: to another value, where there are values in between, or of a factor or addition.
fn ramps(value: Option<Json>) -> Json {
    json!({ "type": "array", "items": change(&RAMP, value) })
}

/// An entry of either, with one of the fields that say what changes.
fn change(of: &Table, value: Option<Json>) -> Json {
    let mut entry = table(of, Value::Time);
    let mut set = |name: &str, form: Json| {
        let description = entry["properties"][name]["description"].take();
        entry["properties"][name] = json!({ "description": description, "anyOf": [form] });
    };
    set("times", or_unknown(one(Value::Factor), Value::Factor, Value::Factor));
    set("plus", json!({ "type": ["number", "string", "object"] }));
    let mut one_of: Vec<&str> = vec!["value", "times", "plus"];
    match value {
        Some(value) => entry["properties"]["value"] = value,
        None => {
            one_of.remove(0);
            if let Some(properties) = entry["properties"].as_object_mut() {
                properties.remove("value");
            }
        }
    }
    entry["oneOf"] = one_of.into_iter().map(|name| json!({ "required": [name] })).collect();
    entry
}

/// A value or its wrapper.
fn wrapped(value: Json, varies: Varies) -> Json {
    wrapper(value, varies, Ramps::OfLayers)
}

/// What a ramp of a value may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ramps {
    /// Nothing: it is no quantity.
    None,
    /// A factor or an addition.
    OfLayers,
    /// That, or another value.
    ToValues,
}

fn wrapper(value: Json, varies: Varies, gradual: Ramps) -> Json {
    let mut properties = Map::new();
    properties.insert("value".to_owned(), value.clone());
    properties.insert("note".to_owned(), json!({ "type": "string" }));
    if varies > Varies::Never {
        properties.insert("dated".to_owned(), dated(value.clone()));
    }
    if varies > Varies::Never && gradual != Ramps::None {
        let to = (gradual == Ramps::ToValues).then(|| value.clone());
        properties.insert("ramp".to_owned(), ramps(to));
    }
    let wrapper = json!({
        "type": "object",
        "properties": properties,
        "required": ["value"],
        "additionalProperties": false,
    });
    json!({ "anyOf": [value, wrapper] })
}

/// `may` says whether a quantity may be unknown here.
fn kind(kind: &Kind, varies: Varies, amount: Value, may: bool) -> Json {
    let quantity = |known: Json, value: Value| if may { or_unknown(known, value, amount) } else { known };
    match kind {
        Kind::One(Value::Leaving) => reference("leaving"),
        Kind::One(Value::Time) => wrapped(quantity(one(amount), Value::Time), varies),
        Kind::One(Value::TimeDistribution) => wrapped(one(distribution_of(amount)), varies),
        Kind::One(value) => {
            let ramps = match (value.is_gradual(), value.is_quantity()) {
                (true, _) => Ramps::ToValues,
                (false, true) => Ramps::OfLayers,
                (false, false) => Ramps::None,
            };
            wrapper(quantity(one(*value), *value), varies, ramps)
        }
        Kind::Count(least, most) => {
            let count = json!({ "type": "integer", "minimum": least, "maximum": most });
            wrapped(quantity(count, Value::Count), varies)
        }
        Kind::Choice(words) => wrapped(json!({ "enum": words }), varies),
        Kind::List(Kind::Table(entry)) => json!({ "type": "array", "items": table(entry, amount) }),
        Kind::List(Kind::One(value)) => {
            let known = if *value == Value::Time { amount } else { *value };
            wrapped(json!({ "type": "array", "items": quantity(one(known), *value) }), varies)
        }
        Kind::List(entry) => json!({ "type": "array", "items": self::kind(entry, Varies::Never, amount, may) }),
        Kind::Table(inner) => table(inner, amount),
        Kind::OneOrTable(value, inner) => json!({ "anyOf": [one(*value), table(inner, amount)] }),
        Kind::Named(inner) => json!({ "type": "object", "additionalProperties": table(inner, amount) }),
        Kind::Each(entry) => {
            json!({ "type": "object", "additionalProperties": self::kind(entry, Varies::ByDate, amount, true) })
        }
        Kind::EachAxis => {
            let level = self::kind(&Kind::One(Value::ShareOrRest), Varies::ByDate, amount, true);
            json!({ "type": "object", "additionalProperties": { "type": "object", "additionalProperties": level, "minProperties": 1 } })
        }
    }
}

/// The distribution of such amounts.
fn distribution_of(amount: Value) -> Value {
    match amount {
        Value::Work => Value::WorkDistribution,
        Value::Money => Value::MoneyDistribution,
        Value::Number => Value::NumberDistribution,
        _ => Value::TimeDistribution,
    }
}

/// A field with its explanation and default.
fn property(field: &Field, amount: Value) -> Json {
    let mut property = Map::new();
    property.insert("description".to_owned(), json!(format!("{} — {}", field.en, field.nl)));
    if let Need::Default(default) = field.need {
        let default = match (default, amount) {
            // The lowest value of a distribution, in what it is a distribution of.
            ("0 days", Value::Work) => json!("0 hours"),
            ("0 days", Value::Money) => json!("0 euro"),
            ("0 days", Value::Number) => json!(0),
            _ => serde_json::from_str(default).unwrap_or_else(|_| json!(default)),
        };
        property.insert("default".to_owned(), default);
    }
    match kind(&field.kind, field.varies, amount, field.unknown) {
        // Beside a reference everything else is ignored, so it stands one level deeper.
        Json::Object(of) if of.contains_key("$ref") => {
            property.insert("allOf".to_owned(), json!([of]));
        }
        Json::Object(of) => {
            for (name, value) in of {
                property.entry(name).or_insert(value);
            }
        }
        _ => {}
    }
    Json::Object(property)
}

fn table(of: &Table, amount: Value) -> Json {
    let mut properties: Map<String, Json> =
        of.fields.iter().map(|field| (field.name.to_owned(), property(field, amount))).collect();
    if of.has_classes() {
        let by_class = of.fields.iter().filter(|field| field.varies == Varies::ByClass);
        let overrides: Map<String, Json> = by_class
            .map(|field| match field.kind {
                // The reason for leaving is given once, for everybody.
                Kind::One(Value::Leaving) => {
                    (field.name.to_owned(), wrapped(reference("time_distribution"), Varies::ByDate))
                }
                _ => (field.name.to_owned(), property(field, amount)),
            })
            .collect();
        let level = json!({ "type": "object", "properties": overrides, "additionalProperties": false });
        let description = "Other values for some classes: class.LEVEL.FIELD. — Andere waarden voor doelgroepen: class.DOELGROEP.VELD.";
        let class = json!({ "description": description, "type": "object", "additionalProperties": level });
        properties.insert("class".to_owned(), class);
    }
    let required: Vec<&str> =
        of.fields.iter().filter(|field| field.need == Need::Required).map(|field| field.name).collect();
    let mut schema = Map::new();
    schema.insert("description".to_owned(), json!(format!("{} — {}", of.en, of.nl)));
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Json::Object(properties));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    Json::Object(schema)
}
