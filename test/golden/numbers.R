# Regressions on a number beside a label: R's numbers. Rscript numbers.R > numbers.json
suppressMessages({ library(sandwich); library(jsonlite) })
set.seed(13)
n <- 90
prompt <- sort(sample(1:35, n, replace = TRUE))
round3 <- function(x) round(x, 3)
d <- data.frame(
  prompt,
  bc = rbinom(n, 1, 0.6), br = rbinom(n, 1, 0.4),
  xc = round3(exp(rnorm(n, 3, 0.6))), xr = round3(exp(rnorm(n, 2.8, 0.7)))
)
effect <- rnorm(35, 0, 0.8)[prompt]
d$yc <- round3(0.4 * d$bc + 0.03 * d$xc + effect + rnorm(n))
d$yr <- round3(0.4 * d$br + 0.03 * d$xr + effect + rnorm(n))
e <- data.frame(
  prompt = rep(prompt, each = 2), pair = rep(1:n, each = 2),
  y = c(rbind(d$yc, d$yr)), b = c(rbind(d$bc, d$br)), x = c(rbind(d$xc, d$xr))
)
of <- function(m, cluster, normal = FALSE) {
  v <- vcovCL(m, cluster = cluster, type = "HC1")
  b <- coef(m); se <- sqrt(diag(v)); df <- length(unique(cluster)) - 1
  p <- if (normal) 2 * pnorm(-abs(b / se)) else 2 * pt(-abs(b / se), df)
  keep <- names(b) != "(Intercept)"
  data.frame(estimate = b, standardError = se, pValue = p)[keep, ]
}
within <- transform(e, y = y - ave(y, prompt), b = b - ave(b, prompt), x = x - ave(x, prompt))
dy <- d$yc - d$yr; db <- d$bc - d$br; dx <- d$xc - d$xr
misaligned <- as.integer(d$yc <= d$yr)
sd1 <- function(v) v / sd(v)
answers <- list(
  none = of(lm(y ~ b + x, e), e$prompt),
  pair = of(lm(dy ~ 0 + db + dx), d$prompt),
  prompt = of(lm(y ~ 0 + b + x, within), e$prompt),
  logit = of(glm(misaligned ~ bc + br + xc + xr, binomial, d, control = list(epsilon = 1e-14)), d$prompt, TRUE),
  none_standardized = of(lm(sd1(y) ~ b + sd1(x), e), e$prompt),
  pair_standardized = of(lm(sd1(dy) ~ 0 + db + sd1(dx)), d$prompt),
  logit_standardized = of(glm(misaligned ~ bc + br + sd1(xc) + sd1(xr), binomial, d, control = list(epsilon = 1e-14)), d$prompt, TRUE),
  choice_human = of(glm(rep(1, n) ~ 0 + db + dx, binomial, control = list(epsilon = 1e-14)), d$prompt, TRUE),
  choice_model = of(glm(as.integer(dy > 0) ~ 0 + db + dx, binomial, control = list(epsilon = 1e-14)), d$prompt, TRUE),
  choice_standardized = of(glm(rep(1, n) ~ 0 + db + sd1(dx), binomial, control = list(epsilon = 1e-14)), d$prompt, TRUE),
  amplification = {
    X <- rbind(cbind(db, dx, 0, 0), cbind(0, 0, db, dx))
    m <- glm(c(as.integer(dy > 0), rep(1, n)) ~ 0 + X, binomial, control = list(epsilon = 1e-14))
    v <- vcovCL(m, cluster = c(d$prompt, d$prompt), type = "HC1"); half <- cbind(diag(2), -diag(2))
    b <- drop(half %*% coef(m)); se <- sqrt(diag(half %*% v %*% t(half)))
    data.frame(estimate = b, standardError = se, pValue = 2 * pnorm(-abs(b / se)))
  },
  number_alone = of(lm(y ~ x, e), e$prompt)
)
m <- lm(dx ~ 1)
se <- sqrt(vcovCL(m, cluster = d$prompt, type = "HC1")[1])
difference <- list(
  estimate = mean(dx), standardError = se,
  pValue = 2 * pt(-abs(mean(dx) / se), length(unique(d$prompt)) - 1)
)
means <- list(chosen = mean(d$xc), rejected = mean(d$xr), difference = difference)

