use super::asked::Asked;
use super::explain_error::ExplainError;
use super::opened::Opened;
use super::simulation_question::SimulationQuestion;
use crate::document::Table;
use crate::load::Dataset;
use crate::model::PointIndex;
use crate::report::{self, DataTable, ServiceHistory};
use crate::simulate::engine::Draws;
use crate::simulate::{Cohort, Entry, histories};
use std::sync::Arc;

/// Which patient of a simulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientQuestion {
    /// The id or name of the patient's demand point.
    pub area: String,
    /// Which of its patients, from 1.
    pub patient: u32,
    /// In which replication, from 1.
    pub replication: u32,
    /// Layouts, scenarios and seed, as of the simulation.
    pub simulation: SimulationQuestion,
}

/// What happens to one simulated patient in every layout and scenario; owns its results.
#[derive(Debug, Clone)]
pub struct PatientHistories {
    opened: Arc<Opened>,
    point: PointIndex,
    patient: u32,
    replication: u32,
    /// Layout, scenario and what happened.
    services: Vec<(String, String, Vec<Entry>)>,
}

impl PatientHistories {
    pub(super) fn new(
        opened: &Arc<Opened>,
        question: &PatientQuestion,
    ) -> Result<Self, ExplainError> {
        let asked = Asked::new(opened, &question.simulation)?;
        let choices = &asked.choice.choices;
        let point = opened.prepared.dataset.find_point(&question.area)?;
        let scene = asked.scene(opened, &question.simulation)?;
        let cohort = Cohort::new(&scene.instance, choices);
        let services = scene
            .parts()
            .map(|(layout, scenario)| {
                cohort.service(&scene.instance, layout, scene.sites, choices, scenario)
            })
            .collect::<Result<Vec<_>, _>>();
        let services = services.map_err(super::SimulationError::from)?;
        let setups: Vec<_> = services.iter().map(|each| each.setup(&[], 0)).collect();
        let patients = cohort.patients(choices);
        let patients = patients.map_err(super::SimulationError::from)?;
        let number = |what, found: u32| {
            let place = found.checked_sub(1);
            place.ok_or(ExplainError::FromOne { what })
        };
        let replication = number("replication", question.replication)?;
        let patient = number("patient", question.patient)?;
        let all = histories(&patients, &setups, Draws::new(choices.seed, replication));
        let known = all.first().map_or(0, |entries| {
            let of_point = entries.iter().filter(|entry| entry.patient.point == point);
            of_point
                .map(|entry| entry.patient.number + 1)
                .max()
                .unwrap_or(0)
        });
        if patient >= known {
            return Err(ExplainError::UnknownPatient {
                area: question.area.clone(),
                patient: question.patient,
                replication: question.replication,
                known,
            });
        }
        let of_patient =
            |entry: &Entry| entry.patient.point == point && entry.patient.number == patient;
        let services = services.iter().zip(all).map(|(service, mut entries)| {
            entries.retain(of_patient);
            let scenario = service.scenario.name.clone();
            (service.layout.clone(), scenario, entries)
        });
        Ok(Self {
            services: services.collect(),
            point,
            patient: question.patient,
            replication: question.replication,
            opened: Arc::clone(opened),
        })
    }

    fn dataset(&self) -> &Dataset {
        &self.opened.prepared.dataset
    }

    fn histories(&self) -> impl Iterator<Item = ServiceHistory<'_>> {
        let services = self.services.iter();
        services.map(|(layout, scenario, entries)| ServiceHistory {
            layout,
            scenario,
            replication: self.replication,
            entries,
        })
    }

    /// Who it is, in words.
    #[must_use]
    pub fn title(&self) -> String {
        let point = &self.dataset().points[self.point.get()];
        let name = &point.name;
        format!(
            "Patient {} of {name} in replication {}",
            self.patient, self.replication
        )
    }

    /// One row per event of each layout and scenario.
    #[must_use]
    pub fn table(&self) -> DataTable {
        let histories: Vec<_> = self.histories().collect();
        report::history_table(self.dataset(), &histories)
    }

    /// For people: one table per layout and scenario, with a caption that names both.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        self.histories()
            .map(|history| report::patient_history(self.dataset(), &history))
            .collect()
    }
}
