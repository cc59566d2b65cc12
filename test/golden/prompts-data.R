# The data of prompts.R: pairs as test/frame/make-frame.ts has them, with 1 to 7 pairs a prompt, in no order. What
# belongs to a prompt moves the rewards, the labels and the human's choices of all its pairs.

features <- c('is_helpful', 'is_harmless', 'sentiment', 'is_eloquent')

promptPairs <- function(sizes, seed) {
  set.seed(seed)
  group <- sample(rep(seq_along(sizes), sizes))
  n <- length(group)
  byPrompt <- function(spread) rnorm(length(sizes), sd = spread)[group]
  share <- plogis(byPrompt(1.2))
  bits <- function(more) as.numeric(runif(n) < pmin(0.95, pmax(0.05, share + more)))
  entry <- function(more) cbind(bits(more), bits(-more), sample(c(-1, 0, 1), n, replace = TRUE, prob = c(0.3, 0.4, 0.3)),
    bits(0))
  chosen <- entry(0.1)
  rejected <- entry(-0.1)
  effect <- c(0.8, -0.6, 0.4, 0.5)
  level <- byPrompt(1.5)
  lean <- byPrompt(0.8)
  # Multiples of 1/64: now and then rewards are equal.
  score <- function(X, more) round(64 * (level + drop(X %*% effect) + more + rnorm(n))) / 64
  data <- list(group = group, chosen = chosen, rejected = rejected, postChosen = score(chosen, lean),
    postRejected = score(rejected, 0))
  data$preChosen <- round(64 * (data$postChosen / 2 - lean / 2 + rnorm(n))) / 64
  data$preRejected <- round(64 * (data$postRejected / 2 + rnorm(n))) / 64
  equal <- seq(4, n, by = 17)
  data$postRejected[equal] <- data$postChosen[equal]
  data
}

# Some pairs lack a model's rewards, or labels.
withGaps <- function(data) {
  data$preChosen[c(5, 30)] <- NA
  data$postRejected[c(9, 30, 41)] <- NA
  data$chosen[c(12, 50), ] <- NA
  data
}

datasets <- list(mixed = withGaps(promptPairs(c(7, 1, 5, 2, 1, 3, 4, 1, 6, 2, 1, 1, 3, 2, 7, 1, 4, 5, 1, 2, 6, 3, 1, 2, 4, 1, 2, 3,
  5, 1, 1, 2), 41)),
  single = promptPairs(rep(1, 60), 42), three = promptPairs(c(12, 9, 14), 43), two = promptPairs(c(16, 15), 44),
  one = promptPairs(30, 45))
