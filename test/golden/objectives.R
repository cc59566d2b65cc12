# Objectives of made pairs (prompts-data.R) and what R says of each: one-sided tests, TOST and non-inferiority by hand, errors by
# sandwich, Holm over all objectives of a dataset.
# Rscript test/golden/objectives.R   (from the repository's root; writes objectives.json beside itself)
# R 4.2 with jsonlite, sandwich.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
source(file.path(here, 'prompts-data.R'))
source(file.path(here, 'prompts-fits.R'))
suppressPackageStartupMessages(library(sandwich))

agree <- function(a, b, tolerance = 1e-9) stopifnot(all(abs(a - b) <= tolerance * pmax(abs(b), 1e-3)))

# A number: its estimate and error, df of its t (Inf: normal), pairs. counted: of a share without error, how many have it.
number <- function(estimate, error, df, pairs, counted = NULL) list(estimate = estimate, error = error, df = df,
  pairs = pairs, counted = counted)

clustered <- function(m, group) vcovCL(m, cluster = group, type = 'HC1')
share <- function(y, group) {
  group <- group[!is.na(y)]
  y <- y[!is.na(y)]
  n <- length(y)
  p <- mean(y)
  # Of several pairs of one prompt nothing is known.
  if (prompts(group) < 2 && n > 1) return(number(p, NULL, Inf, n, n))
  error <- if (p == 0 || p == 1) 0 else sqrt(c(clustered(lm(y ~ 1), group)) * (n - 1) / n)
  if (prompts(group) == n) agree(error, sqrt(p * (1 - p) / n))
  number(p, error, Inf, n, n)
}
meanOf <- function(x, group) {
  group <- group[!is.na(x)]
  x <- x[!is.na(x)]
  if (prompts(group) < 2) return(number(mean(x), NULL, 0, length(x)))
  number(mean(x), sqrt(c(clustered(lm(x ~ 1), group))), prompts(group) - 1, length(x))
}
# The first less the second, on rows of either.
twoMeans <- function(a, b, rows, other, group, isShare) {
  rows <- rows[!is.na(a[rows])]
  other <- other[!is.na(b[other])]
  y <- c(a[rows], b[other])
  which <- rep(c(1, 0), c(length(rows), length(other)))
  id <- group[c(rows, other)]
  if (prompts(id) < 2) return(number(mean(a[rows]) - mean(b[other]), NULL, 0, length(union(rows, other))))
  V <- if (isTRUE(all.equal(a[rows], b[other]))) 0 else clustered(lm(y ~ which), id)[2, 2]
  number(mean(a[rows]) - mean(b[other]), sqrt(V), if (isShare) Inf else prompts(id) - 1,
    length(union(rows, other)), if (isShare) min(length(rows), length(other)))
}
termOf <- function(found, term, errors = 'PROMPT', logit = FALSE) {
  one <- Filter(function(t) t$term == term, found$terms)[[1]]
  number(one$estimate, one[[errors]]$standardError, if (logit) Inf else c(PROMPT = found$prompts - 1, IID = found$df)[[errors]],
    found$pairs)
}
differenceOf <- function(terms, term, df, pairs) {
  one <- Filter(function(t) t$term == term, terms)[[1]]
  number(one$estimate, one$PROMPT$standardError, df, pairs)
}

# One-sided p-values at a bound. A share that does not vary: by the score test, which Wilson's interval inverts.
above <- function(x, bound) {
  if (is.null(x$error)) return(NA)
  if (x$error > 0) return(pt((x$estimate - bound) / x$error, x$df, lower.tail = FALSE))
  if (is.null(x$counted) || bound == 0) return(NA)
  pnorm((x$estimate - bound) / sqrt(abs(bound) * (1 - abs(bound)) / x$counted), lower.tail = FALSE)
}
below <- function(x, bound) above(modifyList(x, list(estimate = -x$estimate)), -bound)
errorAt <- function(x, bound) if (is.null(x$error)) NA else if (x$error > 0) x$error else
  if (is.null(x$counted) || bound == 0) NA else sqrt(abs(bound) * (1 - abs(bound)) / x$counted)
detectable <- function(x, bounds) {
  errors <- vapply(bounds, function(b) errorAt(x, b), 1)
  if (anyNA(errors)) NA else max(errors) * (qt(0.95, x$df) + qt(0.8, x$df))
}

