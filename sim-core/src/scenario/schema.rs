//! The JSON Schema of the language, made from the grammar: completion and explanations in editors.
//!
//! Draft-07, which most editors know. The schema looks at form only; what depends on other parts of the file
//! (names, sums of shares, the chain) is for [`read`](super::read()).

use serde_json::{Map, Value as Json, json};

use super::grammar::{DATED, DISTRIBUTIONS, Field, Kind, Need, RAMP, TOP, Table, Value, Varies};

/// The JSON Schema of a scenario file.
pub fn schema() -> Json {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!("keten scenario"));
    if let Json::Object(top) = table(&TOP, Value::Time) {
        schema.extend(top);
    }
    let mut definitions = Map::new();
    for (name, value) in NAMED {
        definitions.insert(name.to_owned(), definition(value));
    }
    schema.insert("definitions".to_owned(), Json::Object(definitions));
    Json::Object(schema)
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
        Value::Moment => json!({ "type": "string", "pattern": "^(arrive|(enter|start|finish|leave):.+)$" }),
        Value::Period => json!({ "anyOf": [{ "enum": ["month", "week"] }, reference("time")] }),
        Value::Closure => json!({ "anyOf": [reference("date"), table(&super::grammar::CLOSURE, Value::Time)] }),
        Value::OpeningHours => json!({ "type": "string", "pattern": "^\\s*[A-Za-z]+([-–][A-Za-z]+)?\\s+[0-9].*$" }),
        Value::TimeDistribution | Value::WorkDistribution | Value::MoneyDistribution | Value::NumberDistribution => {
            json!({ "anyOf": [one(value.amount().unwrap_or(Value::Time)), distribution(value, false)] })
        }
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
    let mut kinds = json!({ "type": "object", "oneOf": kinds });
    if with_reason {
        properties.insert("value".to_owned(), one(same));
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
    let mut entry = table(&DATED, Value::Time);
    entry["properties"]["value"] = value;
    json!({ "type": "array", "items": entry })
}

/// The even changes of a wrapper.
fn ramps(value: Json) -> Json {
    let mut entry = table(&RAMP, Value::Time);
    entry["properties"]["value"] = value;
    json!({ "type": "array", "items": entry })
}

/// A value or its wrapper.
fn wrapped(value: Json, varies: Varies) -> Json {
    wrapper(value, varies, false)
}

fn wrapper(value: Json, varies: Varies, gradual: bool) -> Json {
    let mut properties = Map::new();
    properties.insert("value".to_owned(), value.clone());
    properties.insert("note".to_owned(), json!({ "type": "string" }));
    if varies > Varies::Never {
        properties.insert("dated".to_owned(), dated(value.clone()));
    }
    if varies > Varies::Never && gradual {
        properties.insert("ramp".to_owned(), ramps(value.clone()));
    }
    let wrapper = json!({
        "type": "object",
        "properties": properties,
        "required": ["value"],
        "additionalProperties": false,
    });
    json!({ "anyOf": [value, wrapper] })
}

fn kind(kind: &Kind, varies: Varies, amount: Value) -> Json {
    match kind {
        Kind::One(Value::Leaving) => reference("leaving"),
        Kind::One(Value::Time) => wrapped(one(amount), varies),
        Kind::One(Value::TimeDistribution) => wrapped(one(distribution_of(amount)), varies),
        Kind::One(value) => wrapper(one(*value), varies, value.is_gradual()),
        Kind::Count(least, most) => wrapped(json!({ "type": "integer", "minimum": least, "maximum": most }), varies),
        Kind::Choice(words) => wrapped(json!({ "enum": words }), varies),
        Kind::List(Kind::Table(entry)) => json!({ "type": "array", "items": table(entry, amount) }),
        Kind::List(Kind::One(Value::Time)) => wrapped(json!({ "type": "array", "items": one(amount) }), varies),
        Kind::List(Kind::One(value)) => wrapped(json!({ "type": "array", "items": one(*value) }), varies),
        Kind::List(entry) => json!({ "type": "array", "items": self::kind(entry, Varies::Never, amount) }),
        Kind::Table(inner) => table(inner, amount),
        Kind::Named(inner) => json!({ "type": "object", "additionalProperties": table(inner, amount) }),
        Kind::Each(entry) => {
            json!({ "type": "object", "additionalProperties": self::kind(entry, Varies::ByDate, amount) })
        }
        Kind::EachAxis => {
            let level = self::kind(&Kind::One(Value::ShareOrRest), Varies::ByDate, amount);
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
    match kind(&field.kind, field.varies, amount) {
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
