# Data (regression-data.R) and R's answers for src/stats: least squares, logit, their errors, and what can't be estimated.
# Firth and marginal effects are in regression-logit.R, differences between regressions in regression-contrast.R.
# Rscript test/golden/regression.R   (from the repository's root; writes regression.json beside itself)
# R 4.2 with jsonlite, sandwich, car, brglm2.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
source(file.path(here, 'regression-data.R'))
source(file.path(here, 'regression-logit.R'))
source(file.path(here, 'regression-contrast.R'))
suppressPackageStartupMessages({ library(sandwich); library(car) })

agree <- function(a, b, tolerance = 1e-9) {
  stopifnot(length(a) == length(b), all(abs(a - b) <= tolerance * pmax(abs(b), 1e-3)))
}

# Two-sided Wald against 0 at 95 %. df = Inf is the normal distribution.
wald <- function(estimate, V, df) {
  error <- sqrt(diag(V))
  stopifnot(error > 1e-6)
  half <- qt(0.975, df) * error
  data.frame(standardError = error, statistic = estimate / error, pValue = 2 * pt(-abs(estimate / error), df),
    lower = estimate - half, upper = estimate + half)
}
row <- function(table, i) if (!is.null(table)) as.list(table[i, ])
termList <- function(names, estimates, errors, vif = NULL) {
  lapply(seq_along(names), function(i) {
    term <- list(term = names[i], estimate = estimates[[i]])
    if (!is.null(vif)) term <- append(term, list(vif = vif[[names[i]]]), 1)
    c(term, lapply(errors, row, i))
  })
}

# R: car::vif of the linear model. Without intercept from the raw cross-products.
vifs <- function(X, intercept) {
  if (ncol(X) == 0) return(list())
  scaled <- if (intercept) cor(X) else crossprod(sweep(X, 2, sqrt(colSums(X^2)), '/'))
  vif <- diag(solve(scaled))
  stopifnot(vif > 1 - 1e-9)
  if (intercept && ncol(X) > 1 && nrow(X) > ncol(X) + 1) agree(vif, vif(lm(seq_len(nrow(X))^2 ~ ., data.frame(X))), 1e-8)
  as.list(setNames(vif, colnames(X)))
}

# What lm drops, pivoting with tolerance 1e-9; a column that doesn't vary (that is all 0, without intercept) is constant.
droppedTerms <- function(X, y, intercept) {
  model <- if (intercept) lm(y ~ X, tol = 1e-9) else lm(y ~ 0 + X, tol = 1e-9)
  gone <- colnames(X)[is.na(tail(coef(model), ncol(X)))]
  constant <- colnames(X)[apply(X, 2, function(x) all(x == if (intercept) x[1] else 0))]
  stopifnot(constant %in% gone)
  lapply(gone, function(name) {
    list(term = name, status = if (name %in% constant) 'DROPPED_CONSTANT' else 'DROPPED_COLLINEAR')
  })
}
without <- function(X, dropped) X[, setdiff(colnames(X), vapply(dropped, `[[`, '', 'term')), drop = FALSE]
withIntercept <- function(X, intercept = TRUE) if (intercept) cbind('(Intercept)' = 1, X) else X

# `offset` is taken off the response before the fit and given back to the intercept: exact, and R keeps its digits.
leastSquares <- function(X, y, id, intercept, offset = 0) {
  if (all(y == y[1])) return(list(status = 'CONSTANT_RESPONSE'))
  y <- y - offset
  dropped <- droppedTerms(X, y, intercept)
  X <- without(X, dropped)
  model <- if (intercept) lm(y ~ X, tol = 1e-9) else lm(y ~ 0 + X, tol = 1e-9)
  names <- colnames(withIntercept(X, intercept))
  n <- length(y)
  k <- length(names)
  df <- model$df.residual
  stopifnot(!anyNA(coef(model)), df == n - k)
  rss <- sum(resid(model)^2)
  total <- if (intercept) sum((y - mean(y))^2) else sum(y^2)
  estimates <- coef(model) + if (intercept) c(offset, rep(0, k - 1)) else 0
  errors <- list(IID = NULL, HC1 = NULL, CLUSTER = NULL)
  perfect <- rss <= 1e-20 * total
  stopifnot(perfect || df > 0)
  if (!perfect) {
    agree(1 - rss / total, summary(model)$r.squared)
    clusters <- length(unique(id))
    V <- list(IID = vcov(model), HC1 = vcovHC(model, type = 'HC1'), CLUSTER = vcovCL(model, cluster = id, type = 'HC1'))
    if (clusters == n) agree(V$CLUSTER, V$HC1)
    errors <- Map(function(V, df) wald(estimates, V, df), V, list(df, df, clusters - 1))
  }
  # The residuals of a perfect fit are rounding (no residual degrees of freedom, or none needed): no errors from
  # them, and the likelihood has no bound.
  list(status = if (perfect) 'PERFECT_FIT' else 'ESTIMATED', n = n, residualDf = df,
    rSquared = if (perfect) 1 else 1 - rss / total, logLik = if (!perfect) as.numeric(logLik(model)),
    deviance = if (perfect) 0 else rss, dropped = dropped,
    adjusted = adjust(errors$CLUSTER, names), terms = termList(names, estimates, errors, vifs(X, intercept)))
}

