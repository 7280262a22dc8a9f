"""Logistic regression fitted so that progress shows and the result does not hang on the last bits of a sum."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from plumbline_pipelines.fitting import PLAIN, Fitting
from plumbline_pipelines.progress import bar

MAX_ROUNDS = 50


def fit_logistic(
    features: object,
    target: np.ndarray,
    *,
    solver: str,
    tolerance: float,
    decimals: int,
    regularisation: float = 1.0,
    fitting: Fitting = PLAIN,
) -> LogisticRegression:
    """Fits in warm-started rounds of 20 iterations until converged, then rounds the coefficients to `decimals`.

    Rounding keeps the exported bytes the same where another BLAS adds up in another order; `solver` and `tolerance`
    must converge well below it. `regularisation` is scikit-learn's C. Each round is one epoch to `fitting.observe`.
    """
    model = LogisticRegression(C=regularisation, solver=solver, max_iter=20, tol=tolerance, warm_start=True)
    for epoch in bar(range(MAX_ROUNDS), "fitting"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(features, target, sample_weight=fitting.weights)
        if fitting.observe is not None:
            answers = model.predict_proba(features)
            fitting.observe(
                epoch + 1, float(log_loss(target, answers, sample_weight=fitting.weights, labels=model.classes_))
            )
        if model.n_iter_[0] < model.max_iter:
            break
    model.coef_ = model.coef_.round(decimals)
    model.intercept_ = model.intercept_.round(decimals)
    return model
