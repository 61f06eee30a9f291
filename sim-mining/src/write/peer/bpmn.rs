//! The process as BPMN 2.0 XML, with its diagram.

use super::super::xml::{escaped, put};
use super::graph::{Element, Graph, Id};
use super::places::{Bounds, places};

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
    text.push_str("  </process>\n");
    put_diagram(&mut text, graph);
    text.push_str("</definitions>\n");
    text
}

/// Where everything stands.
fn put_diagram(text: &mut String, graph: &Graph) {
    let places = places(graph);
    text.push_str("  <bpmndi:BPMNDiagram id=\"diagram\">\n    <bpmndi:BPMNPlane id=\"plane\" bpmnElement=\"chain\">\n");
    for (id, bounds) in places.elements.iter().enumerate() {
        let Some(Bounds { at: (x, y), size: (width, height) }) = bounds else { continue };
        let name = name_of(graph, id);
        // Without it a choice is drawn as an empty diamond.
        let mark = match graph.elements[id] {
            Element::Choice | Element::Meet => " isMarkerVisible=\"true\"",
            _ => "",
        };
        text.push_str(&format!(
            "      <bpmndi:BPMNShape id=\"{name}_shape\" bpmnElement=\"{name}\"{mark}><dc:Bounds x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/></bpmndi:BPMNShape>\n"
        ));
    }
    for (number, way) in places.flows.iter().enumerate() {
        let points: String = way.iter().map(|(x, y)| format!("<di:waypoint x=\"{x}\" y=\"{y}\"/>")).collect();
        text.push_str(&format!(
            "      <bpmndi:BPMNEdge id=\"flow_{number}_edge\" bpmnElement=\"flow_{number}\">{points}</bpmndi:BPMNEdge>\n"
        ));
    }
    text.push_str("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n");
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

const HEAD: &str = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="definitions" targetNamespace="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="chain""#;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    /// Every element and flow of the process is drawn once, and nothing else is.
    #[test]
    fn what_is_drawn_is_the_process() {
        let mut graph = Graph::default();
        let ids =
            [Element::Start, Element::Meet, Element::Choice, Element::End, Element::Join].map(|one| graph.add(one));
        for (from, to) in [(0, 1), (1, 2), (2, 3), (2, 1)] {
            graph.flow(ids[from], ids[to]);
        }
        let text = bpmn(&graph, "a & b", &["read -- this".to_owned()]);
        let mut reader = Reader::from_str(&text);
        let (mut drawn, mut there) = (BTreeMap::<String, u32>::new(), Vec::new());
        loop {
            let event = reader.read_event().expect("XML");
            let (Event::Start(element) | Event::Empty(element)) = &event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            let value = |name: &str| {
                let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
                found.map(|attribute| attribute.value.to_string())
            };
            match element.local_name().as_ref() {
                "BPMNShape" | "BPMNEdge" => *drawn.entry(value("bpmnElement").expect("of something")).or_default() += 1,
                "definitions" | "process" | "BPMNDiagram" | "BPMNPlane" => {}
                _ => there.extend(value("id")),
            }
        }
        there.sort();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), there.into_iter().map(|id| (id, 1)).collect::<Vec<_>>());
    }
}
