# Fits each series by a function of R's forecast package and writes what it took.
# Rscript beside_r.R SERIES METHOD OUT
# SERIES: a line each: season, horizon, values. OUT: a line each: log-likelihood, corrected Akaike criterion,
# the forecasts; then the user and system seconds of all of them together.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(forecast))
numbers <- lapply(strsplit(readLines(arguments[1]), ","), as.numeric)
series <- lapply(numbers, function(line) ts(line[-(1:2)], frequency = line[1]))
horizon <- vapply(numbers, function(line) line[2], 0)
fit <- switch(arguments[2],
  ets = function(y, h) {
    model <- ets(y)
    c(model$loglik, model$aicc, forecast(model, h = h, PI = FALSE)$mean)
  },
  theta = function(y, h) c(NA, NA, thetaf(y, h = h)$mean),
  arima = function(y, h) {
    model <- auto.arima(y)
    c(model$loglik, model$aicc, forecast(model, h = h)$mean)
  })
invisible(fit(series[[1]], horizon[1])) # what is loaded and compiled at the first call is not counted
before <- proc.time()
made <- Map(fit, series, horizon)
took <- sum((proc.time() - before)[1:2])
writeLines(c(vapply(made, function(one) paste(format(one, digits = 17), collapse = ","), ""),
  format(took, digits = 6)), arguments[3])
