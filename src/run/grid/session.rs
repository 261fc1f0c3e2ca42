use super::error::GridRunError;
use super::input_digests::InputDigests;
use super::map;
use super::outside::outside_groups;
use super::request::{GridRequest, GridSites};
use super::results::{Computed, GridResults};
use super::setup::{Setup, all_sites, setup};
use crate::crs::Crs;
use crate::grid::{self, FrictionFile, GroupPolygons};
use crate::load::{self, Dataset, Wanted, Warning};
use crate::plausibility;
use crate::run::new_folder::NewFolder;
use crate::run::observer::{Observer, cells_heard};
use crate::run::source::StudySource;
use std::sync::Arc;
use std::time::Instant;

/// A grid whose sites are read and whose folder is there; it is removed again if nothing is written.
#[derive(Debug)]
pub struct GridSession {
    request: GridRequest,
    source: StudySource,
    data: Dataset,
    setup: Setup,
    folder: NewFolder,
    warnings: Vec<Warning>,
    began: Instant,
}

impl GridSession {
    /// Reads the sites and polygons, and checks what is asked.
    ///
    /// # Errors
    ///
    /// Anything wrong with the request, the study or the sites, or a folder that cannot be made.
    pub fn open(mut request: GridRequest) -> Result<Self, GridRunError> {
        request.check_endings()?;
        let (source, data) = sites(&request)?;
        let groups = request.groups.as_ref();
        let groups = groups.map(|groups| GroupPolygons::read(&groups.file, &groups.property));
        let own = source.study.travel.surface();
        let own = own.filter(|_| request.friction.is_none());
        let crs = own.and_then(|surface| Crs::from_code(surface.crs.as_deref()?).ok());
        let file = own.and_then(|surface| source.files.path_of(&surface.file));
        request.friction = request.friction.or(file);
        let surface = request.friction.as_deref();
        let surface = surface.map(|file| FrictionFile::read(file, crs.as_ref()));
        let surface = surface.transpose()?.map(Arc::new);
        let setup = setup(&source.study, &data, &request, groups.transpose()?, surface)?;
        let mut inputs = source.input_files(&data.report.files);
        inputs.extend(request.inputs().into_iter().map(|(_, file)| file));
        request.check_not_inputs(&inputs)?;
        let folder = NewFolder::create(&request.folder(), inputs)?;
        let began = Instant::now();
        let mut warnings = data.report.warnings.clone();
        warnings.extend(plausibility::of_sites(&source.study, &data));
        if let (Some(file), Some(read)) = (&request.friction, &setup.options.surface) {
            warnings.extend(read.warnings.clone());
            let name = file.display().to_string();
            warnings.extend(plausibility::of_surface(&name, &read.surface));
        }
        if request.map.is_some() {
            warnings.extend(map::without_glyphs(&setup));
        }
        Ok(Self {
            request,
            source,
            data,
            setup,
            folder,
            warnings,
            began,
        })
    }

    /// What a reader of the answer needs to know of the sites.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Computes all cells, chunk by chunk; nothing is under its name before
    /// [`GridResults::write`].
    ///
    /// # Errors
    ///
    /// Anything wrong with the cells, an output that cannot be written, or the observer ended the
    /// work.
    pub fn compute(self, observer: &mut dyn Observer) -> Result<GridResults, GridRunError> {
        let mut progress = cells_heard(observer);
        let options = &self.setup.options;
        let digests = InputDigests::begin(self.request.inputs());
        let run = grid::run(options, &mut progress)?;
        let groups = options.groups.as_ref();
        let mut notes = groups.map_or(Vec::new(), |groups| groups.notes().to_vec());
        if let (Some(file), Some(read)) = (&self.request.friction, &options.surface) {
            let name = file.file_name().unwrap_or_default().display().to_string();
            notes.extend(read.notes.iter().map(|note| format!("{name}: {note}")));
        }
        notes.extend(run.result.notes.clone());
        let mut warnings = Vec::new();
        if let Some(groups) = &self.request.groups {
            warnings.extend(outside_groups(options, &run.result, &groups.file)?);
        }
        warnings.extend(run.result.warnings.clone());
        Ok(GridResults::new(Computed {
            request: self.request,
            source: self.source,
            data: self.data,
            setup: self.setup,
            folder: self.folder,
            earlier_warnings: self.warnings,
            warnings,
            notes,
            began: self.began,
            digests,
            run,
        }))
    }
}

/// The sites and layouts of the study, or of a CSV of hospitals.
fn sites(request: &GridRequest) -> Result<(StudySource, Dataset), GridRunError> {
    let wanted = Wanted {
        drawing: request.map.is_some(),
    };
    let file = match &request.sites {
        GridSites::Study(source) => {
            let data = load::sites(&source.study, &source.files, wanted)
                .map_err(|error| source.located(error))?;
            return Ok((StudySource::clone(source), data));
        }
        GridSites::Hospitals(file) => file,
    };
    let mut source = StudySource::from_hospitals(file)?;
    let mut data = load::sites(&source.study, &source.files, wanted)?;
    let words = request.candidates.iter();
    let columns: Vec<String> = words
        .filter(|word| data.site_by_id(word).is_none())
        .cloned()
        .collect();
    if !columns.is_empty() {
        source.study.hospitals.capabilities = columns;
        data = load::sites(&source.study, &source.files, wanted)?;
    }
    if request.candidates.is_empty() {
        data.layouts.push(all_sites(&data)?);
    }
    Ok((source, data))
}
