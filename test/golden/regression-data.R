# The data of regression.R, every set seeded by itself. Every response is a multiple of 1/1024, so that differences
# within a pair, and offsets by 1e9, are exact.

dyadic <- function(x) round(x * 1024) / 1024
bits <- function(n, share) as.numeric(runif(n) < share)
columns <- function(n, shares) vapply(shares, function(share) bits(n, share), numeric(n))

# Noise has one scale per entry: `spread` is a list of two vectors, or one number for all.
respond <- function(chosen, rejected, spread = list(1, 1)) {
  pairs <- nrow(chosen)
  effect <- rep_len(c(0.8, -0.6, 0.4, 0.5, -0.3), ncol(chosen))
  merit <- list(drop(chosen %*% effect), drop(rejected %*% effect))
  prompt <- rnorm(pairs)
  list(chosen = chosen, rejected = rejected,
    rewardChosen = dyadic(prompt + merit[[1]] + spread[[1]] * rnorm(pairs)),
    rewardRejected = dyadic(prompt + merit[[2]] + spread[[2]] * rnorm(pairs)),
    theta = dyadic(12 * (merit[[1]] - merit[[2]]) + 20 * spread[[1]] * rnorm(pairs)),
    outcome = bits(pairs, plogis(-0.2 + 0.7 * (merit[[2]] - merit[[1]]))))
}

normal <- function() {
  set.seed(11)
  sides <- lapply(c(0.1, -0.1), function(more) {
    cbind(columns(120, c(0.5, 0.4, 0.25) + more), sample(c(-1, 0, 1), 120, replace = TRUE, prob = c(0.2, 0.5, 0.3)))
  })
  data <- respond(sides[[1]], sides[[2]])
  # The same entries by the model before training: half of each reward is the same.
  data$preChosen <- dyadic(data$rewardChosen / 2 + 0.3 * data$chosen[, 2] + rnorm(120))
  data$preRejected <- dyadic(data$rewardRejected / 2 + 0.3 * data$rejected[, 2] + rnorm(120))
  data
}

# normal, so far from zero that cancellation would show.
normalLarge <- function() {
  data <- normal()
  for (name in c('rewardChosen', 'rewardRejected', 'theta')) data[[name]] <- data[[name]] + 1e9
  c(data[1:6], offset = 1e9)
}

# Three pairs, two or four features. The outcome is a chosen feature (completely separated).
tiny <- function() list(
  chosen = cbind(c(1, 0, 1), c(0, 1, 1)), rejected = cbind(c(0, 0, 1), c(1, 0, 0)),
  rewardChosen = c(1.5, 0.25, -0.75), rewardRejected = c(0.5, -1, 0.125), theta = c(10.5, -42.25, 3.75),
  outcome = c(1, 0, 1), direction = c('(Intercept)' = -1, c1 = 2))
tinyManyFeatures <- function() list(
  chosen = rbind(c(0, 0, 0, 1), c(1, 0, 0, 0), c(0, 1, 1, 0)), rejected = rbind(c(1, 1, 1, 0), c(0, 0, 0, 0), c(1, 0, 1, 1)),
  rewardChosen = c(2.5, -0.25, 0.75), rewardRejected = c(0.25, 1, 1.125), theta = c(-3.5, 20.25, 77.5),
  outcome = c(0, 0, 1), direction = c('(Intercept)' = -1, c2 = 2))

# Features 1 and 2 never meet, 3 is their sum; 5 is 4 again.
rankDeficient <- function() {
  set.seed(12)
  sides <- lapply(1:2, function(side) {
    kind <- sample(0:2, 80, replace = TRUE)
    other <- bits(80, 0.5)
    cbind(kind == 1, kind == 2, kind > 0, other, other) + 0
  })
  respond(sides[[1]], sides[[2]])
}

# Feature 2 is always there; 3 varies, but its entries of one pair agree.
constant <- function() {
  set.seed(13)
  chosen <- columns(60, c(0.5, 1, 0.4, 0.6))
  rejected <- columns(60, c(0.4, 1, 0.4, 0.4))
  rejected[, 3] <- chosen[, 3]
  respond(chosen, rejected)
}

