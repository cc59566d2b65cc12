# Inputs and R's answers for src/stats: summaries, tests, intervals, kappa, circular, bins, distributions.
# Rscript test/golden/descriptive.R   (from the repository's root; writes descriptive.json beside itself)

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))

cases <- function(names, f) setNames(lapply(names, f), names)
test <- function(statistic, p, df = NULL) {
  result <- list(statistic = unname(statistic), pValue = unname(p))
  if (!is.null(df)) result$degreesOfFreedom <- unname(df)
  result
}
tTest <- function(...) {
  fit <- tryCatch(t.test(...), error = function(e) NULL)   # too few, or no spread
  if (is.null(fit) || is.nan(fit$statistic)) NULL else test(fit$statistic, fit$p.value, fit$parameter)
}

# Too long to store: test/golden/descriptive.ts has the same formulas, exact in both languages.
i <- 0:160799
long <- list(
  spread = ((i * 7919) %% 160801) / 1000 - 70,
  offset = 1e9 + ((i * 7919) %% 160801) / 160801,
  ties = (i * 31) %% 5 - 2,
  skewed = { share <- (i * 7919) %% 160801 / 160801; share * share * share - 0.25 })

set.seed(1)
samples <- list(
  empty = numeric(0), one = 2.5, two = c(-1, 4), equal = rep(0.1, 7), zeros = rep(0, 5),
  ties = c(1, 1, 2, 2, 2, 3, -1, -1, 0), negative = -(1:6), odd = c(3, 1, 2), even = c(4, 1, 3, 2),
  offset = 1e9 + c(0.1, 0.2, 0.3, 0.4, 0.7), huge = 1e15 + c(1, 2, 4, 8), tiny = c(1, 2, 4) * 1e-200,
  wide = c(-1e12, 1e-12, 1e12, 1), positive = c(1, 2, 3, 4, 5), normal = rnorm(101), farTail = 40 + rnorm(200))

# R's squares of numbers as small as this are 0: it is asked about 1e200 times as much.
unit <- function(x) if (length(x) > 0 && max(abs(x)) > 0 && max(abs(x)) < 1e-150) 1e-200 else 1

summaries <- function(x) {
  none <- length(x) == 0
  list(
    count = length(x), mean = if (!none) mean(x), median = if (!none) median(x),
    standardDeviation = if (length(x) > 1) sd(x / unit(x)) * unit(x), min = if (!none) min(x), max = if (!none) max(x))
}
coin <- function(a, b) {
  p <- min(1, 2 * pbinom(min(a, b), a + b, 0.5))
  exact <- binom.test(c(a, b))$p.value
  stopifnot(isTRUE(all.equal(p, exact, tolerance = 1e-9)) || max(p, exact) < 1e-300)
  p
}
signs <- function(x) {
  a <- sum(x > 0); b <- sum(x < 0)
  if (a + b > 0) test((a - b) / 2, coin(a, b))
}
both <- function(a, b) {
  list(equalVariances = tTest(a, b, var.equal = TRUE), welch = tTest(a, b, var.equal = FALSE))
}
sample01 <- function(successes, n) rep(c(1, 0), c(successes, n - successes))

oneSample <- function(x) {
  list(values = I(x), summary = summaries(x), tTest = if (length(x)) tTest(x / unit(x)), signTest = signs(x))
}
oneLong <- function(name) oneSample(long[[name]])[-1]

pairs <- list(c('normal', 'normal'), c('positive', 'two'), c('one', 'positive'), c('one', 'two'), c('one', 'one'),
  c('empty', 'positive'), c('equal', 'zeros'), c('equal', 'positive'), c('farTail', 'normal'), c('offset', 'huge'),
  c('negative', 'ties'), c('wide', 'tiny'))
proportions <- list(c(88261, 121517, 25505, 28443), c(88261, 121517, 6082, 10840), c(1, 2, 0, 3), c(3, 3, 0, 4), c(0, 1, 1, 1))

differences <- list(none = numeric(0), one = 1, zeros = rep(0, 6), ones = rep(1, 4), balanced = c(-1, 1, 0, 0),
  ternary = c(2, -2, 1, 0, 0, -1, 2, 1), long = (i * 31) %% 5 - 2, rare = as.numeric(i %% 100 == 7),
  shifted = as.numeric(i %% 10 < 2) - as.numeric(i %% 10 == 3))
paired <- function(name) {
  d <- differences[[name]]
  before <- rep(c(0, 1), length.out = length(d))
  list(count = length(d), sum = sum(d), sumOfSquares = sum(d^2),
    tTest = if (length(d)) tTest(before + d, before, paired = TRUE))
}

coins <- list(c(0, 1), c(1, 0), c(0, 2), c(1, 1), c(5, 5), c(5, 6), c(3, 17), c(2938, 4758), c(4758, 6082), c(4758, 2938),
  c(400, 700), c(0, 900), c(0, 996), c(80399, 80400), c(80400, 80400), c(80000, 80800), c(76000, 84800), c(73000, 87800),
  c(72970, 87830), c(92734, 68065), c(30980, 10465), c(13096, 14547), c(4241, 9824), c(44417, 33229))

# Nearer to 1, prop.test itself loses digits: it takes qnorm((1 + level) / 2).
intervals <- expand.grid(case = 1:10, level = c(0.5, 0.95, 0.999, 1 - 1e-6))
wilson <- Map(function(case, level) {
  k <- c(0, 1, 1, 5, 10, 0, 1, 119091, 160800, 160799)[case]
  n <- c(1, 1, 2, 10, 10, 160800, 160800, 160800, 160800, 160800)[case]
  ci <- suppressWarnings(prop.test(k, n, conf.level = level, correct = FALSE)$conf.int)
  list(successes = k, n = n, level = level, lower = ci[1], upper = ci[2])
}, intervals$case, intervals$level)

