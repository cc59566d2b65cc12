# Alignment of rewards without what features explain of them: R's numbers.
# Rscript test/golden/adjusted.R   (from the repository's root; writes adjusted.json beside itself)
# R 4.2 with jsonlite, sandwich.

here <- dirname(sub('^--file=', '', grep('^--file=', commandArgs(), value = TRUE)))
source(file.path(here, 'json.R'))
suppressPackageStartupMessages(library(sandwich))

prompts <- function(group) length(unique(group))
both <- function(data, name) list(data[[paste0(name, 'Chosen')]], data[[paste0(name, 'Rejected')]])
difference <- function(data, name) do.call(`-`, both(data, name))

# While a variance inflation is above 5, the largest of what is not asked for goes; of equal ones the later.
kept <- function(X, asked) {
  repeat {
    vif <- diag(crossprod(X)) * diag(solve(crossprod(X)))
    vif[colnames(X) %in% asked] <- 0
    if (max(vif) <= 5) return(X)
    X <- X[, -max(which(vif >= max(vif) * (1 - 1e-9))), drop = FALSE]
  }
}

# dz * slope, of equation 1 on the default features and those that are asked for.
linear <- function(data, dr, asked, defaults) {
  X <- sapply(union(defaults, asked), function(name) difference(data, name))
  whole <- complete.cases(X, dr)
  X <- kept(X[whole, , drop = FALSE], asked)
  slope <- coef(lm(dr[whole] ~ 0 + X))[paste0('X', if (ncol(X) > 1) colnames(X))]
  drop(sapply(asked, function(name) difference(data, name)) %*% slope[match(asked, colnames(X))])
}

# Chosen minus rejected smooth value, over the entries of the pairs that have all.
local <- function(data, dr, asked, model) {
  z <- both(data, asked)
  whole <- complete.cases(z[[1]], z[[2]], dr)
  x <- c(z[[1]][whole], z[[2]][whole])
  smooth <- numeric(length(x))
  smooth[order(x)] <- lowess(x, unlist(lapply(both(data, model), `[`, whole)))$y
  explained <- rep(NA, length(dr))
  explained[whole] <- smooth[seq_len(sum(whole))] - smooth[sum(whole) + seq_len(sum(whole))]
  explained
}

adjusted <- function(data, model, method, asked, defaults) {
  dr <- difference(data, model)
  dr[data$tie] <- NA
  explained <- if (method == 'LINEAR') linear(data, dr, asked, defaults) else local(data, dr, asked, model)
  counts <- which(!is.na(dr - explained))
  group <- data$group[counts]
  after <- as.numeric((dr - explained)[counts] > 0)
  change <- after - (dr[counts] > 0)
  G <- prompts(group)
  n <- length(counts)
  error <- sqrt(c(vcovCL(lm(change ~ 1), cluster = group, type = 'HC1')))
  if (G == n) stopifnot(abs(t.test(change)$stderr - error) < 1e-12)
  half <- qt(0.975, G - 1) * error
  effect <- if (G == n) 1 else {
    p <- mean(after)
    c(vcovCL(lm(after ~ 1), cluster = group, type = 'HC1')) * (n - 1) / n / (p * (1 - p) / n)
  }
  list(stage = toupper(model), method = method, features = I(asked), pairs = n, prompts = G, aligned = sum(after),
    designEffect = effect, resistance = mean(after == 0), turned = sum(change != 0),
    change = mean(change),
    test = if (error > 0) list(standardError = error, statistic = mean(change) / error,
      pValue = 2 * pt(-abs(mean(change) / error), G - 1), lower = mean(change) - half, upper = mean(change) + half))
}

