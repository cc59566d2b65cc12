# Regressions of pairs by prompt, for prompts.R and objectives.R: designs, fits, differences of two.

prompts <- function(group) length(unique(group))

test <- function(estimate, error, df) list(standardError = error, statistic = estimate / error, df = df,
  pValue = 2 * pt(-abs(estimate / error), df), lower = estimate - qt(0.975, df) * error,
  upper = estimate + qt(0.975, df) * error)

# A design with its response, the prompt and the pair of each row, and how many intercepts were taken out of it.
problem <- function(X, y, prompt, pair, intercept, absorbed = 0) {
  list(X = if (intercept) cbind('(Intercept)' = 1, X) else X, y = y, prompt = prompt, pair = pair, absorbed = absorbed)
}

maximumLikelihood <- function(X, y) {
  control <- glm.control(epsilon = 1e-15, maxit = 100)
  model <- glm(y ~ 0 + X, family = binomial, control = control)
  glm(y ~ 0 + X, family = binomial, control = control, start = coef(model))
}

# Where all the numbers are that a term has: by the kind of error, t with the df that belongs to it.
terms <- function(names, estimates, V, df) lapply(seq_along(names), function(i) {
  c(list(term = names[i], estimate = unname(estimates[i])), Map(function(V, df) {
    if (!is.null(V)) test(unname(estimates[i]), sqrt(V[i, i]), df)[-3]
  }, V, df))
})

fit <- function(p, logit = FALSE) {
  X <- p$X
  y <- p$y
  n <- nrow(X)
  k <- ncol(X)
  model <- if (logit) maximumLikelihood(X, y) else lm(y ~ 0 + X)
  df <- n - k - p$absorbed
  if (df < 1) return(NULL)
  white <- sandwich(model)
  V <- list(
    IID = if (logit) vcov(model) else vcov(model) * (n - k) / df,
    HC1 = white * n / df,
    CLUSTER = vcovCL(model, cluster = p$pair, type = 'HC1'),
    PROMPT = if (prompts(p$prompt) > 1) vcovCL(model, cluster = p$prompt, type = 'HC1'))
  degrees <- if (logit) rep(Inf, 4) else c(df, df, prompts(p$pair) - 1, prompts(p$prompt) - 1)
  list(n = n, df = df, prompts = prompts(p$prompt), terms = terms(colnames(X), coef(model), V, degrees))
}

# One regression on both, stacked; the second minus the first.
contrast <- function(first, second, logit = FALSE) {
  k <- ncol(first$X)
  X <- rbind(cbind(first$X, 0 * first$X), cbind(0 * second$X, second$X))
  y <- c(first$y, second$y)
  model <- if (logit) maximumLikelihood(X, y) else lm(y ~ 0 + X)
  clusters <- list(CLUSTER = c(first$pair, second$pair), PROMPT = c(first$prompt, second$prompt))
  half <- cbind(-diag(k), diag(k))
  V <- lapply(clusters, function(id) if (prompts(id) > 1) half %*% vcovCL(model, cluster = id, type = 'HC1') %*% t(half))
  df <- if (logit) c(Inf, Inf) else vapply(clusters, function(id) prompts(id) - 1, 1)
  terms(colnames(first$X), drop(half %*% coef(model)), V, df)
}

within <- function(x, prompt) x - ave(x, prompt)
named <- function(X, prefix) {
  colnames(X) <- paste0(prefix, features)
  X
}

# The regressions of a model's rewards, angles and misalignment, over the pairs that have all that they need.
imprint <- function(data, chosen, rejected, effects, rows = TRUE) {
  use <- which(!is.na(data$chosen[, 1] + chosen - rejected) & seq_along(chosen) %in% seq_along(chosen)[rows])
  Xc <- data$chosen[use, ]
  Xr <- data$rejected[use, ]
  prompt <- data$group[use]
  if (effects == 'PAIR') return(problem(named(Xc - Xr, ''), (chosen - rejected)[use], prompt, use, FALSE))
  X <- named(rbind(Xc, Xr), '')
  y <- c(chosen[use], rejected[use])
  prompt <- c(prompt, prompt)
  if (effects == 'NONE') return(problem(X, y, prompt, c(use, use), TRUE))
  problem(apply(X, 2, within, prompt), within(y, prompt), prompt, c(use, use), FALSE, prompts(prompt))
}
angle <- function(data) with(data, atan2(preChosen * postRejected - preRejected * postChosen,
  preChosen * postChosen + preRejected * postRejected) * 180 / pi)
# Rewards less their model's mean over all entries.
centred <- function(data) {
  for (model in c('pre', 'post')) {
    columns <- paste0(model, c('Chosen', 'Rejected'))
    data[columns] <- lapply(data[columns], function(x) x - mean(unlist(data[columns]), na.rm = TRUE))
  }
  data
}
both <- function(data, y, rows = TRUE) {
  use <- which(!is.na(data$chosen[, 1] + y) & seq_along(y) %in% seq_along(y)[rows])
  X <- cbind(named(data$chosen, 'c.'), named(data$rejected, 'r.'))[use, ]
  problem(X, y[use], data$group[use], use, TRUE)
}

# Who chose the chosen entry, on what the entries differ in.
choice <- function(data, chose, columns = 1:4, rows = TRUE) {
  use <- which(!is.na(data$chosen[, 1] + chose) & seq_along(chose) %in% seq_along(chose)[rows])
  X <- named(data$chosen - data$rejected, '')[use, columns]
  problem(X, chose[use], data$group[use], use, FALSE)
}
# 1 or 0; NA where both entries have the same reward.
choseBy <- function(chosen, rejected) ifelse(chosen == rejected, NA, as.numeric(chosen > rejected))
