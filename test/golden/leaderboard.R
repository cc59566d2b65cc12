# Models on the same pairs: alignment, comparisons two by two, tiers, slices. R's numbers.
# Rscript test/golden/leaderboard.R   (from the repository's root; writes leaderboard.json beside itself)
# R 4.2 with jsonlite, sandwich, lmtest.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
suppressPackageStartupMessages({ library(sandwich); library(lmtest) })

agree <- function(a, b, tolerance = 1e-9) stopifnot(all(abs(a - b) <= tolerance * pmax(abs(b), 1e-3)))
prompts <- function(group) length(unique(group))

# The rewards of seal-small, and models made of them: mixed, with noise, in other units, turned round, with gaps.
set.seed(51)
seal <- function(stage) read.csv(file.path(here, '../fixtures/seal-small', paste0('compare-', stage, '.csv')))
pre <- seal('pre'); post <- seal('post')
n <- nrow(pre)
rounded <- function(x) round(64 * x) / 64
model <- function(chosen, rejected) list(chosen = rounded(chosen), rejected = rounded(rejected))
mix <- function(way, noise = 0) model((1 - way) * pre$chosen_score + way * post$chosen_score + rnorm(n, sd = noise),
  (1 - way) * pre$rejected_score + way * post$rejected_score + rnorm(n, sd = noise))
models <- list(pre = mix(0), post = mix(1), half = mix(0.5), noisy = mix(1, 0.6), far = mix(1.6), random = mix(0, 6))
models$twice <- lapply(models$post, function(x) 2 * x)
models$against <- lapply(models$noisy, function(x) -x)
models$gaps <- models$half
models$gaps$chosen[seq(3, n, by = 13)] <- NA
models$gaps$rejected[seq(3, n, by = 13)] <- NA

subset <- sample(rep(c('a', 'b', 'c', 'd'), c(330, 180, 65, 25)))
tie <- seq_len(n) %% 19 == 0
sizes <- sample(rep(1:7, length.out = 200))
group <- list(single = seq_len(n), mixed = sample(rep(seq_along(sizes), sizes), n), one = rep(1, n),
  few = rep(1:3, length.out = n))

wilson <- function(p, n, level) {
  z <- qnorm((1 + level) / 2)
  half <- z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))
  list(lower = (p + z^2 / (2 * n) - half) / (1 + z^2 / n), upper = (p + z^2 / (2 * n) + half) / (1 + z^2 / n))
}
share <- function(y, group) {
  m <- length(y)
  p <- mean(y)
  G <- prompts(group)
  effect <- if (G == m) 1 else if (G > 1) c(vcovCL(lm(y ~ 1), cluster = group, type = 'HC1')) * (m - 1) / m / (p * (1 - p) / m)
  interval <- if (!is.null(effect)) wilson(p, m / effect, 0.95)
  if (identical(effect, 1)) agree(unlist(interval), prop.test(sum(y), m, correct = FALSE)$conf.int)
  list(pairs = m, prompts = G, aligned = sum(y), designEffect = effect, interval = interval)
}

# First minus second.
compared <- function(first, second, group, errors, level) {
  d <- first - second
  m <- length(d)
  only <- c(sum(d > 0), sum(d < 0))
  counts <- list(onlyFirst = only[1], onlySecond = only[2])
  clustered <- errors == 'PROMPT' && prompts(group) < m
  G <- if (clustered) prompts(group) else m
  if (G < 2 || all(d == d[1])) {
    pValue <- if (!clustered && sum(only) > 0) binom.test(only[1], sum(only))$p.value
    return(c(counts, list(difference = list(estimate = mean(d), test = NULL), pValue = pValue)))
  }
  fit <- lm(d ~ 1)
  V <- switch(errors, IID = vcov(fit), HC1 = vcovHC(fit, type = 'HC1'),
    CLUSTER = vcovCL(fit, cluster = seq_len(m), type = 'HC1'), PROMPT = vcovCL(fit, cluster = group, type = 'HC1'))
  table <- coeftest(fit, vcov = V, df = G - 1)
  ends <- coefci(fit, vcov = V, df = G - 1, level = level)
  test <- list(standardError = table[2], statistic = table[3], pValue = table[4], lower = ends[1], upper = ends[2])
  pValue <- if (clustered) test$pValue else binom.test(only[1], sum(only))$p.value
  c(counts, list(difference = list(estimate = mean(d), test = test), pValue = pValue))
}

