"""Makes test/fixtures/evaluation/*.json: predictions, and what scikit-learn and statsmodels say about them.

    pip install numpy scikit-learn statsmodels
    python scripts/makeEvaluationFixtures.py

Probabilities, row-major [n, classes], and thresholds are float32, written with the fewest digits that name them exactly: a reader
rounds them to float32. Rates of curves are rounded to 11 decimals. Both keep the files small; everything else is written in full.
`null` stands where a figure is not defined: where scikit-learn warns. scripts/checkScores.py compares with `expected` too.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
import statsmodels
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

# Rates at which macro curves are compared: none at which a curve steps up. Then what operating points are asked for.
GRID = 0.00137 + 0.00998 * np.arange(100)
ASKED = [0.5, 0.8, 0.9, 0.95, 0.99, 1.0]

FOLDER = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "evaluation"


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)


def shortest(values):
    """Float32 values as numbers of the fewest digits that round to them."""
    numbers = [float(str(value)) for value in values.astype(np.float32)]
    assert np.array_equal(np.array(numbers).astype(np.float32), values)
    return numbers


def predictions(rng, truth, classes, skill):
    """Probabilities of a classifier that favours the true class the more, the greater its skill."""
    return softmax(rng.normal(size=(len(truth), classes)) * 1.5 + skill * np.eye(classes)[truth])


def cases():
    rng = np.random.default_rng(20240229)

    truth = rng.integers(0, 10, 300)
    yield "ordinary", truth, predictions(rng, truth, 10, 2.0)

    truth = rng.integers(0, 10, 150)
    rounded = np.round(predictions(rng, truth, 10, 1.0), 1).astype(np.float32)
    yield "ties", truth, rounded

    truth = rng.integers(0, 5, 120)
    rounded = np.round(predictions(rng, truth, 5, 1.0), 1)
    yield "ties-normalised", truth, (rounded / rounded.sum(axis=1, keepdims=True)).astype(np.float32)

    truth = rng.choice([0, 1, 3, 4], 80)
    yield "absent-class", truth, predictions(rng, truth, 5, 1.5)

    truth = rng.integers(0, 4, 80)
    logits = rng.normal(size=(80, 4)) + 1.5 * np.eye(4)[truth]
    logits[:, 2] = logits.min(axis=1) - 1
    yield "never-predicted-class", truth, softmax(logits)

    truth = rng.integers(0, 2, 60)
    yield "two-classes", truth, predictions(rng, truth, 2, 1.0)

    truth = np.full(30, 1)
    yield "single-class", truth, predictions(rng, truth, 3, 1.0)

    truth = rng.integers(0, 4, 40)
    yield "perfect", truth, np.eye(4, dtype=np.float32)[truth]

    # As many classes as EMNIST has; two do not occur, another is never predicted.
    truth = rng.choice(np.setdiff1d(np.arange(62), [17, 40]), 300)
    logits = rng.normal(size=(300, 62)) + 3.5 * np.eye(62)[truth]
    logits[:, 5] = logits.min(axis=1) - 1
    yield "62-classes", truth, softmax(logits)


def defined(value):
    """None where scikit-learn was told to put NaN for what is not defined."""
    return None if np.isnan(value) else value


def means(truth, predicted, indicator, scores, average):
    """Means over the classes that occur; a precision that is not defined there counts as 0."""
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, predicted, labels=None if average == "micro" else np.unique(truth), average=average, zero_division=0
    )
    present = indicator.any(axis=0)
    ranked = present & ~indicator.all(axis=0)
    if average == "micro":
        present = ranked = np.full(indicator.shape[1], True)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "auroc": metrics.roc_auc_score(indicator[:, ranked], scores[:, ranked], average=average) if ranked.any() else None,
        "averagePrecision": metrics.average_precision_score(indicator[:, present], scores[:, present], average=average),
    }


def wilson(successes, count):
    if count == 0:
        return None
    low, high = proportion_confint(successes, count, method="wilson")
    return {"low": low, "high": high}


def components(positive, score):
    """DeLong's structural components from their definition, every positive compared with every negative."""
    above, below = score[positive], score[~positive]
    of_positives, of_negatives = [], np.zeros(len(below))
    # In pieces, since all comparisons of a whole test set at once would take gigabytes.
    for piece in np.array_split(above, len(above) // 100 + 1):
        wins = (piece[:, None] > below) + 0.5 * (piece[:, None] == below)
        of_positives.append(wins.mean(axis=1))
        of_negatives += wins.sum(axis=0)
    return np.concatenate(of_positives), of_negatives / len(above)


def delong(positive, score):
    """The variance of AUROC: S10 / m + S01 / n."""
    if positive.sum() < 2 or (~positive).sum() < 2:
        return None
    of_positives, of_negatives = components(positive, score)
    return of_positives.var(ddof=1) / len(of_positives) + of_negatives.var(ddof=1) / len(of_negatives)


def influences(positive, score):
    """How much each score moved the AUROC, so that the squares add up to DeLong's variance."""
    of_positives, of_negatives = components(positive, score)
    m, n = len(of_positives), len(of_negatives)
    moved = np.empty(len(score))
    moved[positive] = (of_positives - of_positives.mean()) / np.sqrt(m * (m - 1))
    moved[~positive] = (of_negatives - of_negatives.mean()) / np.sqrt(n * (n - 1))
    return moved


def mean_variance(indicator, scores, average):
    """The variance of macro and micro AUROC, from the influence of each image added up over the classes."""
    if average == "micro":
        by_class = influences(indicator.ravel(), scores.ravel()).reshape(scores.shape)
        return (by_class.sum(axis=1) ** 2).sum()
    ranked = np.flatnonzero(indicator.any(axis=0) & ~indicator.all(axis=0))
    if len(ranked) == 0 or any(min(indicator[:, of].sum(), (~indicator[:, of]).sum()) < 2 for of in ranked):
        return None
    return (np.mean([influences(indicator[:, of], scores[:, of]) for of in ranked], axis=0) ** 2).sum()


def macro_roc(indicator, scores):
    """As in scikit-learn's example: the mean of the interpolated true positive rates."""
    ranked = np.flatnonzero(indicator.any(axis=0) & ~indicator.all(axis=0))
    curves = [metrics.roc_curve(indicator[:, of], scores[:, of], drop_intermediate=False)[:2] for of in ranked]
    return np.mean([np.interp(GRID, fpr, tpr) for fpr, tpr in curves], axis=0) if curves else None


def macro_precision_recall(indicator, scores):
    """The mean precision of the steps that average precision takes: at a recall that of the highest threshold that reaches it."""
    rows = []
    for of in np.flatnonzero(indicator.any(axis=0)):
        precision, recall, _ = metrics.precision_recall_curve(indicator[:, of], scores[:, of])
        rows.append([precision[:-1][recall[:-1] >= rate][-1] for rate in GRID])
    return np.mean(rows, axis=0)


def at_threshold(positive, score, threshold):
    found = score >= threshold
    ((tn, fp), (fn, tp)) = metrics.confusion_matrix(positive, found, labels=[False, True])
    undefined = {"zero_division": np.nan}
    return {
        "threshold": threshold,
        "truePositives": tp,
        "falsePositives": fp,
        "falseNegatives": fn,
        "trueNegatives": tn,
        "precision": defined(metrics.precision_score(positive, found, **undefined)),
        "recall": defined(metrics.recall_score(positive, found, **undefined)),
        "specificity": defined(metrics.recall_score(~positive, ~found, **undefined)),
        "f1": defined(metrics.f1_score(positive, found, **undefined)),
        "intervals": {"precision": wilson(tp, tp + fp), "recall": wilson(tp, tp + fn), "specificity": wilson(tn, tn + fp)},
    }


def operating_points(positive, score):
    """The counts at ten thresholds, and the best that can be reached."""
    ordered = np.unique(score)
    points = [at_threshold(positive, score, threshold) for threshold in ordered[:: max(1, len(ordered) // 10)][:10]]
    if not positive.any():
        return {"points": points, "recallAtPrecision": [None] * len(ASKED), "precisionAtRecall": [None] * len(ASKED)}
    precision, recall, _ = metrics.precision_recall_curve(positive, score)
    precision, recall = precision[:-1], recall[:-1]

    def greatest(wanted, given, least):
        return wanted[given >= least].max() if (given >= least).any() else None

    return {
        "points": points,
        "recallAtPrecision": [greatest(recall, precision, least) for least in ASKED],
        "precisionAtRecall": [greatest(precision, recall, least) for least in ASKED],
    }


def roc(positive, score):
    if positive.all() or not positive.any():
        return None
    fpr, tpr, thresholds = metrics.roc_curve(positive, score, drop_intermediate=False)
    assert thresholds[0] == np.inf
    # JSON has no Infinity: the first threshold is left out.
    return {"fpr": fpr.round(11), "tpr": tpr.round(11), "finiteThresholds": shortest(thresholds[1:])}


def precision_recall(positive, score):
    if not positive.any():
        return None
    precision, recall, thresholds = metrics.precision_recall_curve(positive, score)
    if not positive.all():
        # The ROC curve holds the same thresholds and true positive rates; stored once.
        _, tpr, falling = metrics.roc_curve(positive, score, drop_intermediate=False)
        assert np.array_equal(thresholds, falling[:0:-1]) and np.array_equal(recall, tpr[::-1])
        return {"precision": precision.round(11)}
    return {"precision": precision.round(11), "recall": recall.round(11), "thresholds": shortest(thresholds)}


def per_class(truth, predicted, indicator, scores, with_curves):
    classes = indicator.shape[1]
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=range(classes), zero_division=np.nan
    )
    for of in range(classes):
        positive, score = indicator[:, of], scores[:, of]
        present = positive.any()
        figures = {
            "precision": defined(precision[of]),
            "recall": defined(recall[of]),
            "f1": defined(f1[of]),
            "support": support[of],
            "predicted": (predicted == of).sum(),
            "auroc": metrics.roc_auc_score(positive, score) if present and not positive.all() else None,
            "averagePrecision": metrics.average_precision_score(positive, score) if present else None,
            "aurocVariance": delong(positive, score),
        }
        if with_curves:
            figures["operatingPoints"] = operating_points(positive, score)
            figures["roc"] = roc(positive, score)
            figures["precisionRecall"] = precision_recall(positive, score)
        yield figures


def log_losses(truth, probabilities):
    labels = range(probabilities.shape[1])
    epsilon = np.finfo(np.float32).eps
    clipped = np.clip(probabilities, epsilon, 1 - epsilon)
    return {
        # Clipped as float32, which is what log_loss does first with float32; then everything in float64.
        "clippedAsFloat32": metrics.log_loss(truth, clipped.astype(np.float64), labels=labels),
        "float32": metrics.log_loss(truth, probabilities, labels=labels),
        "float64": metrics.log_loss(truth, probabilities.astype(np.float64), labels=labels),
    }


def expected(truth, probabilities, with_curves=True):
    classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    indicator = truth[:, None] == np.arange(classes)
    scores = probabilities.astype(np.float64)
    return {
        "confusionMatrix": metrics.confusion_matrix(truth, predicted, labels=range(classes)),
        "normalised": {
            name: metrics.confusion_matrix(truth, predicted, labels=range(classes), normalize=normalize)
            for name, normalize in (("row", "true"), ("column", "pred"), ("all", "all"))
        },
        "accuracy": metrics.accuracy_score(truth, predicted),
        "accuracyInterval": wilson((truth == predicted).sum(), len(truth)),
        "logLoss": log_losses(truth, probabilities),
        "perClass": list(per_class(truth, predicted, indicator, scores, with_curves)),
        **{average: means(truth, predicted, indicator, scores, average) for average in ("macro", "micro", "weighted")},
        "macroAurocVariance": mean_variance(indicator, scores, "macro"),
        "microAurocVariance": mean_variance(indicator, scores, "micro"),
        "macroRoc": macro_roc(indicator, scores),
        "macroPrecisionRecall": macro_precision_recall(indicator, scores),
    }


def plain(value):
    """What json cannot write by itself: NumPy's arrays and numbers."""
    return value.tolist()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Undefined figures are stored as null, and the tied probabilities do not add up to 1 on purpose.
    warnings.simplefilter("ignore")
    versions = {"scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__}
    for name, truth, probabilities in cases():
        assert probabilities.dtype == np.float32
        content = {
            "versions": versions,
            "classes": probabilities.shape[1],
            "truth": truth,
            "probabilities": shortest(probabilities.ravel()),
            # The curves of 62 classes would be a large file.
            "expected": expected(truth, probabilities, with_curves=probabilities.shape[1] <= 10),
        }
        text = json.dumps(content, default=plain, separators=(",", ":"), allow_nan=False)
        (FOLDER / f"{name}.json").write_text(text + "\n")
        print(f"{name}: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
