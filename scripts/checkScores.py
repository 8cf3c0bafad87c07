"""Holds figures of evaluations against those of scikit-learn and statsmodels, computed from the same arrays, to 1e-9.

    pip install numpy scikit-learn statsmodels confidenceinterval
    python scripts/checkScores.py CASES

CASES has a folder for each case: ground_truth.npy, probabilities.npy, figures.json and, of a run, shown.json, which is what
`digits show --json` says. Exits 1 if anything differs. The variance of AUROC is compared with two implementations: the definition,
and the one in the package confidenceinterval.
"""

import json
import pathlib
import sys
import warnings

import numpy as np
from confidenceinterval.delong import delong_roc_variance
from makeEvaluationFixtures import expected

LARGEST = 1e-9
# Half of a float32 step around 1 is more than that: thresholds are stored with the digits that name a float32.
THRESHOLDS = ("finiteThresholds", "thresholds")


class Comparison:
    def __init__(self, case):
        self.case = case
        self.compared = 0
        self.largest = (0.0, "")
        self.differing = []

    def number(self, ours, theirs, where):
        self.compared += 1
        if ours is None or theirs is None:
            if ours is not theirs:
                self.differing.append(f"{where}: {ours}, expected {theirs}")
            return
        difference = abs(ours - theirs)
        self.largest = max(self.largest, (difference, where))
        if not difference <= LARGEST:
            self.differing.append(f"{where}: {ours}, expected {theirs}")

    def all(self, ours, theirs, where=""):
        """Everything that the libraries have; what only this product has is passed over."""
        if isinstance(theirs, dict):
            for key, value in theirs.items():
                if key == "float32":
                    continue  # log_loss adds up in float32 there: the seventh digit differs.
                if key in THRESHOLDS and value is not None:
                    self.all(np.float32(ours[key]).tolist(), np.float32(value).tolist(), f"{where}.{key}")
                else:
                    self.all(None if ours is None else ours.get(key), value, f"{where}.{key}")
        elif isinstance(theirs, (list, tuple, np.ndarray)):
            if ours is None or len(ours) != len(theirs):
                self.differing.append(f"{where}: {None if ours is None else len(ours)} values, expected {len(theirs)}")
                return
            for index, value in enumerate(theirs):
                self.all(ours[index], value, f"{where}[{index}]")
        else:
            self.number(ours, theirs, where)

    def shown(self, summary, theirs):
        """What the command line says of a run."""
        for name in ("confusionMatrix", "macro", "micro", "weighted"):
            self.all(summary[name], theirs[name], f"shown {name}")
        names = ("precision", "recall", "f1", "auroc", "averagePrecision", "support", "predicted")
        self.all(summary["perClass"], [{name: figures[name] for name in names} for figures in theirs["perClass"]], "shown perClass")
        self.all(summary["testAccuracy"], theirs["accuracy"], "shown accuracy")
        self.all(summary["testLoss"], theirs["logLoss"]["clippedAsFloat32"], "shown loss")

    def delong(self, figures, truth, probabilities):
        for of, ours in enumerate(figures["perClass"]):
            if ours["aurocVariance"] is None:
                continue
            _, variance = delong_roc_variance((truth == of).astype(int), probabilities[:, of].astype(np.float64))
            self.number(ours["aurocVariance"], float(variance), f"DeLong's variance of class {of}")


def main(folder):
    # Undefined figures are null, and tied probabilities do not add up to 1 on purpose.
    warnings.simplefilter("ignore")
    failed = passed = 0
    for case in sorted(pathlib.Path(folder).iterdir()):
        truth, probabilities = np.load(case / "ground_truth.npy"), np.load(case / "probabilities.npy")
        figures = json.loads((case / "figures.json").read_text())
        theirs = expected(truth, probabilities)
        comparison = Comparison(case.name)
        comparison.all(figures, theirs)
        comparison.delong(figures, truth, probabilities)
        if (case / "shown.json").exists():
            comparison.shown(json.loads((case / "shown.json").read_text())["summary"], theirs)
        for line in comparison.differing[:20]:
            print(f"{case.name}{line}", file=sys.stderr)
        images, classes = probabilities.shape
        print(
            f"{case.name}: {images} images, {classes} classes, {comparison.compared} figures, "
            f"{len(comparison.differing)} differ, largest difference {comparison.largest[0]:.1e} in {comparison.largest[1].strip()}"
        )
        failed += len(comparison.differing)
        passed += comparison.compared - len(comparison.differing)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main(sys.argv[1])
