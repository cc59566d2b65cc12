# Points and R's lowess of them, in the points' order.
# Rscript test/golden/lowess.R   (from the repository's root; writes lowess.json beside itself)
# R 4.2 with jsonlite.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))

smooth <- function(x, y) {
  fitted <- numeric(length(x))
  fitted[order(x)] <- lowess(x, y)$y
  fitted
}
set.seed(71)
n <- 120
wave <- function(x) 3 * sin(x / 8) + rnorm(length(x))
outlying <- function(y) { y[c(7, 40, 41, 99)] <- c(60, -45, 80, 1e4); y }
even <- sample(n) / 2
points <- list(
  plain = list(x = runif(n, 0, 50), y = NULL),
  even = list(x = even, y = NULL),
  ties = list(x = rpois(n, 9), y = NULL),
  heavyTies = list(x = c(rep(4, 100), 1:20), y = NULL),
  outliers = list(x = runif(n, 0, 50), y = outlying(rnorm(n))),
  tiedOutliers = list(x = rpois(n, 9), y = outlying(rnorm(n))),
  gaps = list(x = c(runif(n - 3, 0, 1), 40, 41, 1000), y = NULL),
  skewed = list(x = exp(rnorm(n, 3, 1.5)), y = NULL),
  # Farther away R itself loses digits.
  far = list(x = 1000 + runif(n), y = 100 + rnorm(n)),
  constantStretches = list(x = even, y = ifelse(even < 20, 1, ifelse(even < 40, 5, 2))),
  twoLevels = list(x = even, y = as.numeric(even > 30)),
  line = list(x = even, y = 2 * even - 7),
  constantX = list(x = rep(3, n), y = outlying(rnorm(n))),
  constantY = list(x = even, y = rep(2.5, n)),
  ten = list(x = c(1, 1, 2, 3, 3, 3, 4, 7, 9, 9), y = c(1, 3, 2, 5, 4, 30, 3, 2, 1, 2)),
  four = list(x = c(2, 1, 4, 3), y = c(1, 5, 2, 2)),
  three = list(x = c(1, 2, 4), y = c(3, 1, 2)),
  threeTied = list(x = c(2, 2, 5), y = c(3, 1, 2)),
  two = list(x = c(5, 1), y = c(2, 3)),
  twoTied = list(x = c(1, 1), y = c(2, 3)),
  one = list(x = 4, y = 2))
points <- lapply(points, function(p) { if (is.null(p$y)) p$y <- wave(p$x); p })

# Too many to be stored: lowess.ts has these formulas. Of every 8,040th point.
i <- seq_len(321600) - 1
long <- list(
  x = (i * 7919) %% 20011 / 10,
  y = ((i * 7919) %% 20011 / 2000)^2 + (i * 104729) %% 10007 / 10007 + ifelse(i %% 97 == 0, 50, 0))

golden <- list(
  session = I(c(R.version.string, Sys.info()[['machine']])),
  points = lapply(points, function(p) list(x = I(p$x), y = I(p$y), fitted = I(smooth(p$x, p$y)))),
  long = I(smooth(long$x, long$y)[i %% 8040 == 0]))
writeGolden(golden, file.path(here, 'lowess.json'))
