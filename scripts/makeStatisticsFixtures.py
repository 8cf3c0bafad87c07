#!/usr/bin/env python3
"""Writes test/fixtures/statistics/cases.json: what SciPy and statsmodels compute for cases of src/statistics. It is never run by a test.

pip install numpy scipy statsmodels pandas
"""
import json
import pathlib

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.formula.api as smf
from scipy import integrate, stats
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(14)


def paired(differences, confidence):
    d = np.asarray(differences, float)
    test = stats.ttest_1samp(d, 0)
    interval = test.confidence_interval(confidence)
    return {
        "differences": [float(x) for x in d],
        "confidence": confidence,
        "mean": float(d.mean()),
        "deviation": float(d.std(ddof=1)),
        "low": float(interval.low),
        "high": float(interval.high),
        "p": float(test.pvalue),
    }


def grid(levels, repeats, noise):
    rows = []
    effects = [rng.normal(0, 1, size) for size in levels]
    for index in np.ndindex(*levels):
        for _ in range(repeats):
            outcome = sum(effect[i] for effect, i in zip(effects, index)) + rng.normal(0, noise)
            rows.append({"levels": [f"{'abc'[k]}{i}" for k, i in enumerate(index)], "outcome": float(outcome)})
    frame = pd.DataFrame([{**{"abc"[k]: level for k, level in enumerate(row["levels"])}, "y": row["outcome"]} for row in rows])
    names = "abc"[: len(levels)]
    table = anova_lm(smf.ols("y ~ " + " + ".join(f"C({name})" for name in names), frame).fit(), typ=2)
    residual = table.loc["Residual"]
    noise_square = residual["sum_sq"] / residual["df"]
    total = float(((frame["y"] - frame["y"].mean()) ** 2).sum())
    return {
        "points": rows,
        "factors": [
            {
                "sumOfSquares": float(row["sum_sq"]),
                "df": float(row["df"]),
                "f": float(row["F"]),
                "p": float(row["PR(>F)"]),
                "omegaSquared": float((row["sum_sq"] - row["df"] * noise_square) / (total + noise_square)),
            }
            for row in (table.loc[f"C({name})"] for name in names)
        ],
        "residual": {"sumOfSquares": float(residual["sum_sq"]), "df": float(residual["df"])},
    }


def exact(only_a, only_b):
    return {"onlyA": only_a, "onlyB": only_b, "p": float(mcnemar([[0, only_a], [only_b, 0]], exact=True).pvalue)}


def correlation_ratio(n, bins, effect):
    """The groups by pandas' own quantiles, ε² as the adjusted R² of a regression on them, its chance from SciPy's permutation test."""
    own = np.random.default_rng([14, n, bins])
    x = own.uniform(size=n)
    y = effect * np.sin(3 * x) + own.normal(size=n)
    group = pd.qcut(x, bins, labels=False).astype(int)

    def adjusted(outcomes):
        return float(smf.ols("y ~ C(g)", pd.DataFrame({"y": outcomes, "g": group})).fit().rsquared_adj)

    # The same as adjusted(), without a regression for each deal.
    members = [group == g for g in np.unique(group)]

    def quick(outcomes):
        between = sum(m.sum() * (outcomes[m].mean() - outcomes.mean()) ** 2 for m in members)
        return 1 - (1 - between / ((outcomes - outcomes.mean()) ** 2).sum()) * (n - 1) / (n - bins)

    assert abs(adjusted(y) - quick(y)) < 1e-12
    test = stats.permutation_test((y,), quick, permutation_type="pairings", n_resamples=20_000, alternative="greater", rng=own)
    low, high = np.quantile(test.null_distribution, [0.025, 0.975])
    return {
        "values": [float(v) for v in x],
        "outcomes": [float(v) for v in y],
        "groups": [int(g) for g in group],
        "epsilonSquared": adjusted(y),
        "chance": {"low": float(low), "high": float(high)},
        "p": float(test.pvalue),
    }


def largest(n):
    """Of n standard normal variables: Blom's approximation, and what it approximates."""
    exact = integrate.quad(lambda x: x * n * stats.norm.pdf(x) * stats.norm.cdf(x) ** (n - 1), -10, 10)[0]
    return {"n": n, "blom": float(stats.norm.ppf((n - 0.375) / (n + 0.25))), "exact": float(exact)}


cases = {
    "versions": {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "t": [
        {"df": df, "t": t, "p": float(2 * stats.t.sf(t, df)), "probability": q, "quantile": float(stats.t.ppf(q, df))}
        for df in (1, 2, 3, 4, 9, 30, 200, 999)
        for t, q in ((0.1, 0.9), (1.0, 0.975), (2.5, 0.995), (10.0, 0.9995), (40.0, 0.99999))
    ],
    "pairedT": [
        paired([0.001, 0.004, 0.002, 0.0035, 0.0001], 0.95),
        paired([0.002, -0.001], 0.95),
        paired(rng.normal(0.003, 0.002, 10), 0.95),
        paired(rng.normal(0, 1, 30), 0.99),
        paired(1e6 + rng.normal(0, 1, 5), 0.95),
        paired([1e-9, 3e-9, -2e-9], 0.975),
    ],
    "holm": [
        {"values": values, "adjusted": [float(p) for p in multipletests(values, method="holm")[1]]}
        for values in ([0.01, 0.04, 0.03], [0.5], [0.02, 0.02, 0.9, 0.0001], [0.6, 0.7, 0.4], [0.0, 1.0], [0.013, 0.012, 0.011])
    ],
    "mcnemar": [exact(a, b) for a, b in ((0, 0), (1, 0), (5, 5), (12, 3), (3, 12), (40, 61), (500, 421), (0, 30), (2300, 2100))],
    "omegaSquared": [grid([2, 3], 2, 0.5), grid([3, 4], 1, 1.0), grid([2, 2, 3], 3, 2.0), grid([4], 5, 1.0)],
    "largest": [largest(n) for n in (2, 3, 5, 10, 20, 100, 1000)],
    "correlationRatio": [
        correlation_ratio(20, 4, 0.0),
        correlation_ratio(20, 4, 3.0),
        correlation_ratio(40, 8, 1.0),
        correlation_ratio(100, 10, 0.7),
    ],
}
target = pathlib.Path("test/fixtures/statistics/cases.json")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(cases, indent=1) + "\n")