# Longer entries are more helpful; the model after training likes length, and more so of short entries.
made <- function(sizes, seed, alike = FALSE) {
  set.seed(seed)
  group <- sample(rep(seq_along(sizes), sizes))
  n <- length(group)
  data <- list(group = group, tie = rep(FALSE, n))
  level <- rnorm(length(sizes))[group]
  for (side in c('Chosen', 'Rejected')) {
    length <- rpois(n, 9)
    helpful <- rbinom(n, 1, plogis((length - 9) / 4))
    eloquent <- if (alike) abs(helpful - (runif(n) < 0.04)) else rbinom(n, 1, 0.4)
    age <- round(length + rnorm(n) / 2, 2)
    liked <- 3 * sqrt(length) + 0.5 * helpful + 0.8 * eloquent + level * (side == 'Chosen')
    of <- list(length = length, age = age, helpful = helpful, eloquent = eloquent,
      pre = round(0.3 * helpful + rnorm(n), 3), post = round(liked + rnorm(n), 3))
    names(of) <- paste0(names(of), side)
    data <- c(data, of)
  }
  data
}
withGaps <- function(data) {
  data$tie[c(3, 17, 40)] <- TRUE
  data$lengthChosen[c(6, 21)] <- NA
  data$ageRejected[c(21, 33)] <- NA
  data$helpfulRejected[c(12, 13, 50)] <- NA
  data$postChosen[c(8, 9, 33)] <- NA
  data$preRejected[11] <- NA
  data
}
sizes <- c(7, 1, 5, 2, 1, 3, 4, 1, 6, 2, 1, 1, 3, 2, 7, 1, 4, 5, 1, 2, 6, 3, 1, 2, 4, 1, 2, 3)
datasets <- list(
  several = withGaps(made(sizes, 81)),
  single = withGaps(made(rep(1, 90), 82)),
  alike = made(sizes, 83, alike = TRUE),
  unlabeled = made(sizes, 84))
datasets$unlabeled[grep('helpful|eloquent', names(datasets$unlabeled))] <- NULL

# Without labels regressions are on what is measured of texts: the length, but not the age.
labels <- c('helpful', 'eloquent')
answers <- lapply(names(datasets), function(name) {
  data <- datasets[[name]]
  defaults <- if (name == 'unlabeled') 'length' else labels
  of <- function(model, method, ...) adjusted(data, model, method, c(...), defaults)
  c(if (name != 'unlabeled') lapply(labels, function(label) of('post', 'LINEAR', label)),
    list(of('post', 'LINEAR', 'length'), of('post', 'LINEAR', 'age'), of('pre', 'LINEAR', 'length'),
      of('post', 'LINEAR', 'length', 'age'), of('post', 'LOWESS', 'length'), of('post', 'LOWESS', 'age'),
      of('pre', 'LOWESS', 'length')))
})

# seal-small with a number that some entries lack, as numbers.R has it.
small <- function(name) read.csv(file.path('test/fixtures/seal-small', name))
taxonomy <- small('taxonomy.csv')
side <- c(chosen = 'Chosen', rejected = 'Rejected')
scores <- small('compare-post.csv')
n <- nrow(scores)
seal <- list(group = scores$row_id, tie = rep(FALSE, n), postChosen = scores$chosen_score,
  postRejected = scores$rejected_score)
features <- setdiff(grep('^last_response_', names(taxonomy), value = TRUE), 'last_response_is_discriminating_against')
value <- function(v) unname(c(True = 1, False = 0, negative = -1, neutral = 0, positive = 1)[v])
for (preference in names(side)) {
  labels <- taxonomy[taxonomy$preference == preference, ]
  labels <- labels[match(scores$row_id, labels$row_id), ]
  for (name in features) seal[[paste0(name, side[preference])]] <- value(labels[[name]])
  r <- as.integer(preference == 'rejected')
  number <- ifelse((scores$row_id + 2 * r) %% 5 == 0, NA, ((7 * scores$row_id + 3 * r) %% 11) / 4 - 1)
  seal[[paste0('toxicity', side[preference])]] <- number
}

golden <- list(
  session = I(c(R.version.string, paste('sandwich', packageVersion('sandwich')), Sys.info()[['machine']])),
  datasets = datasets,
  answers = setNames(answers, names(datasets)),
  sealSmall = list(
    adjusted(seal, 'post', 'LINEAR', 'last_response_is_harmless', features),
    adjusted(seal, 'post', 'LINEAR', c('last_response_sentiment', 'toxicity'), features),
    adjusted(seal, 'post', 'LINEAR', 'toxicity', features),
    adjusted(seal, 'post', 'LOWESS', 'toxicity', features)))
writeGolden(golden, file.path(here, 'adjusted.json'))
