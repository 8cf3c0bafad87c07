"""Recomputes comparisons from their run folders with SciPy, and holds what `digits effect --json` says against it.

python3 scripts/checkComparison.py .digits/comparisons/ID effects.json
Needs: pip install numpy scipy scikit-learn statsmodels
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score
from statsmodels.stats.multitest import multipletests

TOLERANCE = 1e-9


def figures(run: Path) -> dict[str, float]:
    """The metrics of a run: validation from its events, test from its arrays."""
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    ended = next(event for event in events if event["type"] == "runEnded")
    kept = [event for event in events if event["type"] == "epochEnded" and event["epoch"] == ended["keptEpoch"]][-1]
    truth, predicted = np.load(run / "ground_truth.npy"), np.load(run / "predictions.npy")
    probabilities = np.load(run / "probabilities.npy").astype(np.float64)
    shares = probabilities / probabilities.sum(axis=1, keepdims=True)
    return {
        "val_accuracy": kept["valAccuracy"],
        "val_loss": kept["valLoss"],
        "test_accuracy": accuracy_score(truth, predicted),
        "test_loss": log_loss(truth, shares),
        "macro_f1": f1_score(truth, predicted, average="macro", zero_division=0),
        "macro_auroc": float(np.mean([roc_auc_score(truth == one, column) for one, column in enumerate(probabilities.T)])),
        "duration": ended["durationMs"],
    }


def main(comparison: Path, effects: Path) -> int:
    plan = json.loads((comparison / "comparison.json").read_text())
    runs = comparison.parents[1] / "runs"
    found = {run["id"]: figures(runs / run["id"]) for run in plan["runs"]}
    said = json.loads(effects.read_text())
    passed, failed = 0, []

    def check(what: str, ours: float | None, theirs: float) -> None:
        nonlocal passed
        if ours is not None and abs(ours - theirs) <= TOLERANCE * max(1.0, abs(theirs)):
            passed += 1
        else:
            failed.append(f"{what}: {ours}, by SciPy {theirs}")

    by_metric: dict[str, list[dict]] = {}
    for effect in said:
        by_metric.setdefault(effect["metric"], []).append(effect)
    for metric, of_metric in by_metric.items():
        values = []
        for effect in of_metric:
            name = f"{metric} at {effect['levels'][1]}"
            differences = []
            for pair in effect["pairs"]:
                reference, other = (found[run][metric] for run in pair["runs"])
                # float32 losses of batches are summed in another order than scikit-learn's.
                tolerance = 1e-6 if metric == "test_loss" else TOLERANCE
                difference = other - reference
                if abs(pair["difference"] - difference) > tolerance:
                    failed.append(f"{name}, seed {pair['seed']}: {pair['difference']}, by hand {difference}")
                else:
                    passed += 1
                differences.append(pair["difference"])
            if len(differences) < 2:
                continue
            result = stats.ttest_1samp(differences, 0)
            interval = result.confidence_interval(1 - 0.05 / len(of_metric))
            check(f"{name}: mean", effect["mean"], float(np.mean(differences)))
            check(f"{name}: low", effect["low"], interval.low)
            check(f"{name}: high", effect["high"], interval.high)
            check(f"{name}: p", effect["p"], result.pvalue)
            values.append(result.pvalue)
        if values and len(values) == len(of_metric):
            for effect, corrected in zip(of_metric, multipletests(values, method="holm")[1]):
                check(f"{metric} at {effect['levels'][1]}: Holm's p", effect["pHolm"], corrected)
    for line in failed:
        print(line, file=sys.stderr)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