table_ <- function(...) matrix(c(...), nrow = sqrt(length(c(...))), byrow = TRUE)
tables <- list(empty = table_(0, 0, 0, 0), oneClass = table_(7, 0, 0, 0), perfect = table_(7, 0, 0, 5),
  opposite = table_(0, 4, 4, 0), chance = table_(4, 4, 4, 4), usual = table_(20, 5, 10, 15), oneRaterConstant = table_(8, 3, 0, 0),
  ternary = table_(10, 2, 1, 3, 20, 4, 0, 5, 30), absent = table_(10, 0, 2, 0, 0, 0, 3, 0, 9),
  large = table_(120000, 20000, 30000, 151600))
kappas <- function(name) {
  t <- tables[[name]]
  n <- sum(t)
  agreement <- if (n > 0) e1071::classAgreement(as.table(t), match.names = FALSE)
  kappa <- if (n > 0 && is.finite(agreement$kappa)) agreement$kappa
  list(table = lapply(seq_len(nrow(t)), function(r) t[r, ]), agreement = agreement$diag, kappa = kappa)
}

angles <- list(one = 33.3, equal = rep(-120, 4), across = c(170, -170, 175, -160), quarter = c(0, 90), right = c(180, 180, 180),
  spread = c(-179, -90, -1, 0, 3, 45, 100, 180), random = runif(300, -40, 160), near0 = c(1e-7, 2e-7, 4e-7))
circular <- function(x) {
  resultant <- mean(exp(1i * x * pi / 180))
  list(mean = Arg(resultant) * 180 / pi, resultantLength = Mod(resultant))
}

edges <- function(from, to, bins) c(from + (to - from) * (0:(bins - 1) / bins), to)
binned <- function(x, from, to, bins) {
  e <- edges(from, to, bins)
  list(bins = bins, edges = I(e), counts = I(tabulate(findInterval(x, e, rightmost.closed = TRUE), bins)))
}
histograms <- lapply(list(
  list(x = c(0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1), domain = c(0, 1), bins = 10),
  list(x = (0:100) / 100, domain = c(0, 1), bins = 50),
  list(x = seq(-180, 180, by = 7.5), domain = c(-180, 180), bins = 16),
  list(x = c(-180, 180, 0, -22.5, 22.5, 22.499999999999996), domain = c(-180, 180), bins = 16),
  list(x = rnorm(500), domain = NULL, bins = 7),
  list(x = (-30:60) * 0.1, domain = NULL, bins = 90),
  list(x = c(5, 5, 5), domain = NULL, bins = 4),
  list(x = c(1, 2), domain = NULL, bins = 1),
  list(x = 1e9 + (0:20) * 0.1, domain = NULL, bins = 20)), function(case) {
    ends <- if (is.null(case$domain)) range(case$x) else case$domain
    if (ends[1] == ends[2]) ends <- ends + c(-0.5, 0.5)
    c(list(values = I(case$x), domain = case$domain), binned(case$x, ends[1], ends[2], case$bins))
  })

px <- round(rnorm(200), 1); py <- round(0.6 * px + rnorm(200), 1)
cell <- function(v, bins) {
  factor(findInterval(v, edges(min(v), max(v), bins), rightmost.closed = TRUE), levels = seq_len(bins))
}
counts <- table(cell(py, 6), cell(px, 8))
heatmap <- list(x = px, y = py, xBins = 8, yBins = 6, counts = lapply(1:6, function(r) as.numeric(counts[r, ])))

student <- expand.grid(t = c(0, 1e-9, 0.3, -1.96, 5, -12, 36.62045368549807, 37), df = c(1, 2.5, 7, 160799, 132355, 1e8))

golden <- list(
  session = I(c(R.version.string, paste('e1071', packageVersion('e1071')), extSoftVersion()[['BLAS']], Sys.info()[['machine']])),
  samples = lapply(samples, oneSample),
  long = cases(names(long), oneLong),
  twoSample = lapply(pairs, function(p) c(list(a = p[1], b = p[2]), both(samples[[p[1]]], samples[[p[2]]]))),
  proportions = lapply(proportions, function(p) c(list(counts = p), both(sample01(p[1], p[2]), sample01(p[3], p[4])))),
  paired = cases(names(differences), paired),
  coins = lapply(coins, function(p) list(counts = p, pValue = coin(p[1], p[2]))),
  wilson = unname(wilson),
  kappa = cases(names(tables), kappas),
  circular = lapply(angles, function(x) c(list(values = I(x)), circular(x))),
  circularLong = circular(long$spread),
  histograms = histograms,
  histogramLong = binned(long$skewed, min(long$skewed), max(long$skewed), 50),
  heatmap = heatmap,
  student = Map(function(t, df) list(t = t, df = df, pValue = 2 * pt(-abs(t), df)), student$t, student$df),
  normal = lapply(c(0, 0.5, -1.96, 8, -20, 37), function(z) list(z = z, pValue = 2 * pnorm(-abs(z)))),
  quantiles = lapply(c(1e-16, 1e-12, 1e-9, 0.005, 0.025, 0.3, 0.5, 0.975, 0.9995), function(p) list(p = p, z = qnorm(p))))

writeGolden(golden, file.path(here, 'descriptive.json'))
