//! The parameters of a process as JSON for Prosimos.

use serde_json::{Value, json};

use super::Peer;
use super::bpmn::name_of;
use super::graph::Element;
use super::people::Calendar;
use super::times::Time;

const WEEKDAYS: [&str; 7] = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

/// The document.
pub(super) fn prosimos(peer: &Peer, remarks: &[String]) -> String {
    let graph = &peer.graph;
    let there = |id: &usize| graph.takes_part(*id);
    let (mut tasks, mut timers, mut gateways) = (Vec::new(), Vec::new(), Vec::new());
    for (id, element) in graph.elements.iter().enumerate().filter(|(id, _)| there(id)) {
        match element {
            Element::Task { team, time, .. } => {
                let people = peer.resources.iter().filter(|resource| resource.team == *team);
                let people: Vec<Value> =
                    people.map(|resource| drawn(json!({ "resource_id": resource.id }), *time)).collect();
                tasks.push(json!({ "task_id": name_of(graph, id), "resources": people }));
            }
            Element::Timer { time, .. } => timers.push(drawn(json!({ "event_id": name_of(graph, id) }), *time)),
            Element::Choice => {
                let flows = graph.flows.iter().enumerate().filter(|(_, flow)| flow.from == id);
                let ways: Vec<Value> = flows
                    .map(|(number, flow)| json!({ "path_id": format!("flow_{number}"), "value": flow.share }))
                    .collect();
                gateways.push(json!({ "gateway_id": name_of(graph, id), "probabilities": ways }));
            }
            _ => {}
        }
    }
    let mut teams: Vec<usize> = peer.resources.iter().map(|resource| resource.team).collect();
    teams.dedup();
    let profiles = teams.into_iter().map(|team| profile(peer, team, &tasks));
    let document = json!({
        "remarks": remarks,
        "resource_profiles": profiles.collect::<Vec<_>>(),
        "arrival_time_distribution": drawn(json!({}), peer.arrivals),
        "arrival_time_calendar": periods(&always()),
        "gateway_branching_probabilities": gateways,
        "task_resource_distribution": tasks,
        "event_distribution": timers,
        "resource_calendars": peer.calendars.iter().map(|calendar| json!({
            "id": calendar.id, "name": calendar.id, "time_periods": periods(&calendar.weekly),
        })).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The people of a team, with the tasks that they do.
fn profile(peer: &Peer, team: usize, tasks: &[Value]) -> Value {
    let people: Vec<_> = peer.resources.iter().filter(|resource| resource.team == team).collect();
    let does = |task: &&Value| {
        let resources = task["resources"].as_array();
        resources.is_some_and(|all| all.iter().any(|one| people.iter().any(|person| one["resource_id"] == *person.id)))
    };
    let assigned: Vec<&Value> = tasks.iter().filter(does).map(|task| &task["task_id"]).collect();
    let list: Vec<Value> = people
        .iter()
        .map(|person| {
            let Calendar { id, .. } = &peer.calendars[person.calendar];
            json!({
                "id": person.id, "name": person.name, "cost_per_hour": 0, "amount": person.number,
                "calendar": id, "assignedTasks": assigned,
            })
        })
        .collect();
    let first = people.first();
    let (id, name) = first.map_or(("", ""), |person| (&*person.id, &*person.name));
    json!({ "id": format!("profile_{id}"), "name": name, "resource_list": list })
}

/// With a time as it is drawn.
fn drawn(mut of: Value, time: Time) -> Value {
    let (name, parameters) = time.prosimos();
    of["distribution_name"] = name.into();
    of["distribution_params"] = parameters.into_iter().map(|value| json!({ "value": value })).collect();
    of
}

fn always() -> Vec<(u8, u32, u32)> {
    (0..7).map(|day| (day, 0, 86_400)).collect()
}

fn periods(weekly: &[(u8, u32, u32)]) -> Value {
    let clock = |seconds: u32| match seconds {
        86_400 => "23:59:59.999999".to_owned(),
        seconds => format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60),
    };
    let period = |&(day, from, until): &(u8, u32, u32)| {
        let day = WEEKDAYS[usize::from(day)];
        json!({ "from": day, "to": day, "beginTime": clock(from), "endTime": clock(until) })
    };
    weekly.iter().map(period).collect()
}
