# Reads all of some run files by perrin.R; a line for each file. The first word is the reader.
words <- commandArgs(trailingOnly = TRUE)
source(words[1])

leaves <- function(part) {
  if (!is.list(part)) return(1)
  sum(sapply(names(part), function(name) if (name == "experiment") 1 else leaves(part[[name]])))
}

for (file in words[-1]) {
  run <- perrin_open(file)
  cat(basename(file), leaves(run), run$verdict)
  stopifnot(if (is.list(run$experiment)) run$experiment$walkers == run$walkers else is.character(run$experiment))
  stopifnot(is.character(run$title))
  if (!is.null(run$final)) {
    name <- sort(names(run$final), method = "radix")[1]
    cat(sprintf(" %s2=%.9g", name, mean(run$final[[name]]^2, na.rm = TRUE)))
  }
  x2 <- run$observables$x2
  if (!is.null(x2)) {
    cat(sprintf(" x2=%.12g", mean(x2$time_mean)))
    stopifnot(all.equal(mean(x2$mean), mean(x2$time_mean), tolerance = 1e-12))
  }
  cat("\n")
}
