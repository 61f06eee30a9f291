//! Tests of the core by kind. The first to read is [`hand_worked`]: five residents whose times were worked out on paper.
//!
//! | file | shows |
//! | --- | --- |
//! | `hand_worked.rs` | a chain small enough to follow with a pencil |
//! | `rules.rs` | rules of the model one at a time, most of them left behind by a bug that broke them |
//! | `room.rs` | limited room: blocking, kept workers, trying again, displacement, deadlock |
//! | `room_and_places.rs` | the same together with places, people kept free and missed appointments |
//! | `room_beside.rs` | limited room of stages side by side |
//! | `room_laws.rs` | the same in every chain, and against queueing theory |
//! | `bottlenecks.rs` | what relieving a stage brings, against queueing theory, in rounds |
//! | `laws.rs` | what holds in every chain, on random small ones (`PROPTEST_CASES=2000` for a long search) |
//! | `theory.rs` | textbook models against closed forms, in standard errors |
//! | `determinism.rs` | threads, order of lines and unconnected parts change nothing |
//! | `fingerprints.rs` | every scenario of the repository against checked-in hashes |
//! | `caseload.rs` | places, becoming another class, missed appointments, what is kept free: on paper, laws, closed forms |
//! | `unchanged.rs` | pairs of chains that differ only downstream, and rewritings that must change nothing |
//! | `filled_start.rs` | residents who are there when the simulation begins |
//! | `found_and_after.rs` | what follows for them: coming back, reach, places held; and pools beside each other |
//! | `need.rs` | pools of residents in need, signals, contact, return and reach |
//! | `amounts.rs` | amounts of residents, conditions on them, and cost |
//! | `together.rs` | constructs that meet: places, becoming and branches of one resident |
//! | `tokens.rs` | contacts, creditors' replies, stages side by side |
//! | `interventions.rs` | interventions applied to the text of a scenario: what is written, what is refused |
//! | `layers.rs` | factors and additions over what would hold otherwise |
//! | `rerouted.rs` | routes that change from a date on, stages that are closed |
//! | `unknown.rs` | numbers that are not known: draws by path, the split of the spread against its closed form, coverage |
//! | `open_delays.rs` | delays and times between arrivals counted in open hours |
//! | `pairs.rs` | antithetic pairs: mirrored draws, the parts that intervals come from, theory and coverage |
//! | `comparing.rs` | scenarios side by side: what is the same, differences of pairs, claims that chance makes |
//! | `corners.rs` | corners where two rules meet |
//! | `keeping.rs` | replications that were kept: the same to the last bit, and what is damaged is simulated again |
//! | `tables.rs` | no two rows of a table have the same names |

mod amounts;
mod bottlenecks;
mod caseload;
mod chains;
mod clinics;
mod comparing;
mod corners;
mod determinism;
mod filled_start;
mod fingerprints;
mod found_and_after;
mod hand_worked;
mod interventions;
mod journeys;
mod keeping;
mod laws;
mod layers;
mod need;
mod open_delays;
mod pairs;
mod rerouted;
mod room;
mod room_and_places;
mod room_beside;
mod room_laws;
mod rules;
mod sequences;
mod support;
mod tables;
mod theory;
mod together;
mod tokens;
mod unchanged;
mod unknown;