board <- function(group, options) {
  scored <- !tie & Reduce(`&`, lapply(models, function(one) !is.na(one$chosen)))
  aligned <- lapply(models, function(one) as.numeric(one$chosen > one$rejected)[scored])
  group <- group[scored]
  slices <- split(seq_along(group), subset[scored])
  ranking <- names(models)[order(-vapply(aligned, sum, 0), names(models))]
  couples <- combn(ranking, 2, simplify = FALSE)
  comparisons <- lapply(couples, function(couple) c(list(first = couple[1], second = couple[2]),
    compared(aligned[[couple[1]]], aligned[[couple[2]]], group, options$errors, options$level)))
  p <- vapply(comparisons, function(one) if (is.null(one$pValue)) NA else one$pValue, 0)
  method <- c(NONE = 'none', BONFERRONI = 'bonferroni', HOLM = 'holm', BENJAMINI_HOCHBERG = 'BH')[[options$correction]]
  adjusted <- p.adjust(p, method)
  comparisons <- Map(function(one, p) c(one, list(adjustedPValue = if (!is.na(p)) p)), comparisons, adjusted)
  # From the best on: a tier ends before the first that is significantly worse than the tier's best.
  tiers <- integer()
  tier <- 1
  best <- ranking[1]
  for (name in ranking) {
    of <- Filter(function(one) one$first == best && one$second == name, comparisons)
    if (length(of) > 0 && isTRUE(of[[1]]$adjustedPValue < 1 - options$level)) {
      tier <- tier + 1
      best <- name
    }
    tiers <- c(tiers, tier)
  }
  rows <- Map(function(name, tier) {
    y <- aligned[[name]]
    scores <- vapply(slices, function(slice) mean(y[slice]), 0)
    large <- scores[lengths(slices) >= 30]
    worst <- names(large)[which.min(large)]
    list(model = name, scored = sum(!tie & !is.na(models[[name]]$chosen)), alignment = share(y, group), tier = tier,
      worst = worst, worstAlignment = share(y[slices[[worst]]], group[slices[[worst]]]), sliceMean = mean(scores))
  }, ranking, tiers)
  list(rows = unname(rows), comparisons = unname(comparisons))
}

options <- list(
  list(errors = 'PROMPT', correction = 'HOLM', level = 0.95),
  list(errors = 'IID', correction = 'BONFERRONI', level = 0.9),
  list(errors = 'HC1', correction = 'BENJAMINI_HOCHBERG', level = 0.99),
  list(errors = 'CLUSTER', correction = 'NONE', level = 0.5))

# Counts of pairs on which only one of two models is aligned, as published for four couples.
published <- lapply(list(c(4, 3), c(30, 23), c(29, 27), c(39, 26)),
  function(only) list(only = only, pValue = binom.test(only[1], sum(only))$p.value))

writeGolden(list(
  session = I(c(R.version.string, vapply(c('sandwich', 'lmtest'), function(x) paste(x, packageVersion(x)), ''),
    Sys.info()[['machine']])),
  data = c(list(subset = subset, tie = tie), group),
  models = models,
  published = published,
  # Of few prompts, errors that do not count them are what they were.
  answers = Map(function(one, name) lapply(if (name %in% c('single', 'mixed')) options else options[1],
    function(options) c(list(options = options), board(one, options))), group, names(group))),
  file.path(here, 'leaderboard.json'))
