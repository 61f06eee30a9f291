//! Words about creditors' replies, contacts and stages side by side.

use sim_core::lang::Lang;

texts! {
    creditors: "creditors", "schuldeisers";
    agreed: "agreed", "akkoord";
    met: "met a refusal", "kreeg een weigering";
    reply_time: "until the outcome", "tot de uitkomst";
    contacts: "contacts during", "contacten tijdens";
    held: "held a year", "gehouden per jaar";
    cancelled: "cancelled", "vervallen";
    wait: "wait", "wachttijd";
    side_by_side: "at the same time, in", "tegelijk, in";
    join_wait: "from the first to the last", "van de eerste tot de laatste";
}
