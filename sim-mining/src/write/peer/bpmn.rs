//! The process as BPMN 2.0 XML. Places on paper are not given: editors lay it out.

use super::super::xml::{escaped, put};
use super::graph::{Element, Graph, Id};

/// The document.
pub(super) fn bpmn(graph: &Graph, title: &str, remarks: &[String]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if !remarks.is_empty() {
        text.push_str("<!--\n");
        for remark in remarks {
            text.push_str("  ");
            text.push_str(&escaped(remark).replace("--", "- -"));
            text.push('\n');
        }
        text.push_str("-->\n");
    }
    text.push_str(HEAD);
    text.push_str(" name=\"");
    put(&mut text, title);
    text.push_str("\" isExecutable=\"false\">\n");
    for (id, element) in graph.elements.iter().enumerate().filter(|(id, _)| graph.takes_part(*id)) {
        put_element(&mut text, graph, id, element);
    }
    for (number, flow) in graph.flows.iter().enumerate() {
        let (from, to) = (name_of(graph, flow.from), name_of(graph, flow.to));
        text.push_str(&format!("    <sequenceFlow id=\"flow_{number}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>\n"));
    }
    text.push_str("  </process>\n</definitions>\n");
    text
}

/// The identifier of an element in both files.
pub(super) fn name_of(graph: &Graph, id: Id) -> String {
    let kind = match graph.elements[id] {
        Element::Start => "start",
        Element::Task { .. } => "task",
        Element::Timer { .. } => "timer",
        Element::Choice => "choice",
        Element::Meet => "meet",
        Element::Fork => "fork",
        Element::Join => "join",
        Element::End => "end",
    };
    format!("{kind}_{id}")
}

fn put_element(text: &mut String, graph: &Graph, id: Id, element: &Element) {
    let (tag, name, inside) = match element {
        Element::Start => ("startEvent", "", ""),
        Element::Task { name, .. } => ("task", &**name, ""),
        Element::Timer { name, .. } => ("intermediateCatchEvent", &**name, "<timerEventDefinition/>"),
        Element::Choice | Element::Meet => ("exclusiveGateway", "", ""),
        Element::Fork | Element::Join => ("parallelGateway", "", ""),
        Element::End => ("endEvent", "", ""),
    };
    text.push_str(&format!("    <{tag} id=\"{}\" name=\"", name_of(graph, id)));
    put(text, name);
    text.push('"');
    match element {
        Element::Choice => text.push_str(" gatewayDirection=\"Diverging\""),
        Element::Meet => text.push_str(" gatewayDirection=\"Converging\""),
        _ => {}
    }
    text.push('>');
    for (ends, ours) in [("incoming", false), ("outgoing", true)] {
        for (number, flow) in graph.flows.iter().enumerate() {
            if (ours && flow.from == id) || (!ours && flow.to == id) {
                text.push_str(&format!("<{ends}>flow_{number}</{ends}>"));
            }
        }
    }
    text.push_str(&format!("{inside}</{tag}>\n"));
}

const HEAD: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="chain""#;
