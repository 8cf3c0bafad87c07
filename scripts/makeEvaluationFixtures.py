"""Makes test/fixtures/evaluation/*.json: predictions, and what scikit-learn says about them.

    pip install scikit-learn numpy
    python scripts/makeEvaluationFixtures.py

Probabilities, row-major [n, classes], and thresholds are float32, written with the fewest digits that name them exactly: a reader
rounds them to float32. Rates of curves are rounded to 11 decimals. Both keep the files small; everything else is written in full.
`null` stands where a figure is not defined.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics

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


def means(truth, predicted, indicator, scores, average):
    labels = range(indicator.shape[1])
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, predicted, labels=labels, average=average, zero_division=0
    )
    present = indicator.any(axis=0)
    ranked = present & ~indicator.all(axis=0)
    if average == "micro":
        present = ranked = np.full(len(labels), True)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "auroc": metrics.roc_auc_score(indicator[:, ranked], scores[:, ranked], average=average) if ranked.any() else None,
        "averagePrecision": metrics.average_precision_score(indicator[:, present], scores[:, present], average=average),
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


def per_class(truth, predicted, indicator, scores):
    classes = indicator.shape[1]
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=range(classes), zero_division=0
    )
    for of in range(classes):
        positive, score = indicator[:, of], scores[:, of]
        present = positive.any()
        yield {
            "precision": precision[of],
            "recall": recall[of],
            "f1": f1[of],
            "support": support[of],
            "predicted": (predicted == of).sum(),
            "auroc": metrics.roc_auc_score(positive, score) if present and not positive.all() else None,
            "averagePrecision": metrics.average_precision_score(positive, score) if present else None,
            "roc": roc(positive, score),
            "precisionRecall": precision_recall(positive, score),
        }


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


def expected(truth, probabilities):
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
        "logLoss": log_losses(truth, probabilities),
        "perClass": list(per_class(truth, predicted, indicator, scores)),
        **{average: means(truth, predicted, indicator, scores, average) for average in ("macro", "micro", "weighted")},
    }


def plain(value):
    """What json cannot write by itself: NumPy's arrays and numbers."""
    return value.tolist()


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Undefined figures are stored as null, and the tied probabilities do not add up to 1 on purpose.
    warnings.simplefilter("ignore")
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    for name, truth, probabilities in cases():
        assert probabilities.dtype == np.float32
        content = {
            "versions": versions,
            "classes": probabilities.shape[1],
            "truth": truth,
            "probabilities": shortest(probabilities.ravel()),
            "expected": expected(truth, probabilities),
        }
        text = json.dumps(content, default=plain, separators=(",", ":"), allow_nan=False)
        (FOLDER / f"{name}.json").write_text(text + "\n")
        print(f"{name}: {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
