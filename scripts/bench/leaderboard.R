# Rscript scripts/bench/leaderboard.R DATA.csv COMPARISONS: how much of the processor's time R takes to compare the first model with so many others, as
# a leaderboard does, and what it finds. Reading the data is not measured. Prints JSON.
suppressPackageStartupMessages({ library(sandwich); library(jsonlite) })
arguments <- commandArgs(trailingOnly = TRUE)
data <- as.matrix(read.csv(arguments[1]))
prompt <- data[, 1]
aligned <- data[, -1]
one <- length(unique(prompt)) == length(prompt)
compared <- function(other) {
  d <- aligned[, 1] - aligned[, other]
  m <- lm(d ~ 1)
  error <- sqrt(c(vcovCL(m, cluster = prompt, type = 'HC1')))
  statistic <- mean(d) / error
  p <- if (one) binom.test(sum(d > 0), sum(d != 0))$p.value else 2 * pt(-abs(statistic), length(unique(prompt)) - 1)
  list(error = error, pValue = p)
}
time <- system.time(found <- lapply(1 + seq_len(as.integer(arguments[2])), compared))
seconds <- time[['user.self']] + time[['sys.self']]
cat(toJSON(list(version = R.version.string, seconds = seconds, errors = vapply(found, `[[`, 0, 'error'),
  pValues = vapply(found, `[[`, 0, 'pValue')), digits = 17, auto_unbox = TRUE))
