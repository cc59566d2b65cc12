# Writing golden numbers, for every <topic>.R: source(file.path(here, 'json.R')).

# jsonlite prints 15 digits; 17 bring every double back as it was. Plain scalars, I() keeps a vector a list.
json <- function(x) {
  if (is.null(x)) return('null')
  if (is.list(x)) {
    items <- vapply(x, json, '')
    if (is.null(names(x))) return(paste0('[', paste(items, collapse = ','), ']'))
    return(paste0('{', paste0('"', names(x), '":', items, collapse = ','), '}'))
  }
  if (inherits(x, 'AsIs') || length(x) != 1) {
    return(paste0('[', paste(vapply(unclass(x), json, ''), collapse = ','), ']'))
  }
  if (is.na(x)) return('null')
  if (is.character(x)) return(as.character(jsonlite::toJSON(x, auto_unbox = TRUE)))
  if (is.logical(x)) return(if (x) 'true' else 'false')
  stopifnot(is.finite(x))
  sprintf('%.17g', x)
}

# One entry per line and section, so that a difference can be read.
writeGolden <- function(golden, file) {
  sections <- vapply(names(golden), function(name) {
    x <- golden[[name]]
    if (!is.list(x)) return(paste0('"', name, '":', json(x)))
    items <- vapply(x, json, '')
    if (is.null(names(x))) return(paste0('"', name, '":[\n', paste(items, collapse = ',\n'), '\n]'))
    paste0('"', name, '":{\n', paste0('"', names(x), '":', items, collapse = ',\n'), '\n}')
  }, '')
  writeLines(paste0('{\n', paste(sections, collapse = ',\n'), '\n}'), file)
}
