# Perrin's run files in R, by hdf5r (apt-get install r-cran-hdf5r, or install.packages("hdf5r")); jsonlite where it is installed.
#
#   source("perrin.R")
#   run <- perrin_open("double-well.h5")
#   run$verdict; run$observables$x2$time_mean; run$histograms$x$density; mean(run$final$x^2)
#
# A list of lists: groups, datasets and the attributes of groups by name. Arrays have the shape that docs/run-file.md says, [points of
# a sweep, …, walkers]; text is UTF-8. An attribute of a dataset (`units`) is an attribute of the array. experiment is a list where jsonlite
# is installed. `only` reads some groups of the root, c("final", "observables"): all is read at once.

perrin_open <- function(file, only = NULL) {
  if (!file.exists(file)) stop(file, ": there is no such file", call. = FALSE)
  h5 <- hdf5r::H5File$new(file, mode = "r")
  on.exit(h5$close_all())
  if (!h5$attr_exists("schema") || !identical(as.numeric(hdf5r::h5attr(h5, "complete")), 1)) {
    stop(file, ": is no run file of Perrin's", call. = FALSE)
  }
  if (hdf5r::h5attr(h5, "schema") > 1) stop(file, ": was written by a newer Perrin", call. = FALSE)
  run <- .perrin_group(h5, only)
  if (is.character(run$experiment) && requireNamespace("jsonlite", quietly = TRUE)) {
    run$experiment <- jsonlite::fromJSON(run$experiment, simplifyMatrix = FALSE)
  }
  run
}

.perrin_group <- function(group, only = NULL) {
  found <- .perrin_attributes(group)
  for (name in names(group)) {
    node <- group[[name]]
    if (inherits(node, "H5D")) {
      if (is.null(only) || name == "experiment") {
        value <- .perrin_dataset(node)
        if (!is.null(value)) found[[name]] <- value
      }
    } else if (is.null(only) || name %in% only) {
      found[[name]] <- .perrin_group(node)
    }
  }
  found
}

# NULL of a dataset that only names a dimension, by the conventions of netCDF-4.
.perrin_dataset <- function(node) {
  attributes <- .perrin_attributes(node)
  if (startsWith(c(attributes$NAME, "")[1], "This is a netCDF dimension")) return(NULL)
  value <- .perrin_value(node$read())
  for (name in setdiff(names(attributes), c("CLASS", "NAME"))) attr(value, name) <- attributes[[name]]
  value
}

.perrin_attributes <- function(node) {
  names <- hdf5r::h5attr_names(node)
  names <- names[substr(names, 1, 1) != "_" & names != "DIMENSION_LIST"]
  sapply(names, function(name) .perrin_value(hdf5r::h5attr(node, name)), simplify = FALSE)
}

# Whole numbers of 64 bits as numbers, where these hold them exactly; rows as rows.
.perrin_value <- function(value) {
  if (is.character(value)) {
    Encoding(value) <- "UTF-8"
    return(value)
  }
  shape <- dim(value)
  if (inherits(value, "integer64") && all(abs(value) <= bit64::as.integer64("9007199254740992"))) {
    value <- bit64::as.double.integer64(value)
    dim(value) <- shape
  }
  if (length(shape) > 1) aperm(value) else if (inherits(value, "integer64")) value else as.vector(value)
}