# Feature 3 on the chosen side is rare and only ever goes with outcome 1.
quasiSeparated <- function() {
  set.seed(14)
  chosen <- columns(80, c(0.5, 0.4, 0))
  chosen[c(7, 21, 40, 58, 73), 3] <- 1
  data <- respond(chosen, columns(80, c(0.4, 0.5, 0.3)))
  data$outcome[chosen[, 3] == 1] <- 1
  c(data, list(direction = c(c3 = 1)))
}

# Feature 1 on the chosen side only goes with outcome 1. Feature 2 goes with 0, but for the pairs that have feature 1
# too: it separates only once the pairs of the first are gone. 2 c1 - c2 sees both at once.
quasiSeparatedTwice <- function() {
  set.seed(15)
  chosen <- columns(100, c(0, 0, 0.4))
  chosen[c(3, 18, 37, 52, 88), 1] <- 1
  chosen[c(18, 52, 9, 25, 44, 61, 79, 93), 2] <- 1
  data <- respond(chosen, columns(100, c(0.4, 0.5, 0.3)))
  data$outcome[chosen[, 2] == 1] <- 0
  data$outcome[chosen[, 1] == 1] <- 1
  c(data, list(direction = c(c1 = 2, c2 = -1)))
}

# Features 1 and 2 on the chosen side differ in one pair, whose outcome is 1: only their difference is separated.
# Neither has a finite estimate, yet their sum stays among the regressors that the others are adjusted for.
separatedDifference <- function() {
  set.seed(16)
  chosen <- columns(100, c(0.5, 0, 0.4))
  chosen[, 2] <- chosen[, 1]
  chosen[30, 1:2] <- c(1, 0)
  data <- respond(chosen, columns(100, c(0.4, 0.5, 0.3)))
  data$outcome[30] <- 1
  c(data, list(direction = c(c1 = 1, c2 = -1)))
}

# Complete: the outcome is feature 1 of the chosen side.
separated <- function() {
  set.seed(17)
  data <- respond(columns(40, c(0.5, 0.4, 0.3)), columns(40, c(0.4, 0.5, 0.3)))
  data$outcome <- data$chosen[, 1]
  c(data, list(direction = c('(Intercept)' = -1, c1 = 2)))
}

# Features 1 and 2 differ in two pairs on each side; with both outcomes, so that nothing is separated.
nearCollinear <- function() {
  set.seed(18)
  sides <- lapply(1:2, function(side) columns(400, c(0.5, 0, 0.4)))
  for (side in 1:2) sides[[side]][, 2] <- sides[[side]][, 1]
  sides[[1]][c(20, 170), 1:2] <- rep(c(1, 0), each = 2)
  sides[[2]][c(145, 395), 1:2] <- rep(c(1, 0), each = 2)
  data <- respond(sides[[1]], sides[[2]])
  data$outcome[c(20, 170, 145, 395)] <- c(0, 1, 1, 0)
  data
}

ties <- function() {
  set.seed(19)
  data <- respond(columns(90, c(0.5, 0.4, 0.3)), columns(90, c(0.4, 0.4, 0.4)))
  for (name in c('rewardChosen', 'rewardRejected')) data[[name]] <- round(data[[name]])
  data$theta <- 45 * round(data$theta / 45)
  data
}

constantOutcome <- function() {
  set.seed(20)
  data <- respond(columns(30, c(0.5, 0.4)), columns(30, c(0.4, 0.5)))
  data$theta[] <- 12.5
  data$outcome[] <- 0
  data
}

# Entries with feature 1 are seven times as noisy.
heteroskedastic <- function() {
  set.seed(21)
  chosen <- columns(120, c(0.5, 0.4, 0.3))
  rejected <- columns(120, c(0.3, 0.5, 0.4))
  respond(chosen, rejected, list(0.4 + 2.4 * chosen[, 1], 0.4 + 2.4 * rejected[, 1]))
}

datasets <- list(normal = normal(), normalLarge = normalLarge(), tiny = tiny(), tinyManyFeatures = tinyManyFeatures(),
  rankDeficient = rankDeficient(), constant = constant(), quasiSeparated = quasiSeparated(),
  quasiSeparatedTwice = quasiSeparatedTwice(), separatedDifference = separatedDifference(), separated = separated(),
  nearCollinear = nearCollinear(), ties = ties(), constantOutcome = constantOutcome(), heteroskedastic = heteroskedastic())
