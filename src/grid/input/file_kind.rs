use std::path::Path;

/// The error for a file whose name has an unknown ending, with advice.
pub(in crate::grid) fn unknown_ending(file: &Path) -> String {
    let ending = file.extension().unwrap_or_default().to_ascii_lowercase();
    let advice = match ending.to_str().unwrap_or_default() {
        "vrt" => {
            "; a virtual raster only refers to other files: `gdal_translate all.vrt all.tif` \
            makes one"
        }
        "ovr" => "; .ovr holds smaller copies of another raster: name that one",
        "msk" => "; .msk is the mask of another raster: name that one",
        "img" | "nc" | "hdf" | "h5" | "adf" | "bil" | "flt" | "grd" | "gpkg" | "jp2" | "rst"
        | "sdat" | "xyz" | "zarr" => "; `gdal_translate` converts most rasters to GeoTIFF",
        "gz" | "zip" | "zst" | "7z" => "; unpack it",
        _ => "",
    };
    format!("expected a name ending in .tif, .asc, .csv (.csv.gz, .csv.zst) or .parquet{advice}")
}

/// What kind of cells a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grid) enum FileKind {
    Points,
    Raster,
}

impl FileKind {
    /// By the ending of its name.
    pub(in crate::grid) fn from_name(file: &Path) -> Option<Self> {
        let ending = |name: &Path| Some(name.extension()?.to_ascii_lowercase());
        let packed = ["gz", "zst"].contains(&ending(file)?.to_str()?);
        if packed {
            // Only tables are unpacked while reading.
            let table = ending(Path::new(file.file_stem()?))? == "csv";
            return table.then_some(Self::Points);
        }
        match ending(file)?.to_str()? {
            "csv" | "parquet" => Some(Self::Points),
            "tif" | "tiff" | "asc" => Some(Self::Raster),
            _ => None,
        }
    }
}