atLeast <- function(b) list(asked = function(x) above(x, b), opposite = function(x) below(x, b), bounds = b, given = list(atLeast = b))
atMost <- function(b) list(asked = function(x) below(x, b), opposite = function(x) above(x, b), bounds = b, given = list(atMost = b))
within <- function(lower, upper) list(asked = function(x) max(above(x, lower), below(x, upper)),
  # The largest tail over both ends of the null hypothesis, on the side where the number is.
  opposite = function(x) {
    if (is.null(x$error) || x$error == 0) return(min(1, below(x, lower) + below(x, upper), above(x, lower) + above(x, upper)))
    far <- abs(x$estimate - (lower + upper) / 2)
    half <- (upper - lower) / 2
    min(1, pt((half - far) / x$error, x$df) + pt((-half - far) / x$error, x$df))
  }, bounds = c(lower, upper), given = list(within = list(lower = lower, upper = upper)))
noWorse <- function(margin, baseline) {
  bound <- atLeast(-margin)
  bound$given <- list(noWorseThan = c(baseline, list(margin = margin)))
  bound
}

# Bounds at so many errors from the estimate, as they are written down.
near <- function(x, steps) signif(x$estimate + steps * max(x$error, 0.03), 3)

parts <- function(y, group, by) lapply(split(seq_along(y), by), function(rows) share(y[rows], group[rows]))

withRewrites <- function(data, seed) {
  set.seed(seed)
  n <- length(data$group)
  changed <- function(X) {
    Y <- X
    for (j in 1:2) Y[, j] <- ifelse(runif(n) < 0.05, 1 - X[, j], X[, j])
    Y[, 3] <- pmax(-1, pmin(1, X[, 3] + sample(-1:1, n, replace = TRUE)))
    Y[, 4] <- ifelse(runif(n) < 0.4, 1 - X[, 4], X[, 4])
    Y
  }
  data$rewrittenChosen <- changed(data$chosen)
  data$rewrittenRejected <- changed(data$rejected)
  drop <- (data$rewrittenChosen[, 4] < data$chosen[, 4]) - (data$rewrittenRejected[, 3] < data$rejected[, 3])
  noise <- function() round(64 * rnorm(n)) / 64
  data$rewrittenPostChosen <- data$postChosen - drop + noise()
  data$rewrittenPostRejected <- data$postRejected + noise()
  data$rewrittenPreChosen <- data$preChosen + noise()
  data$rewrittenPreRejected <- data$preRejected + noise()
  data
}
flips <- function(data, chosen, rejected, rewrittenChosen, rewrittenRejected, rows) {
  kept <- rowSums(abs(data$rewrittenChosen[, 1:2] - data$chosen[, 1:2]) + abs(data$rewrittenRejected[, 1:2] - data$rejected[, 1:2])) == 0
  became <- as.numeric(chosen > rejected & rewrittenChosen <= rewrittenRejected)
  use <- which(!is.na(became) & !is.na(kept) & kept & seq_along(kept) %in% seq_along(kept)[rows])
  columns <- do.call(cbind, lapply(c('Chosen', 'Rejected'), function(side) {
    change <- data[[paste0('rewritten', side)]] - data[[tolower(side)]]
    do.call(cbind, lapply(3:4, function(f) cbind(change[, f] > 0, change[, f] < 0)))
  })) * 1
  colnames(columns) <- c(outer(c('gained', 'lost'), outer(features[3:4], c('c', 'r'), paste), paste))
  problem(columns[use, ], became[use], data$group[use], use, TRUE)
}

set.seed(5)
sizes <- c(list(many = sample(1:7, 110, replace = TRUE)), list(single = rep(1, 260)))
datasets <- list(many = withRewrites(promptPairs(sizes$many, 51), 52), single = withRewrites(promptPairs(sizes$single, 53), 54),
  one = withRewrites(promptPairs(40, 55), 56))
for (name in names(datasets)) {
  data <- datasets[[name]]
  data$subset <- letters[1 + seq_along(data$group) %% 4]
  data$subset[1:12] <- 'few'
  datasets[[name]] <- data
}

