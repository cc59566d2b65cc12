# Rscript scripts/bench/regressions.R DATA.csv TIMES: how long R takes for the regressions of the paper, each with its
# robust errors, and what it finds. Reading the data is not measured. Prints JSON.
suppressPackageStartupMessages({ library(sandwich); library(jsonlite) })
arguments <- commandArgs(trailingOnly = TRUE)
data <- as.matrix(read.csv(arguments[1]))
times <- as.integer(arguments[2])

side <- function(s) data[, grep(paste0('^', s, '[.]'), colnames(data))]
Xc <- side('c'); Xr <- side('r')
colnames(Xc) <- paste0(colnames(Xc)); colnames(Xr) <- paste0(colnames(Xr))
dX <- Xc - Xr
dy <- data[, 'chosen'] - data[, 'rejected']
y <- c(data[, 'chosen'], data[, 'rejected'])
X <- rbind(Xc, Xr); colnames(X) <- sub('^c[.]', '', colnames(Xc))
pair <- rep(seq_len(nrow(data)), 2)
theta <- data[, 'theta']; misaligned <- data[, 'misaligned']

regressions <- list(
  PAIR = function() { m <- lm(dy ~ 0 + dX); list(m, vcovHC(m, type = 'HC1')) },
  NONE = function() { m <- lm(y ~ X); list(m, vcovCL(m, cluster = pair, type = 'HC1')) },
  SHIFT = function() { m <- lm(theta ~ Xc + Xr); list(m, vcovHC(m, type = 'HC1')) },
  LOGIT = function() {
    m <- glm(misaligned ~ Xc + Xr, family = binomial)
    list(m, sandwich(m) * nobs(m) / (nobs(m) - length(coef(m))))
  })
measure <- function(run) {
  seconds <- numeric(times)
  for (i in seq_len(times)) { gc(FALSE); seconds[i] <- system.time(result <- run())[['elapsed']] }
  list(seconds = seconds, estimates = unname(coef(result[[1]])), errors = unname(sqrt(diag(result[[2]]))))
}
cat(toJSON(list(version = R.version.string, blas = extSoftVersion()[['BLAS']], results = lapply(regressions, measure)),
  digits = 17, auto_unbox = TRUE))