# Adjusted for a text of the pair (a factor), and a number of each entry that some lack: pairs without are left out.
i <- seq_len(n) - 1
d$source <- c("it's", '"so"', "of no pair")[i %% 3 + 1]
d$scorec <- ifelse(i %% 10 == 4, NA, ((5 * i + 1) %% 7) / 2); d$scorer <- ((4 * i + 2) %% 9) / 2
k <- d[!is.na(d$scorec), ]
ke <- data.frame(
  prompt = rep(k$prompt, each = 2), source = rep(k$source, each = 2), y = c(rbind(k$yc, k$yr)),
  b = c(rbind(k$bc, k$br)), x = c(rbind(k$xc, k$xr)), score = c(rbind(k$scorec, k$scorer))
)
dummies <- model.matrix(~ factor(source), ke)[, -1]
less <- function(v) v - ave(v, ke$prompt)
kw <- data.frame(y = less(ke$y), b = less(ke$b), x = less(ke$x), score = less(ke$score), apply(dummies, 2, less))
attribute_controls <- list(
  pairs = nrow(k),
  none = of(lm(y ~ b + x + factor(source) + score, ke), ke$prompt)[1:2, ],
  pair = of(lm(I(yc - yr) ~ 0 + I(bc - br) + I(xc - xr) + I(scorec - scorer), k), k$prompt)[1:2, ],
  prompt = of(lm(y ~ 0 + ., kw), ke$prompt)[1:2, ],
  logit = of(glm(I(as.integer(yc <= yr)) ~ bc + br + xc + xr + factor(source) + scorec + scorer, binomial, k,
    control = list(epsilon = 1e-14)), k$prompt, TRUE)[1:4, ]
)

# seal-small with a number that some entries lack: a pair counts where both have it.
small <- function(name) read.csv(file.path("test/fixtures/seal-small", name))
labels <- small("taxonomy.csv")
labels$r <- as.integer(labels$preference == "rejected")
labels <- labels[order(labels$row_id, labels$r), ]
scores <- small("compare-post.csv")
s <- data.frame(pair = labels$row_id, b = as.integer(labels$last_response_is_eloquent == "True"))
s$y <- c(rbind(scores$chosen_score, scores$rejected_score))[2 * s$pair + labels$r + 1]
s$x <- ifelse((s$pair + 2 * labels$r) %% 5 == 0, NA, ((7 * s$pair + 3 * labels$r) %% 11) / 4 - 1)
s <- s[!is.na(ave(s$x, s$pair)), ]
odd <- function(v) v[c(TRUE, FALSE)]; even <- function(v) v[c(FALSE, TRUE)]
ds <- data.frame(y = odd(s$y) - even(s$y), b = odd(s$b) - even(s$b), x = odd(s$x) - even(s$x))
seal_small <- list(
  pairs = nrow(ds), sd = sd(s$x),
  answers = list(
    none = of(lm(y ~ b + x, s), s$pair),
    pair = of(lm(y ~ 0 + b + x, ds), odd(s$pair)),
    none_standardized = of(lm(sd1(y) ~ b + sd1(x), s), s$pair)
  ),
  means = list(chosen = mean(odd(s$x)), rejected = mean(even(s$x)), pValue = t.test(ds$x)$p.value)
)
cat(toJSON(list(data = d[1:7], answers = answers, means = means, sd = sd(e$x), attribute_controls = attribute_controls, seal_small = seal_small), digits = 17, auto_unbox = TRUE, pretty = TRUE))
