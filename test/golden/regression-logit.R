# Firth's logit and average marginal effects, for regression.R.

fisher <- function(X, beta) {
  p <- plogis(drop(X %*% beta))
  crossprod(X, p * (1 - p) * X)
}

# Newton's steps on Firth's score x (y - p + h (1/2 - p)), h the leverages: brglm2's answer by another road.
firthByHand <- function(X, y) {
  beta <- rep(0, ncol(X))
  for (i in 1:500) {
    p <- plogis(drop(X %*% beta))
    inverse <- solve(fisher(X, beta))
    leverage <- p * (1 - p) * rowSums((X %*% inverse) * X)
    step <- drop(inverse %*% crossprod(X, y - p + leverage * (0.5 - p)))
    beta <- beta + step
    if (max(abs(step)) < 1e-14) break
  }
  stopifnot(max(abs(step)) < 1e-13)
  beta
}

# Errors: the inverse Fisher information; and the sandwich of the plain scores x (y - p), one pair a cluster.
firth <- function(data) {
  X <- withIntercept(designs(data)$pairs)
  y <- data$outcome
  n <- nrow(X)
  model <- glm(y ~ 0 + X, family = binomial, method = brglm2::brglmFit, type = 'AS_mean', epsilon = 1e-14, maxit = 1000)
  beta <- unname(coef(model))
  agree(beta, firthByHand(X, y), 1e-8)
  bread <- solve(fisher(X, beta))
  agree(vcov(model), bread, 1e-8)
  p <- plogis(drop(X %*% beta))
  robust <- bread %*% crossprod(X * (y - p)) %*% bread * n / (n - 1) * (n - 1) / (n - ncol(X))
  logLik <- sum(log(ifelse(y == 1, p, 1 - p)))
  agree(as.numeric(logLik(model)), logLik)
  list(n = n, logLik = logLik, penalizedLogLik = logLik + as.numeric(determinant(fisher(X, beta))$modulus) / 2,
    terms = termList(colnames(X), beta, list(IID = wald(beta, bread, Inf), CLUSTER = wald(beta, robust, Inf))))
}

# Derivatives of the mean probability, the 0/1 and ternary features taken as continuous: beta mean(p (1 - p)).
marginal <- function(data) {
  X <- withIntercept(designs(data)$pairs)
  model <- maximumLikelihood(X, data$outcome)
  beta <- unname(coef(model))
  effects <- function(beta) {
    # plogis() has no complex numbers, which the derivative by a complex step needs.
    p <- 1 / (1 + exp(-drop(X %*% beta)))
    beta[-1] * mean(p * (1 - p))
  }
  p <- plogis(drop(X %*% beta))
  slope <- colMeans(p * (1 - p) * (1 - 2 * p) * X)
  jacobian <- mean(p * (1 - p)) * diag(length(beta))[-1, ] + outer(beta[-1], slope)
  numeric <- vapply(seq_along(beta), function(j) {
    Im(effects(beta + 1e-30i * (seq_along(beta) == j))) / 1e-30
  }, beta[-1])
  agree(jacobian, numeric, 1e-12)
  errors <- lapply(list(IID = vcov(model), CLUSTER = vcovCL(model, cluster = seq_along(p), type = 'HC1')), function(V) {
    wald(effects(beta), jacobian %*% V %*% t(jacobian), Inf)
  })
  list(n = length(p), terms = termList(colnames(X)[-1], effects(beta), errors))
}