objectivesOf <- function(data) {
  group <- data$group
  n <- length(group)
  aligned <- lapply(list(PRE = data$preChosen > data$preRejected, POST = data$postChosen > data$postRejected), as.numeric)
  step <- sign(data$chosen - data$rejected)
  agrees <- ifelse(step[, 2] != 0, step[, 2], step[, 1])
  agrees <- ifelse(agrees == 0, NA, as.numeric(agrees > 0))
  theta <- angle(data)
  all <- seq_len(n)
  half <- ceiling(n * 0.6)
  first <- seq_len(half)
  last <- seq(n - half + 1, n)
  whereFirst <- list(rowId = list(lte = half - 1))
  whereLast <- list(rowId = list(gte = n - half))
  plain <- list(options = list(maxVif = NA))
  found <- list()
  add <- function(given, x, bound, asked = bound$asked(x), opposite = bound$opposite(x), reach = detectable(x, bound$bounds)) {
    names <- names(bound$given)
    given$name <- paste(length(found) + 1, given$metric, names)
    found[[length(found) + 1]] <<- list(objective = c(given, bound$given), estimate = x$estimate, standardError = x$error,
      pairs = x$pairs, pValue = asked, opposite = opposite, detectable = reach)
  }
  all4 <- function(given, x) {
    add(given, x, atLeast(near(x, -2.6)))
    add(given, x, atLeast(near(x, 4.5)))
    add(given, x, atMost(near(x, 0.7)))
    add(given, x, within(near(x, -4.1), near(x, 3.8)))
    add(given, x, within(near(x, 4.2), near(x, 4.9)))
  }
  all4(list(metric = 'ALIGNMENT'), share(aligned$POST, group))
  all4(list(metric = 'RESISTANCE', stage = 'PRE'), share(1 - aligned$PRE, group))
  all4(list(metric = 'LABELER_AGREEMENT'), share(agrees, group))
  all4(list(metric = 'MEAN_SHIFT'), meanOf(theta, group))
  add(list(metric = 'ALIGNMENT', where = whereFirst), share(aligned$POST[first], group[first]), atLeast(0.5))
  # Of another model, of other pairs, of the same.
  model <- list(post = 'pre')
  add(list(metric = 'ALIGNMENT'), twoMeans(aligned$POST, aligned$PRE, all, all, group, TRUE), noWorse(0.05, model))
  add(list(metric = 'RESISTANCE'), twoMeans(1 - aligned$POST, 1 - aligned$PRE, all, all, group, TRUE), noWorse(0.31, model))
  add(list(metric = 'ALIGNMENT', where = whereFirst), twoMeans(aligned$POST, aligned$POST, first, last, group, TRUE),
    noWorse(0.2, list(where = whereLast)))
  add(list(metric = 'ALIGNMENT', where = whereFirst), twoMeans(aligned$POST, aligned$PRE, first, last, group, TRUE),
    noWorse(0.2, c(model, list(where = whereLast))))
  add(list(metric = 'LABELER_AGREEMENT', where = whereFirst), twoMeans(agrees, agrees, first, last, group, TRUE),
    noWorse(0.15, list(where = whereLast)))
  add(list(metric = 'MEAN_SHIFT', where = whereFirst), twoMeans(theta, theta, first, last, group, FALSE),
    noWorse(30, list(where = whereLast)))
  add(list(metric = 'ALIGNMENT'), twoMeans(aligned$POST, aligned$POST, all, all, group, TRUE), noWorse(0.04, list(post = 'post')))
  # The least of four subsets: every one must be above it; below it, one, by Bonferroni.
  slices <- Filter(function(x) x$pairs >= 30, parts(aligned$POST, group, data$subset))
  if (length(slices) > 0) {
    worst <- slices[[which.min(vapply(slices, function(x) x$estimate, 1))]]
    for (bound in list(atLeast(near(worst, -2.2)), atMost(near(worst, 3)), atLeast(near(worst, 3.5)))) {
      each <- vapply(slices, above, 1, bound$bounds)
      other <- min(1, length(slices) * min(vapply(slices, below, 1, bound$bounds)))
      asked <- if (is.null(bound$given$atMost)) max(each) else other
      opposite <- if (is.null(bound$given$atMost)) other else max(each)
      add(list(metric = 'WORST_SLICE', by = list(list(dimension = 'SUBSET'))), worst, bound, asked, opposite,
        max(vapply(slices, detectable, 1, bound$bounds)))
    }
  }
  if (prompts(group) < 20) return(found)
  # Terms, and their differences.
  ofModel <- function(metric, feature, ...) c(list(metric = metric, feature = feature, ...), plain)
  post <- imprint(data, data$postChosen, data$postRejected, 'PAIR')
  pre <- imprint(data, data$preChosen, data$preRejected, 'PAIR')
  fitted <- function(p, ...) c(fit(p, ...), list(pairs = length(unique(p$pair))))
  all4(ofModel('IMPRINT', 'is_helpful'), termOf(fitted(post), 'is_helpful'))
  iid <- list(metric = 'IMPRINT', feature = 'is_eloquent', stage = 'PRE', options = list(maxVif = NA, errors = 'IID'))
  add(iid, termOf(fitted(pre), 'is_eloquent', 'IID'), atMost(0.5))
  add(ofModel('SHIFT_IMPRINT', 'sentiment', side = 'REJECTED'), termOf(fitted(both(data, theta)), 'r.sentiment'), within(-60, 60))
  misaligned <- 1 - aligned$POST
  all4(ofModel('MISALIGNMENT', 'is_harmless', side = 'CHOSEN'), termOf(fitted(both(data, misaligned), TRUE), 'c.is_harmless', logit = TRUE))
  chose <- list(PRE = choseBy(data$preChosen, data$preRejected), POST = choseBy(data$postChosen, data$postRejected))
  all4(ofModel('CHOICE', 'is_eloquent'), termOf(fitted(choice(data, chose$POST), TRUE), 'is_eloquent', logit = TRUE))
  human <- choice(data, rep(1, n))
  amplified <- contrast(human, choice(data, chose$POST), TRUE)
  all4(ofModel('AMPLIFICATION', 'is_helpful'), differenceOf(amplified, 'is_helpful', Inf, n))
  rewritten <- flips(data, data$postChosen, data$postRejected, data$rewrittenPostChosen, data$rewrittenPostRejected, all)
  rewrittenPre <- flips(data, data$preChosen, data$preRejected, data$rewrittenPreChosen, data$rewrittenPreRejected, all)
  all4(ofModel('ROBUSTNESS', 'is_eloquent', side = 'CHOSEN', flip = 'LOST'),
    termOf(fitted(rewritten, TRUE), 'lost is_eloquent c', logit = TRUE))
  t <- prompts(group) - 1
  pairsOf <- function(a, b) length(union(a$pair, b$pair))
  add(ofModel('IMPRINT', 'is_harmless'), differenceOf(contrast(pre, post), 'is_harmless', t, pairsOf(pre, post)), noWorse(0.6, model))
  mine <- imprint(data, data$postChosen, data$postRejected, 'PAIR', first)
  theirs <- imprint(data, data$preChosen, data$preRejected, 'PAIR', last)
  df <- prompts(c(mine$prompt, theirs$prompt)) - 1
  add(c(ofModel('IMPRINT', 'sentiment'), list(where = whereFirst)), differenceOf(contrast(theirs, mine), 'sentiment', df,
    pairsOf(mine, theirs)), noWorse(1, c(model, list(where = whereLast))))
  add(c(ofModel('SHIFT_IMPRINT', 'is_helpful'), list(where = whereFirst)), differenceOf(contrast(both(data, theta, last),
    both(data, theta, first)), 'c.is_helpful', df, n), noWorse(40, list(where = whereLast)))
  add(c(ofModel('MISALIGNMENT', 'is_helpful'), list(where = whereFirst)), differenceOf(contrast(both(data, misaligned, last),
    both(data, misaligned, first), TRUE), 'c.is_helpful', Inf, n), noWorse(1.5, list(where = whereLast)))
  choices <- list(choice(data, chose$PRE), choice(data, chose$POST))
  add(ofModel('CHOICE', 'is_helpful'), differenceOf(contrast(choices[[1]], choices[[2]], TRUE), 'is_helpful', Inf,
    pairsOf(choices[[1]], choices[[2]])), noWorse(0.5, model))
  add(ofModel('AMPLIFICATION', 'is_helpful'), differenceOf(contrast(choices[[1]], choices[[2]], TRUE), 'is_helpful', Inf,
    pairsOf(choices[[1]], choices[[2]])), noWorse(0.4, model))
  add(ofModel('ROBUSTNESS', 'sentiment', side = 'REJECTED', flip = 'LOST'), differenceOf(contrast(rewrittenPre, rewritten, TRUE),
    'lost sentiment r', Inf, pairsOf(rewritten, rewrittenPre)), noWorse(0.8, model))
  found
}

# Holm over all that have a p-value, in either direction.
judged <- function(found) {
  column <- function(name) vapply(found, function(x) if (is.null(x[[name]])) NA_real_ else x[[name]], 1)
  adjusted <- p.adjust(column('pValue'), 'holm')
  opposite <- p.adjust(column('opposite'), 'holm')
  lapply(seq_along(found), function(i) {
    x <- found[[i]]
    isShown <- function(p) !is.na(p) && p < 0.05
    list(objective = x$objective, outcome = if (isShown(adjusted[i])) 'PASS' else if (isShown(opposite[i])) 'FAIL' else 'INCONCLUSIVE',
      estimate = x$estimate, standardError = x$standardError, pairs = x$pairs, pValue = x$pValue,
      adjustedPValue = adjusted[i], oppositePValue = opposite[i], detectable = x$detectable)
  })
}

stored <- function(data) lapply(data, function(x) if (is.matrix(x)) lapply(seq_len(ncol(x)), function(j) x[, j]) else x)
golden <- list(session = paste(R.version.string, 'sandwich', packageVersion('sandwich')), datasets = lapply(datasets, stored),
  answers = lapply(datasets, function(data) judged(objectivesOf(data))))
writeGolden(golden, file.path(here, 'objectives.json'))
