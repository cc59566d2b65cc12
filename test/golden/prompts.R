# Data (prompts-data.R) and R's answers for everything that counts prompts: shares, means, tests, regressions and their
# differences, whatever the effects and errors.
# Rscript test/golden/prompts.R   (from the repository's root; writes prompts.json beside itself)
# R 4.2 with jsonlite, sandwich, lmtest.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
source(file.path(here, 'prompts-data.R'))
source(file.path(here, 'prompts-fits.R'))
suppressPackageStartupMessages({ library(sandwich); library(lmtest) })

agree <- function(a, b, tolerance = 1e-9) stopifnot(all(abs(a - b) <= tolerance * pmax(abs(b), 1e-3)))

# By hand, as the definition has it; and by sandwich, but for the factor (n - 1) / n.
designEffect <- function(y, group) {
  n <- length(y)
  G <- prompts(group)
  p <- mean(y)
  if (G == n) return(1)
  if (G < 2) return(NULL)
  if (p == 0 || p == 1) return(1)
  V <- G / (G - 1) * (n - 1) / n * sum(tapply(y - p, group, sum)^2) / n^2
  agree(V, c(vcovCL(lm(y ~ 1), cluster = group, type = 'HC1')) * (n - 1) / n)
  V / (p * (1 - p) / n)
}
wilson <- function(p, n, level = 0.95) {
  z <- qnorm((1 + level) / 2)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  list(lower = (p + z^2 / (2 * n) - half) / (1 + z^2 / n), upper = (p + z^2 / (2 * n) + half) / (1 + z^2 / n))
}
share <- function(y, group) {
  group <- group[!is.na(y)]
  y <- y[!is.na(y)]
  if (length(y) == 0) return(list(pairs = 0, prompts = 0))
  effect <- designEffect(y, group)
  interval <- if (!is.null(effect)) wilson(mean(y), length(y) / effect)
  # Where nothing counts twice this is base R's own interval.
  if (identical(effect, 1)) {
    R <- suppressWarnings(prop.test(sum(y), length(y), correct = FALSE)$conf.int)
    agree(c(interval$lower, interval$upper), R)
  }
  list(pairs = length(y), aligned = sum(y), prompts = prompts(group), designEffect = effect, interval = interval)
}

# t with G - 1 df; with one value a prompt this is t.test.
meanOf <- function(x, group) {
  group <- group[!is.na(x)]
  x <- x[!is.na(x)]
  n <- length(x)
  if (n == 0) return(list(pairs = 0))
  G <- prompts(group)
  if (G < 2 || all(x == x[1])) return(list(pairs = n, prompts = G, mean = mean(x), test = NULL))
  found <- test(mean(x), sqrt(c(vcovCL(lm(x ~ 1), cluster = group, type = 'HC1'))), G - 1)
  if (G == n) agree(c(t.test(x)$p.value, t.test(x)$conf.int), c(found$pValue, found$lower, found$upper))
  list(pairs = n, prompts = G, mean = mean(x), test = found)
}

mcnemar <- function(pre, post, group) {
  d <- (post - pre)[!is.na(post - pre)]
  if (prompts(group[!is.na(post - pre)]) < length(d)) return(meanOf(post - pre, group)$test[c('statistic', 'pValue')])
  b <- sum(d > 0)
  c <- sum(d < 0)
  list(statistic = min(b, c), pValue = binom.test(b, b + c)$p.value)
}

# Of the first minus the second.
twoShares <- function(first, second, group) {
  y <- c(first, second)
  which <- rep(c(1, 0), c(length(first), length(second)))
  if (length(first) == 0 || length(second) == 0 || prompts(group) < 2) return(NULL)
  if (prompts(group) == length(y)) {
    R <- t.test(first, second, var.equal = TRUE)
    return(list(statistic = unname(R$statistic), pValue = R$p.value))
  }
  m <- lm(y ~ which)
  table <- coeftest(m, vcov = vcovCL(m, cluster = group, type = 'HC1'), df = prompts(group) - 1)
  list(statistic = table[2, 3], pValue = table[2, 4])
}

# Sigmoid of the margin against the human's choices, in bins of the confidence in what the model prefers.
calibration <- function(margin, group, bins = 4) {
  p <- plogis(margin)
  use <- which(margin != 0)
  confidence <- pmax(p, 1 - p)[use]
  edges <- seq(0.5, 1, length.out = bins + 1)
  bin <- factor(findInterval(confidence, edges, rightmost.closed = TRUE), seq_len(bins))
  right <- as.numeric(margin[use] > 0)
  apart <- abs(tapply(confidence, bin, mean) - tapply(right, bin, mean))
  list(logLoss = meanOf(-plogis(margin, log.p = TRUE), group), brier = mean((1 - p)^2, na.rm = TRUE),
    expectedCalibrationError = sum(table(bin) * apart, na.rm = TRUE) / length(use), equal = sum(margin == 0, na.rm = TRUE),
    bins = lapply(seq_len(bins), function(b) c(list(from = edges[b], to = edges[b + 1],
      confidence = if (any(bin == b)) mean(confidence[bin == b])), share(right[bin == b], group[use][bin == b]))))
}

