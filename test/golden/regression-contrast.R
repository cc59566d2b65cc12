# Differences of terms between two regressions that share pairs, for regression.R: one regression on both, stacked,
# every term twice, errors clustered by pair. n and k count both; so does vcovCL.

contrast <- function(first, second, logit = FALSE) {
  k <- ncol(first$X)
  stopifnot(colnames(first$X) == colnames(second$X))
  X <- rbind(cbind(first$X, 0 * first$X), cbind(0 * second$X, second$X))
  y <- c(first$y, second$y)
  id <- c(first$id, second$id)
  n <- nrow(X)
  clusters <- length(unique(id))
  model <- if (logit) maximumLikelihood(X, y) else lm(y ~ 0 + X)
  beta <- unname(coef(model))
  for (half in list(list(first, 1:k), list(second, k + 1:k))) {
    alone <- if (logit) maximumLikelihood(half[[1]]$X, half[[1]]$y) else lm(half[[1]]$y ~ 0 + half[[1]]$X)
    agree(coef(alone), beta[half[[2]]])
  }
  V <- vcovCL(model, cluster = id, type = 'HC1')
  p <- plogis(drop(X %*% beta))
  bread <- solve(if (logit) crossprod(X, p * (1 - p) * X) else crossprod(X))
  scores <- rowsum(X * (y - if (logit) p else drop(X %*% beta)), id)
  agree(V, bread %*% crossprod(scores) %*% bread * clusters / (clusters - 1) * (n - 1) / (n - 2 * k))
  difference <- cbind(-diag(k), diag(k))
  estimates <- drop(difference %*% beta)
  table <- wald(estimates, difference %*% V %*% t(difference), if (logit) Inf else clusters - 1)
  list(n = n, clusters = clusters, terms = lapply(1:k, function(i) {
    c(list(term = colnames(first$X)[i], first = beta[i], second = beta[k + i], estimate = estimates[i]), row(table, i))
  }))
}

contrasts <- function(data) {
  X <- designs(data)
  id <- seq_along(data$outcome)
  slice <- function(pairs, y) list(X = withIntercept(X$pairs)[pairs, ], y = y[pairs], id = pairs)
  # Overlapping: pairs 1 … 80 and 41 … 120.
  slices <- function(y, ...) contrast(slice(1:80, y), slice(41:120, y), ...)
  margin <- function(chosen, rejected) list(X = X$within, y = chosen - rejected, id = id)
  entries <- function(chosen, rejected) list(X = withIntercept(X$entries), y = c(chosen, rejected), id = c(id, id))
  audits <- function(rows) contrast(rows(data$preChosen, data$preRejected), rows(data$rewardChosen, data$rewardRejected))
  list(within = audits(margin), pooled = audits(entries), shift = slices(data$theta), logit = slices(data$outcome, TRUE))
}
