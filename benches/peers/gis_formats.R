# Opens what a run leaves for programs of geographic information in R, and compares; gis_formats.py calls it.
#
#     Rscript gis_formats.R RESULTS
#
# GeoPackage, FlatGeobuf and GeoJSON are read by sf; GeoParquet by arrow, where that is installed. All must have
# the values of `areas-wide.csv` and WGS 84.

library(sf, quietly = TRUE, warn.conflicts = FALSE)

folder <- commandArgs(trailingOnly = TRUE)[[1]]
file <- function(name) file.path(folder, name)
wide <- read.csv(file("areas-wide.csv"), check.names = FALSE, colClasses = c(id = "character"), na.strings = "")

# With the names of fields as they are.
read <- function(name, ...) st_read(file(name), ..., quiet = TRUE, optional = TRUE)

# The values of the areas in the order of the table.
compare <- function(found, of) {
  found <- found[match(wide$id, found$id), ]
  for (column in names(wide)) {
    expected <- wide[[column]]
    read <- found[[column]]
    if (is.numeric(expected)) {
      equal <- identical(as.numeric(expected), as.numeric(read))
    } else {
      text <- function(values) ifelse(is.na(values), "", as.character(values))
      equal <- identical(text(expected), text(read))
    }
    if (!equal) stop(of, ": ", column, " differs from areas-wide.csv")
  }
  cat(of, ": ", nrow(found), " areas, ", ncol(wide), " columns as in areas-wide.csv\n", sep = "")
}

for (layer in c("areas", "sites", "catchments", "cold-spots")) {
  if (!file.exists(file(paste0(layer, ".fgb")))) next
  frames <- list(
    GeoPackage = read("layers.gpkg", gsub("-", "_", layer)),
    FlatGeobuf = read(paste0(layer, ".fgb")),
    GeoJSON = read(paste0(layer, ".geojson"))
  )
  for (of in names(frames)) {
    frame <- frames[[of]]
    stopifnot(nrow(frame) == nrow(frames[[1]]), st_crs(frame) == st_crs(4326) || st_crs(frame)$input == "OGC:CRS84")
    if (layer == "areas") compare(st_drop_geometry(frame), paste0("sf, ", of))
  }
  # Without the sphere: lines between corners are straight in degrees, as in the files.
  suppressMessages(sf_use_s2(FALSE))
  there <- st_geometry(frames$GeoPackage)
  there <- there[!st_is_empty(there)]
  cat("sf, ", layer, ": ", nrow(frames[[1]]), " features in every format, ",
      sum(!st_is_valid(there)), " invalid\n", sep = "")
}

if (requireNamespace("arrow", quietly = TRUE)) {
  table <- as.data.frame(arrow::read_parquet(file("areas.geo.parquet")))
  stopifnot(length(st_as_sfc(structure(as.list(table$geometry), class = "WKB"))) == nrow(wide))
  compare(table, "arrow, GeoParquet")
} else {
  cat("skipped: GeoParquet in R (install arrow)\n")
}
