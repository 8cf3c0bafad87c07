"""Reads back what Digits Lab exported, and holds it against the files of the runs, which are read here for themselves.

    pip install tensorboard mlflow
    python checkExport.py tensorboard RUNS FOLDER ID…       event files, by TensorBoard's EventAccumulator
    python checkExport.py mlflow RUNS URI EXPERIMENT ID…    runs at a server, by MlflowClient
    python checkExport.py comparison RUNS URI EXPERIMENT COMPARISON
    python checkExport.py nan URI EXPERIMENT LOGDIR         a series with a NaN and infinities, of both
    python checkExport.py files RUNS CSV CURVES JSON ID…
    python checkExport.py zip RUNS ZIP ID
"""

import csv
import json
import math
import pathlib
import sys
import tempfile
import zipfile
from datetime import datetime

EPOCH = {
    "loss": "loss",
    "accuracy": "accuracy",
    "val_loss": "valLoss",
    "val_accuracy": "valAccuracy",
    "images_per_second": "imagesPerSecond",
    "duration": "durationMs",
}
BATCH = {"batch/loss": "loss", "batch/accuracy": "accuracy", "batch/images_per_second": "imagesPerSecond"}
TEST = {"test_loss": "loss", "test_accuracy": "accuracy"}


class Run:
    """A run as its folder has it."""

    def __init__(self, runs, id):
        self.id, self.folder = id, pathlib.Path(runs) / id
        self.config = json.loads((self.folder / "config.json").read_text())
        labels = self.folder / "labels.json"
        self.labels = json.loads(labels.read_text()) if labels.exists() else {}
        self.summary = json.loads((self.folder / "summary.json").read_text())
        self.events = [json.loads(line) for line in (self.folder / "events.jsonl").read_text().splitlines()]

    def series(self):
        """By name: (step, value, ms since 1970), in the order of the steps."""
        found = {}

        def add(name, step, value, event):
            if value is not None:
                time = datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
                found.setdefault(name, []).append((step, value, round(time.timestamp() * 1000)))

        last = max(event["epoch"] for event in self.events if event["type"] == "epochEnded")
        for event in self.events:
            if event["type"] == "epochEnded":
                for name, field in EPOCH.items():
                    add(name, event["epoch"], event[field], event)
            elif event["type"] == "batchEnded":
                for name, field in BATCH.items():
                    add(name, (event["epoch"] - 1) * event["batches"] + event["batch"], event[field], event)
            elif event["type"] == "evaluated":
                for name, field in TEST.items():
                    add(name, last, event[field], event)
        return found

    def files(self):
        kept = [path for path in self.folder.rglob("*") if path.is_file() and path.name not in ("labels.json", "owner.json")]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in kept}


def equal(found, expected, what):
    if found != expected:
        raise SystemExit(f"{what}:\n  found    {str(found)[:2000]}\n  expected {str(expected)[:2000]}")


def tensorboard(runs, folder, *ids):
    import numpy
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams.metadata import SESSION_END_INFO_TAG, SESSION_START_INFO_TAG, parse_session_start_info_plugin_data

    for id in ids:
        run = Run(runs, id)
        read = EventAccumulator(str(pathlib.Path(folder) / id), size_guidance={"scalars": 0, "tensors": 0}).Reload()
        expected = run.series()
        equal(sorted(read.Tags()["scalars"]), sorted(expected), f"{id}: the tags")
        points = 0
        for tag, series in expected.items():
            found = [(one.step, one.value, round(one.wall_time * 1000)) for one in read.Scalars(tag)]
            equal(found, [(step, float(numpy.float32(value)), time) for step, value, time in series], f"{id}: {tag}")
            points += len(found)
        text = read.Tensors("config")[0].tensor_proto.string_val[0].decode()
        for name, value in run.config["parameters"].items():
            if f"| {name} |" not in text:
                raise SystemExit(f"{id}: the text has no {name}: {text}")
        start = parse_session_start_info_plugin_data(read.SummaryMetadata(SESSION_START_INFO_TAG).plugin_data.content)
        hparams = {name: getattr(value, value.WhichOneof("kind")) for name, value in start.hparams.items()}
        equal(hparams, run.config["parameters"], f"{id}: the hyperparameters")
        equal(SESSION_END_INFO_TAG in read.Tags()["tensors"], True, f"{id}: an end")
        print(f"{id}: {len(expected)} series with {points} points, {len(hparams)} hyperparameters, text of {len(text)} characters")


def client(uri):
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=uri)


def runs_of(mlflow, experiment):
    from mlflow.entities import ViewType

    found = mlflow.get_experiment_by_name(experiment)
    return mlflow.search_runs([found.experiment_id], run_view_type=ViewType.ALL, max_results=1000)


def artifacts(mlflow, run_id):
    """All files of a run, downloaded."""
    with tempfile.TemporaryDirectory() as folder:
        mlflow.download_artifacts(run_id, "", folder)
        paths = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def check_run(mlflow, there, run, with_files=True):
    series = run.series()
    equal(there.data.params, {name: json_text(value) for name, value in run.config["parameters"].items()}, f"{run.id}: the parameters")
    equal(sorted(there.data.metrics), sorted(series), f"{run.id}: the names of metrics")
    points = 0
    for name, expected in series.items():
        history = mlflow.get_metric_history(there.info.run_id, name)
        found = sorted((one.step, one.value, one.timestamp) for one in history)
        equal(found, sorted(expected), f"{run.id}: {name}")
        points += len(found)
    status = {"completed": "FINISHED", "failed": "FAILED"}.get(run.summary["status"], "KILLED")
    equal(there.info.status, status, f"{run.id}: how it ended")
    equal(there.info.run_name, run.labels.get("name") or run.id, f"{run.id}: what it is called")
    files = artifacts(mlflow, there.info.run_id)
    equal({name: len(content) for name, content in files.items()}, {name: len(content) for name, content in run.files().items()} if with_files else {}, f"{run.id}: the files")
    if with_files:
        equal(files, run.files(), f"{run.id}: the content of the files")
    print(f"{run.id}: {len(there.data.params)} parameters, {len(series)} metrics with {points} points, {len(files)} files, {sum(map(len, files.values()))} bytes")


