# Numbers of entries as reward models, against the human and against models: R's numbers.
# Rscript test/golden/rulers.R   (from the repository's root; writes rulers.json beside itself)
# R 4.2 with jsonlite, sandwich.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
suppressPackageStartupMessages(library(sandwich))

agree <- function(a, b, tolerance = 1e-9) stopifnot(all(abs(a - b) <= tolerance * pmax(abs(b), 1e-3)))
prompts <- function(group) length(unique(group))

# Of zeros and ones, by prompt: their share, and its Wilson interval of n / deff pairs.
share <- function(y, group) {
  n <- length(y)
  G <- prompts(group)
  if (n == 0) return(list(pairs = 0, prompts = 0))
  p <- mean(y)
  effect <- if (G == n) 1 else if (G > 1) {
    if (p %in% 0:1) 1 else c(vcovCL(lm(y ~ 1), cluster = group, type = 'HC1')) * (n - 1) / n / (p * (1 - p) / n)
  }
  interval <- if (!is.null(effect)) {
    z <- qnorm(0.975)
    m <- n / effect
    half <- z * sqrt(p * (1 - p) / m + z^2 / (4 * m^2))
    c(p + z^2 / (2 * m) - half, p + z^2 / (2 * m) + half) / (1 + z^2 / m)
  }
  if (identical(effect, 1)) agree(interval, suppressWarnings(prop.test(sum(y), n, correct = FALSE)$conf.int))
  list(pairs = n, prompts = G, aligned = sum(y), designEffect = effect,
    interval = if (!is.null(interval)) list(lower = interval[1], upper = interval[2]))
}

# Against a half: exact with one pair a prompt, else t with G - 1 df.
test <- function(right, group) {
  n <- length(right)
  if (n == 0) return(NULL)
  if (prompts(group) == n) return(list(statistic = sum(right) - n / 2, pValue = binom.test(sum(right), n)$p.value))
  error <- if (prompts(group) > 1) sqrt(c(vcovCL(lm(right - 0.5 ~ 1), cluster = group, type = 'HC1'))) else 0
  if (error < 1e-12) return(NULL)
  t <- (mean(right) - 0.5) / error
  list(statistic = t, pValue = 2 * pt(-abs(t), prompts(group) - 1))
}

ruler <- function(data, name) with(data, {
  difference <- sign(data[[paste0(name, 'Chosen')]] - data[[paste0(name, 'Rejected')]])
  difference[tie] <- NA
  counts <- which(difference != 0)
  higherWins <- mean(c(difference[counts], 0)) >= 0
  right <- as.numeric((difference[counts] > 0) == higherWins)
  # The sign of what the model adds where the ruler chooses the chosen entry, less where it chooses the other.
  of <- function(chosen, rejected) {
    same <- (sign(chosen - rejected) * difference * (if (higherWins) 1 else -1))[counts]
    decided <- which(same != 0)
    c(share(as.numeric(same[decided] > 0), group[counts][decided]), indifferent = sum(same == 0, na.rm = TRUE))
  }
  list(higherWins = higherWins, ties = sum(tie) + sum(difference == 0, na.rm = TRUE),
    alignment = share(right, group[counts]), test = test(right, group[counts]),
    models = list(PRE = of(preChosen, preRejected), POST = of(postChosen, postRejected)))
})

# Lengths are whole, so that some are equal; the human prefers the shorter entry, by as much as the prompt says, and the
# model after training the longer one. The age is the same everywhere.
made <- function(sizes, seed, lean = -0.15) {
  set.seed(seed)
  group <- sample(rep(seq_along(sizes), sizes))
  n <- length(group)
  by <- rnorm(length(sizes), lean, 0.3)[group]
  first <- rpois(n, 6)
  second <- rpois(n, 6)
  chosenFirst <- runif(n) < plogis(by * (first - second))
  data <- list(group = group, lengthChosen = ifelse(chosenFirst, first, second),
    lengthRejected = ifelse(chosenFirst, second, first), ageChosen = rep(3, n), ageRejected = rep(3, n),
    tie = rep(FALSE, n))
  score <- function(effect) round(2 * (effect * data$lengthChosen + rnorm(n))) / 2
  data$preChosen <- score(0)
  data$preRejected <- score(0)
  level <- rnorm(length(sizes))[group]
  data$postChosen <- round(2 * (0.2 * data$lengthChosen + level + rnorm(n))) / 2
  data$postRejected <- round(2 * (0.2 * data$lengthRejected - level + rnorm(n))) / 2
  data
}
# The human has no preference, an entry has no length, a model did not score.
withGaps <- function(data) {
  data$tie[c(3, 17, 40)] <- TRUE
  data$lengthChosen[c(6, 21)] <- NA
  data$lengthRejected[c(21, 33)] <- NA
  data$postChosen[c(8, 9, 33)] <- NA
  data$preRejected[11] <- NA
  data
}
fixed <- function(group, chosen, rejected) {
  n <- length(group)
  list(group = group, lengthChosen = chosen, lengthRejected = rejected, ageChosen = seq_len(n), ageRejected = rep(2, n),
    tie = rep(FALSE, n), preChosen = rep(1, n), preRejected = rep(1, n), postChosen = seq_len(n), postRejected = rep(2, n))
}

datasets <- list(
  several = withGaps(made(c(7, 1, 5, 2, 1, 3, 4, 1, 6, 2, 1, 1, 3, 2, 7, 1, 4, 5, 1, 2, 6, 3, 1, 2, 4, 1, 2, 3), 61)),
  longer = made(c(3, 1, 5, 2, 1, 3, 4, 7, 6, 2, 1, 1, 3, 2), 62, 0.4),
  single = withGaps(made(rep(1, 60), 63)),
  three = fixed(1:3, c(5, 1, 4), c(2, 3, 4)),
  right = fixed(c(1, 1, 2), c(1, 2, 3), c(4, 5, 6)),
  cancel = fixed(c(1, 1, 2, 2), c(1, 4, 2, 9), c(2, 3, 5, 1)),
  prompt = fixed(c(1, 1, 1), c(1, 4, 2), c(2, 3, 5)),
  none = fixed(1:4, c(NA, 1, NA, 2), c(1, NA, NA, NA)))

golden <- list(
  session = I(c(R.version.string, paste('sandwich', packageVersion('sandwich')), Sys.info()[['machine']])),
  datasets = datasets,
  answers = lapply(datasets, function(data) list(length = ruler(data, 'length'), age = ruler(data, 'age'))))
writeGolden(golden, file.path(here, 'rulers.json'))
