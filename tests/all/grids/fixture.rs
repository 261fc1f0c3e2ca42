//! One small raster in every format.

use catchment::grid::{GridError, GridOptions, GridOutputs, GridResult, PopulationGenerator, run};
use catchment::model::LatLon;
use catchment::study::ColumnNames;
use catchment::travel::RoadCurve;
use catchment::units::{KmPerHour, Metres, TravelTime};
use std::fs;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tiff::encoder::{Compression, DeflateLevel, TiffEncoder, colortype};
use tiff::tags::Tag;

pub(crate) const ROWS: usize = 90;
pub(crate) const COLUMNS: usize = 130;
pub(crate) const NORTH: f64 = 53.0;
pub(crate) const WEST: f64 = -2.0;
pub(crate) const STEP: f64 = 0.01;

pub(crate) fn curve() -> RoadCurve {
    RoadCurve {
        fixed: TravelTime::from_whole(5),
        detour: 1.3,
        slow: KmPerHour::try_new(30.0).unwrap(),
        fast: KmPerHour::try_new(80.0).unwrap(),
        reach: Metres::try_new(30_000.0).unwrap(),
    }
}

pub(crate) fn places() -> Vec<LatLon> {
    [(52.9, -1.9), (52.3, -1.0), (52.6, -1.4)]
        .map(|(a, b)| LatLon::try_new(a, b).unwrap())
        .to_vec()
}

pub(crate) fn options(input: &Path, outputs: GridOutputs) -> GridOptions {
    GridOptions {
        input: input.to_owned(),
        crs: None,
        band: None,
        columns: ColumnNames::default(),
        centres: ('a'..).map(String::from).zip(places()).collect(),
        layouts: vec![
            ("all".to_owned(), vec![0, 1, 2]),
            ("two".to_owned(), vec![0, 2]),
        ],
        curve: curve(),
        surface: None,
        standards: [15, 30, 45].map(TravelTime::from_whole).to_vec(),
        groups: None,
        nearest: 1,
        backup: false,
        outputs,
    }
}

pub(crate) fn go(options: &GridOptions) -> Result<GridResult, GridError> {
    run(options, &mut |_| ControlFlow::Continue(()))?.finish()
}

/// Cells with people, cells without, and cells that are not there.
pub(crate) fn cells() -> Vec<f32> {
    let mut cells = PopulationGenerator::new(3, ROWS, COLUMNS).band(0, ROWS);
    for cell in cells.iter_mut().step_by(11) {
        *cell = -99_999.0;
    }
    cells
}

pub(crate) fn middle(cell: usize) -> LatLon {
    let (row, column) = (cell / COLUMNS, cell % COLUMNS);
    let lat = NORTH - STEP * (row as f64 + 0.5);
    LatLon::try_new(lat, WEST + STEP * (column as f64 + 0.5)).unwrap()
}

#[derive(Clone, Copy)]
pub(crate) enum Packing {
    Plain,
    Lzw,
    Deflate,
}

/// The cells as a `GeoTIFF` in strips, in degrees or with another code.
pub(crate) fn geotiff(packing: Packing, code: u16, cells: &[f32]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes)
        .unwrap()
        .with_compression(match packing {
            Packing::Plain => Compression::Uncompressed,
            Packing::Lzw => Compression::Lzw,
            Packing::Deflate => Compression::Deflate(DeflateLevel::Balanced),
        });
    let mut image = encoder
        .new_image::<colortype::Gray32Float>(COLUMNS as u32, ROWS as u32)
        .unwrap();
    image.rows_per_strip(7).unwrap();
    tags(image.encoder(), code);
    image.write_data(cells).unwrap();
    bytes.into_inner()
}

pub(crate) fn tags<W: Write + std::io::Seek, K: tiff::encoder::TiffKind>(
    tags: &mut tiff::encoder::DirectoryEncoder<'_, W, K>,
    code: u16,
) {
    let (model, key) = if code == 4326 { (2, 2048) } else { (1, 3072) };
    let keys = [
        1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, code,
    ];
    tags.write_tag(Tag::ModelPixelScaleTag, &[STEP, STEP, 0.0][..])
        .unwrap();
    tags.write_tag(
        Tag::ModelTiepointTag,
        &[0.0, 0.0, 0.0, WEST, NORTH, 0.0][..],
    )
    .unwrap();
    tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..]).unwrap();
    tags.write_tag(Tag::GdalNodata, "-99999").unwrap();
}

/// The cells as a `GeoTIFF` in tiles of 64 × 32.
pub(crate) fn tiled(cells: &[f32]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut directory = encoder.image_directory().unwrap();
    let (mut offsets, mut counts) = (Vec::new(), Vec::new());
    for top in (0..ROWS).step_by(32) {
        for left in (0..COLUMNS).step_by(64) {
            let tile: Vec<f32> = (0..32 * 64)
                .map(|n| {
                    let (row, column) = (top + n / 64, left + n % 64);
                    if row < ROWS && column < COLUMNS {
                        cells[row * COLUMNS + column]
                    } else {
                        7.0
                    }
                })
                .collect();
            offsets.push(directory.write_data(&tile[..]).unwrap() as u32);
            counts.push(32 * 64 * 4_u32);
        }
    }
    for (tag, value) in [
        (Tag::ImageWidth, COLUMNS as u32),
        (Tag::ImageLength, ROWS as u32),
        (Tag::TileWidth, 64),
        (Tag::TileLength, 32),
    ] {
        directory.write_tag(tag, value).unwrap();
    }
    for (tag, value) in [
        (Tag::BitsPerSample, 32_u16),
        (Tag::Compression, 1),
        (Tag::PhotometricInterpretation, 1),
        (Tag::SamplesPerPixel, 1),
        (Tag::SampleFormat, 3),
    ] {
        directory.write_tag(tag, value).unwrap();
    }
    directory.write_tag(Tag::TileOffsets, &offsets[..]).unwrap();
    directory
        .write_tag(Tag::TileByteCounts, &counts[..])
        .unwrap();
    tags(&mut directory, 4326);
    directory.finish().unwrap();
    bytes.into_inner()
}

pub(crate) fn ascii(cells: &[f32]) -> String {
    let south = NORTH - STEP * ROWS as f64;
    let mut text = format!(
        "ncols {COLUMNS}\nnrows {ROWS}\nxllcorner {WEST}\nyllcorner {south}\ncellsize {STEP}\n\
         NODATA_value -99999\n"
    );
    for row in cells.chunks(COLUMNS) {
        let row: Vec<String> = row
            .iter()
            .map(|&cell| f64::from(cell).to_string())
            .collect();
        text.push_str(&row.join(" "));
        text.push('\n');
    }
    text
}

pub(crate) fn write(folder: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    file
}