def json_text(value):
    """A number as JavaScript writes it."""
    if isinstance(value, str):
        return value
    return str(int(value)) if float(value).is_integer() else repr(value)


def mlflow(runs, uri, experiment, *ids):
    mlflow = client(uri)
    found = {one.data.tags["digits.id"]: one for one in runs_of(mlflow, experiment)}
    equal(sorted(found), sorted(ids), "the runs at the server")
    for id in ids:
        check_run(mlflow, found[id], Run(runs, id))


def comparison(runs, uri, experiment, id):
    mlflow = client(uri)
    folder = pathlib.Path(runs).parent / "comparisons" / id
    plan = json.loads((folder / "comparison.json").read_text())
    there = {one.data.tags["digits.id"]: one for one in runs_of(mlflow, experiment)}
    parent = there.pop(id)
    equal(sorted(there), sorted(run["id"] for run in plan["runs"]), "the nested runs")
    for run_id, one in there.items():
        equal(one.data.tags["mlflow.parentRunId"], parent.info.run_id, f"{run_id}: its parent")
        check_run(mlflow, one, Run(runs, run_id))
    equal(parent.data.params["factor"], plan["factor"], "the factor")
    equal(parent.data.params["levels"], ", ".join(json_text(level) for level in plan["levels"]), "the levels")
    # The mean difference of the pairs, from the files of the runs.
    value = {run["id"]: Run(runs, run["id"]).summary["best"]["valAccuracy"] for run in plan["runs"]}
    reference, level = plan["levels"]
    pairs = {}
    for run in plan["runs"]:
        pairs.setdefault(run["seed"], {})[run["level"]] = value[run["id"]]
    differences = [pair[level] - pair[reference] for pair in pairs.values()]
    metrics = parent.data.metrics
    equal(metrics[f"effect/val_accuracy/{level}/n"], len(differences), "N")
    if not math.isclose(metrics[f"effect/val_accuracy/{level}/mean"], sum(differences) / len(differences), rel_tol=1e-9, abs_tol=1e-12):
        raise SystemExit(f"the mean: {metrics} {differences}")
    files = artifacts(mlflow, parent.info.run_id)
    equal(files, {name: (folder / name).read_bytes() for name in ("comparison.json", "report.md")}, "the comparison's files")
    print(f"{parent.info.run_name}: {parent.data.tags['digits.verdict']}, N = {metrics[f'effect/val_accuracy/{level}/n']:g}; {parent.data.tags['digits.effect']}")


def nan(uri, experiment, logdir):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    mlflow = client(uri)
    [run] = runs_of(mlflow, experiment)
    found = sorted((one.step, one.value) for one in mlflow.get_metric_history(run.info.run_id, "strange"))
    [folder] = pathlib.Path(logdir).iterdir()
    read = [(one.step, one.value) for one in EventAccumulator(str(folder)).Reload().Scalars("strange")]
    for of, points, largest in (("MLflow", found, sys.float_info.max), ("TensorBoard", read, math.inf)):
        equal([step for step, _ in points], [1, 2, 3, 4], f"{of}: the steps")
        values = [value for _, value in points]
        if not (values[0] == 0.5 and math.isnan(values[1]) and values[2] >= 1.7e308 and values[3] <= -1.7e308):
            raise SystemExit(f"{of}: {values}")
        print(f"{of}: {values}")


def files(runs, table, curves, document, *ids):
    rows = list(csv.DictReader(open(table, newline="", encoding="utf-8")))
    equal([row["id"] for row in rows], list(ids), "the rows")
    epochs = list(csv.DictReader(open(curves, newline="", encoding="utf-8")))
    documented = json.loads(pathlib.Path(document).read_text(encoding="utf-8"))["runs"]
    for row, one, id in zip(rows, documented, ids):
        run = Run(runs, id)
        for name, value in run.config["parameters"].items():
            equal(row[name], json_text(value), f"{id}: {name}")
        equal(float(row["test_accuracy"]), run.summary["testAccuracy"], f"{id}: test accuracy")
        equal((one["config"], one["summary"]["testAccuracy"]), (run.config, run.summary["testAccuracy"]), f"{id}: JSON")
        expected = [(str(step), value) for step, value, _ in run.series()["val_loss"]]
        equal([(line["epoch"], float(line["val_loss"])) for line in epochs if line["run"] == id], expected, f"{id}: the curves")
    print(f"{len(rows)} rows of {len(rows[0])} columns, {len(epochs)} epochs, a document of {len(documented)} runs")


def archive(runs, file, id):
    run = Run(runs, id)
    with zipfile.ZipFile(file) as found:
        equal(found.testzip(), None, "what is damaged")
        content = {name: found.read(name) for name in found.namelist()}
    expected = {str(path.relative_to(run.folder.parent)): path.read_bytes() for path in run.folder.rglob("*") if path.is_file()}
    equal(content, expected, "the content of the archive")
    print(f"{len(content)} files, {sum(map(len, content.values()))} bytes in an archive of {pathlib.Path(file).stat().st_size}")


if __name__ == "__main__":
    checks = {"tensorboard": tensorboard, "mlflow": mlflow, "comparison": comparison, "nan": nan, "files": files, "zip": archive}
    checks[sys.argv[1]](*sys.argv[2:])
