//! `catchment network`: the roads of a study.

mod args;

pub(crate) use args::NetworkCommand;

use super::args::{Common, Format};
use super::exit::Exit;
use super::print::{self, StdoutError};
use super::progress::Progress;
use super::source::session;
use args::{Between, Direction, IsochroneOptions, MatrixOptions, NetworkCheckOptions};
use catchment::document::aligned;
use catchment::network::Heading;
use catchment::report;
use catchment::run::{CheckedNetwork, MatrixPlaces, Roads, StudySource, build_network};
use catchment::units::{Metres, TravelTime};
use std::path::Path;

/// Does what a command of networks asks for.
pub(crate) fn network(command: &NetworkCommand, common: &Common) -> anyhow::Result<Exit> {
    match command {
        NetworkCommand::Build(options) => {
            let file = build_network(&options.network, &options.profile)?;
            wrote(&file, common)?;
            Ok(Exit::Done)
        }
        NetworkCommand::Check(options) => check(options),
        NetworkCommand::Matrix(options) => matrix(options, common),
        NetworkCommand::Isochrones(options) => isochrones(options, common),
    }
}

fn check(options: &NetworkCheckOptions) -> anyhow::Result<Exit> {
    let checked = CheckedNetwork::open(&options.network.network, &options.network.profile)?;
    match options.format {
        Format::Json => print::machine(format_args!("{:#}\n", checked.to_json()))?,
        Format::Csv => print::machine(checked.classes().to_csv())?,
        Format::Table => {
            let classes = report::road_classes(checked.report());
            let caption = classes.caption().to_plain();
            print::people(format_args!("{}\n{caption}\n\n", aligned(&classes)))?;
            for line in checked.remarks() {
                print::people(format_args!("- {line}\n"))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn roads(study: &Path, common: &Common) -> anyhow::Result<Roads> {
    let source = StudySource::open(study)?;
    let mut progress = Progress::new(common.quiet);
    let session = session(source, false, &mut progress)?;
    progress.end();
    Ok(session.roads()?)
}

fn matrix(options: &MatrixOptions, common: &Common) -> anyhow::Result<Exit> {
    let places = match options.between {
        Between::PointsToSites => MatrixPlaces::PointsToSites,
        Between::SitesToPoints => MatrixPlaces::SitesToPoints,
        Between::SitesToSites => MatrixPlaces::SitesToSites,
    };
    roads(&options.study, common)?.write_matrix(places, &options.output)?;
    wrote(&options.output, common)?;
    Ok(Exit::Done)
}

fn isochrones(options: &IsochroneOptions, common: &Common) -> anyhow::Result<Exit> {
    let minutes = options
        .minutes
        .iter()
        .map(|&minutes| TravelTime::try_from_minutes(minutes));
    let minutes: Vec<TravelTime> = minutes.collect::<Result<_, _>>()?;
    let heading = match options.direction {
        Direction::ToSite => Heading::ToSite,
        Direction::FromSite => Heading::FromSite,
    };
    let roads = roads(&options.study, common)?;
    let cell = Metres::try_new(options.cell)?;
    let polygons = roads.isochrones(&options.sites, heading, &minutes, cell)?;
    roads.write_text(&polygons, &options.output)?;
    wrote(&options.output, common)?;
    Ok(Exit::Done)
}

fn wrote(file: &Path, common: &Common) -> Result<(), StdoutError> {
    if common.quiet {
        return Ok(());
    }
    print::people(format_args!("Results: {}\n", file.display()))
}
