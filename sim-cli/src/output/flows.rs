//! Who goes where, and who leaves where and how, as CSV: what pictures draw and no measure says as such.

use anyhow::Result;
use sim_core::lang::Lang;
use sim_report::chart::Part;
use sim_report::document::Figure;

use super::series;
use crate::charts::network::Network;
use crate::charts::parts_of_stage;
use crate::run::Run;

/// Residents a year from box to box of the map. Counted where the transfer takes time or may fail, else worked out from
/// shares and the numbers on both sides.
///
/// # Errors
/// When writing fails.
pub(crate) fn flows(network: &Network) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["from", "to", "residents_per_year"])?;
    for arrow in &network.map.arrows {
        let names = [&network.names[arrow.from], &network.names[arrow.to]];
        writer.write_record([names[0].clone(), names[1].clone(), arrow.flow.to_string()])?;
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// What becomes of residents at each stage, a year: by how the stay ended (`go_on` and others); `not_as_intended`, who
/// leave the chain there otherwise than intended; and `HOW_as_drawn`, those by how, without who go on elsewhere.
///
/// # Errors
/// When writing fails.
pub(crate) fn losses(run: &Run, network: &Network) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["of", "what", "residents_per_year"])?;
    for (number, stage) in run.scenario.stages.iter().enumerate() {
        for (part, size) in parts_of_stage(run, number as u32) {
            writer.write_record([stage.name.clone(), part_name(part).to_owned(), size.to_string()])?;
        }
    }
    for ((name, node), losses) in network.names.iter().zip(&network.map.nodes).zip(&network.losses) {
        let value = |figure: &Figure| figure.values.first().copied();
        if let Some(lost) = node.lost.as_ref().and_then(value) {
            writer.write_record([name.clone(), "not_as_intended".to_owned(), lost.to_string()])?;
        }
        for (part, size) in losses {
            writer.write_record([name.clone(), format!("{}_as_drawn", part_name(*part)), size.to_string()])?;
        }
    }
    Ok(writer.into_inner().map_err(|error| error.into_error())?)
}

/// All files of what pictures draw beside the measures.
///
/// # Errors
/// When writing fails.
pub(crate) fn files(run: &Run) -> Result<Vec<super::folder::File>> {
    let network = Network::of(run, Lang::En);
    let mut files = vec![
        ("flows.csv".to_owned(), flows(&network)?),
        ("losses.csv".to_owned(), losses(run, &network)?),
        ("waits_distribution.csv".to_owned(), super::distribution::waits(run)?),
    ];
    files.extend(series::longer(&run.scenario, &run.plan, &run.experiment)?);
    Ok(files)
}

/// Name of a part in files.
pub(crate) fn part_name(part: Part) -> &'static str {
    match part {
        Part::GoOn => "go_on",
        Part::LostOnTheWay => "lost_on_the_way",
        Part::LeftDuring => "left_during",
        Part::LeftWaiting => "left_waiting",
        Part::SentElsewhere => "sent_elsewhere",
        Part::TurnedAway => "turned_away",
        Part::Success => "success",
        Part::OtherEnd => "other_end",
    }
}