# Over the terms without the intercept, in their order.
adjust <- function(table, names) {
  if (is.null(table)) return(NULL)
  p <- table$pValue[names != '(Intercept)']
  list(BONFERRONI = I(p.adjust(p, 'bonferroni')), HOLM = I(p.adjust(p, 'holm')), BENJAMINI_HOCHBERG = I(p.adjust(p, 'BH')))
}

# A second fit from the first one's estimates: vcov() and sandwich() then have the weights of the last step, not of the
# one before it.
maximumLikelihood <- function(X, y) {
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  model <- suppressWarnings(glm(y ~ 0 + X, family = binomial, control = control))
  model <- suppressWarnings(glm(y ~ 0 + X, family = binomial, control = control, start = coef(model)))
  p <- plogis(drop(X %*% coef(model)))
  # No gradient at a finite point: this is the maximum, and nothing (more) is separated.
  stopifnot(abs(crossprod(X, y - p)) < 1e-9, range(p) > 1e-4, range(p) < 1 - 1e-4)
  agree(vcov(model), solve(crossprod(X, p * (1 - p) * X)), 1e-10)
  model
}

# Columns of X that a basis of its null space has: the terms without a finite estimate.
freeTerms <- function(X) {
  decomposed <- svd(X, nv = ncol(X))
  rank <- sum(decomposed$d > 1e-9 * decomposed$d[1])
  if (rank == ncol(X)) return(character(0))
  space <- decomposed$v[, (rank + 1):ncol(X), drop = FALSE]
  colnames(X)[apply(abs(space) > 1e-9, 1, any)]
}

# `direction` is a combination of terms along which the likelihood never falls (checked below); the pairs in which it
# rises are predicted perfectly and leave. If the rest has a finite maximum (checked by maximumLikelihood), no other
# direction separates any more. The separated terms are those that the rest no longer identifies; among them a
# combination that it does identify stays in the fit, so that the others get the limits they approach.
logit <- function(X, y, id, direction = NULL) {
  if (all(y == y[1])) return(list(status = 'CONSTANT_RESPONSE'))
  dropped <- droppedTerms(X, y, TRUE)
  slopes <- without(X, dropped)
  X <- withIntercept(slopes)
  n <- nrow(X)
  k <- ncol(X)
  vif <- vifs(slopes, TRUE)
  named <- function(names) lapply(names, function(name) list(term = name, vif = vif[[name]]))
  rise <- if (is.null(direction)) rep(0, n) else drop(X[, names(direction), drop = FALSE] %*% direction) * (2 * y - 1)
  stopifnot(rise >= 0)
  if (all(rise > 0)) {
    return(list(status = 'COMPLETELY_SEPARATED', n = n, residualDf = n - k, rSquared = 1, logLik = 0, deviance = 0,
      dropped = dropped, separated = named(names(direction)), notEstimable = named(setdiff(colnames(X), names(direction)))))
  }
  rest <- rise == 0
  separated <- freeTerms(X[rest, , drop = FALSE])
  stopifnot(is.null(direction) == (length(separated) == 0), names(direction) %in% separated)
  names <- setdiff(colnames(X), separated)
  reduced <- X[rest, c(names, separated), drop = FALSE]
  identified <- qr(reduced, tol = 1e-9)
  reduced <- reduced[, sort(identified$pivot[seq_len(identified$rank)]), drop = FALSE]
  stopifnot(names %in% colnames(reduced))
  model <- maximumLikelihood(reduced, y[rest])
  estimates <- setNames(coef(model), colnames(reduced))[names]

  # One pair, one observation: CLUSTER is HC1. n and k are those of all pairs and all terms, as in the limit.
  robust <- sandwich(model) * n / (n - k)
  if (length(separated) == 0) agree(vcovCL(model, cluster = id, type = 'HC1'), robust)
  V <- lapply(list(IID = vcov(model), HC1 = robust, CLUSTER = robust), function(V) {
    dimnames(V) <- list(colnames(reduced), colnames(reduced))
    V[names, names, drop = FALSE]
  })
  if (length(separated) > 0) {
    # The limit, approached: R's own fit of all pairs, where it stops on its way to infinity.
    far <- suppressWarnings(glm(y ~ 0 + X, family = binomial))
    agree(coef(far)[match(names, colnames(X))], estimates, 1e-5)
    agree(vcov(far)[match(names, colnames(X)), match(names, colnames(X))], V$IID, 1e-5)
    agree((sandwich(far) * n / (n - k))[match(names, colnames(X)), match(names, colnames(X))], V$HC1, 1e-5)
    agree(as.numeric(logLik(far)), as.numeric(logLik(model)), 1e-5)
  }
  null <- sum(dbinom(y, 1, mean(y), log = TRUE))
  errors <- lapply(V, function(V) wald(estimates, V, Inf))
  list(status = 'ESTIMATED', n = n, residualDf = n - k, rSquared = 1 - as.numeric(logLik(model)) / null,
    logLik = as.numeric(logLik(model)), deviance = deviance(model), dropped = dropped, separated = named(separated),
    adjusted = adjust(errors$CLUSTER, names), terms = termList(names, estimates, errors, vif))
}