answers <- function(data) {
  group <- data$group
  aligned <- lapply(list(PRE = data$preChosen > data$preRejected, POST = data$postChosen > data$postRejected), as.numeric)
  names <- c('REJECTED', 'INDIFFERENT', 'CHOSEN')
  step <- sign(data$chosen - data$rejected)
  preference <- names[2 + ifelse(step[, 2] != 0, step[, 2], step[, 1])]
  regime <- c('STAYED_MISALIGNED', 'REVERSED_ALIGNMENT', 'BECAME_ALIGNED', 'STAYED_ALIGNED')[1 + aligned$PRE + 2 * aligned$POST]
  theta <- angle(data)
  dm <- with(data, (postChosen - postRejected) - (preChosen - preRejected))
  of <- function(y, keep) replace(y, !(keep %in% TRUE), NA)
  sides <- names[c(3, 1, 2)]
  half <- ceiling(length(group) * 0.6)
  slices <- list(seq_len(half), seq(length(group) - half + 1, length(group)))
  misaligned <- 1 - aligned$POST
  effects <- c('PAIR', 'NONE', 'PROMPT')
  isLarge <- prompts(group) > 20
  human <- rep(1, length(group))
  models <- list(PRE = choseBy(data$preChosen, data$preRejected), POST = choseBy(data$postChosen, data$postRejected))
  labeler <- ifelse(preference == 'INDIFFERENT', NA, as.numeric(preference == 'CHOSEN'))
  list(
    alignment = lapply(aligned, share, group),
    preferences = setNames(lapply(sides, function(one) share(of(aligned$POST, preference == one), group)), sides),
    agreement = setNames(lapply(unique(sort(regime)), function(one) {
      share(of(ifelse(preference == 'INDIFFERENT', NA, preference == 'CHOSEN'), regime == one), group)
    }), unique(sort(regime))),
    alignmentChange = if (prompts(group) > 1) mcnemar(aligned$PRE, aligned$POST, group),
    alignmentContrast = {
      mine <- which(preference == 'CHOSEN' & !is.na(aligned$POST))
      other <- which(preference == 'REJECTED' & !is.na(aligned$POST))
      twoShares(aligned$POST[mine], aligned$POST[other], group[c(mine, other)])
    },
    # POST, on the first three fifths minus on the rest.
    partAlignment = {
      known <- which(!is.na(aligned$POST))
      part <- intersect(slices[[1]], known)
      rest <- setdiff(known, part)
      twoShares(aligned$POST[part], aligned$POST[rest], group[c(part, rest)])
    },
    rewardShift = meanOf(theta, group),
    prevalence = setNames(lapply(1:4, function(f) meanOf(data$chosen[, f] - data$rejected[, f], group)), features),
    imprints = setNames(lapply(effects, function(one) fit(imprint(data, data$postChosen, data$postRejected, one))), effects),
    centredShift = meanOf(angle(centred(data)), group),
    centredQuadrants = with(centred(data), as.list(table(factor(2 * (postChosen > 0) + (postRejected > 0), 3:0,
      c('bothPositive', 'chosenOnlyPositive', 'rejectedOnlyPositive', 'bothNegative'))))),
    marginChange = meanOf(dm, group),
    calibration = with(data, list(PRE = calibration(preChosen - preRejected, group),
      POST = calibration(postChosen - postRejected, group))),
    shiftImprints = fit(both(data, theta)),
    marginChangeImprints = fit(both(data, dm)),
    linear = fit(both(data, misaligned)),
    logit = if (isLarge) fit(both(data, misaligned), TRUE),
    # By target features the labeler's own choice is separated.
    choices = if (isLarge) list(HUMAN = fit(choice(data, human), TRUE), PRE = fit(choice(data, models$PRE), TRUE),
      POST = fit(choice(data, models$POST), TRUE), LABELER = fit(choice(data, labeler, 3:4), TRUE)),
    amplification = if (isLarge) lapply(models, function(model) contrast(choice(data, human), choice(data, model), TRUE)),
    compareChoices = if (isLarge) contrast(choice(data, human, rows = slices[[2]]), choice(data, models$POST, rows = slices[[1]]), TRUE),
    # Of two models on the same pairs, and of two slices that overlap: the first and the last three fifths.
    compareImprints = setNames(lapply(effects, function(one) contrast(imprint(data, data$preChosen, data$preRejected, one),
      imprint(data, data$postChosen, data$postRejected, one))), effects),
    compareSlices = setNames(lapply(effects, function(one) contrast(
      imprint(data, data$postChosen, data$postRejected, one, slices[[1]]),
      imprint(data, data$postChosen, data$postRejected, one, slices[[2]]))), effects),
    compareShiftImprints = contrast(both(data, theta, slices[[1]]), both(data, theta, slices[[2]])),
    compareMarginChangeImprints = contrast(both(data, dm, slices[[1]]), both(data, dm, slices[[2]])),
    compareMisalignment = if (isLarge) contrast(both(data, misaligned, slices[[1]]), both(data, misaligned, slices[[2]]), TRUE))
}

stored <- function(data) lapply(data, function(x) if (is.matrix(x)) lapply(seq_len(ncol(x)), function(j) x[, j]) else x)
golden <- list(
  session = I(c(R.version.string, vapply(c('sandwich', 'lmtest'), function(x) paste(x, packageVersion(x)), ''),
    Sys.info()[['machine']])),
  datasets = lapply(datasets, stored),
  answers = lapply(datasets, answers))
writeGolden(golden, file.path(here, 'prompts.json'))