label <- function(X, prefix) {
  colnames(X) <- paste0(prefix, seq_len(ncol(X)))
  X
}
designs <- function(data) list(
  within = label(data$chosen - data$rejected, 'x'), entries = label(rbind(data$chosen, data$rejected), 'x'),
  pairs = cbind(label(data$chosen, 'c'), label(data$rejected, 'r')))
methods <- list(
  within = function(data, X, id) leastSquares(X$within, data$rewardChosen - data$rewardRejected, id, FALSE),
  pooled = function(data, X, id) {
    leastSquares(X$entries, c(data$rewardChosen, data$rewardRejected), c(id, id), TRUE, max(0, data$offset))
  },
  shift = function(data, X, id) leastSquares(X$pairs, data$theta, id, TRUE, max(0, data$offset)),
  linear = function(data, X, id) leastSquares(X$pairs, data$outcome, id, TRUE),
  logit = function(data, X, id) logit(X$pairs, data$outcome, id, data$direction))
grid <- unlist(lapply(names(datasets), function(dataset) {
  data <- datasets[[dataset]]
  lapply(names(methods), function(method) {
    fit <- methods[[method]](data, designs(data), seq_along(data$outcome))
    c(list(dataset = dataset, method = method), fit)
  })
}), recursive = FALSE)

stored <- function(data) {
  lists <- data[setdiff(names(data), c('offset', 'direction'))]
  lapply(lists, function(x) if (is.matrix(x)) lapply(seq_len(ncol(x)), function(j) x[, j]) else x)
}

# qt() alone is off by up to 4e-8 far out; Newton on the log scale brings it to pt().
quantile_ <- function(p, df) {
  t <- qt(p, df)
  if (p < 1e-4) for (i in 1:5) {
    t <- t * exp((log(p) - pt(t, df, log.p = TRUE)) / (t * exp(dt(t, df, log = TRUE) - pt(t, df, log.p = TRUE))))
  }
  stopifnot(abs(pt(t, df) / p - 1) < 1e-11, abs(t - qt(p, df)) <= 1e-7 * abs(t))
  t
}
quantiles <- expand.grid(p = c(1e-300, 1e-100, 1e-16, 1e-8, 0.0005, 0.005, 0.025, 0.25, 0.5, 0.975, 0.9995),
  df = c(1, 2, 3.5, 7, 30, 599, 160799, 1e8))
tails <- expand.grid(exponent = c(1, 3, 10, 50, 100, 200, 300), df = c(5, 30, 599, 160799))
tails$t <- signif(-qt(10^-tails$exponent / 2, tails$df), 4)

golden <- list(
  session = I(c(R.version.string, vapply(c('sandwich', 'car', 'brglm2'), function(x) paste(x, packageVersion(x)), ''),
    extSoftVersion()[['BLAS']], Sys.info()[['machine']])),
  datasets = lapply(datasets, stored),
  grid = grid,
  firth = lapply(datasets[c('normal', 'quasiSeparated', 'separated')], firth),
  marginal = lapply(datasets[c('normal', 'heteroskedastic')], marginal),
  contrast = contrasts(datasets$normal),
  tQuantiles = Map(function(p, df) list(p = p, df = df, t = quantile_(p, df)), quantiles$p, quantiles$df),
  tTails = Map(function(t, df) list(t = t, df = df, pValue = 2 * pt(-abs(t), df)), tails$t, tails$df),
  normalTails = lapply(c(1, 5, 10, 20, 30, 37), function(z) list(z = z, pValue = 2 * pnorm(-abs(z)))))
writeGolden(golden, file.path(here, 'regression.json'))
