"""Reads back what Digits Lab exported, and holds it against the files of the runs, which are read here for themselves.

    pip install tensorboard mlflow
    python checkExport.py tensorboard RUNS FOLDER ID…       event files, by TensorBoard's EventAccumulator
    python checkExport.py mlflow RUNS URI EXPERIMENT ID…    runs at a server, by MlflowClient
    python checkExport.py comparison RUNS URI EXPERIMENT COMPARISON
    python checkExport.py nan URI EXPERIMENT LOGDIR         a series with a NaN and infinities, of both
    python checkExport.py files RUNS CSV CURVES JSON ID…
    python checkExport.py zip RUNS ZIP ID
    python checkExport.py recorded RUNS ID LOGDIR URI EXPERIMENT HISTORY JSON   a run that another tool recorded, in all forms
    python checkExport.py again RUNS ID OTHER FORM          the same run, imported again from a form
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


class Recorded:
    """A run that another tool recorded, as its folder has it."""

    def __init__(self, runs, id):
        self.id, self.folder = id, pathlib.Path(runs) / id
        self.recording = json.loads((self.folder / "recording.json").read_text())
        self.rows = [json.loads(line) for line in (self.folder / "history.jsonl").read_text().splitlines()]

    def axis(self, key):
        """The key whose values are the steps of another one, by `define_metric`; `_step` without one."""
        named = [one for one in self.recording["metrics"] if one["name"] == key]
        fitting = [one for one in self.recording["metrics"] if one["name"].endswith("*") and key.startswith(one["name"][:-1])]
        said = (named or sorted(fitting, key=lambda one: -len(one["name"])) or [{}])[0].get("step", "_step")
        return said if said != key and any(said in scalars(row) for row in self.rows) else "_step"

    def series(self):
        """By name: (step, value), in the order in which they were logged, and the figures of the summary that no series ends with."""
        found, last = {}, {}
        for row in self.rows:
            here = scalars(row)
            last.update({**here, "_step": row["_step"]})
            for key, value in here.items():
                found.setdefault(key, []).append((int(last[self.axis(key)]), value))
        for key, value in scalars(self.recording["summary"]).items():
            if key not in found:
                found[key] = [(self.rows[-1]["_step"], value)]
            elif not same(found[key][-1][1], value):
                found[f"summary/{key}"] = [(self.rows[-1]["_step"], value)]
        return found

    def settings(self):
        return {name: value if isinstance(value, (str, int, float, bool)) else json.dumps(value, separators=(",", ":")) for name, value in flat(self.recording["config"])}


WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def scalars(row):
    found = {}
    for key, value in flat({key: value for key, value in row.items() if key not in ("_step", "_timestamp", "_runtime", "_wandb")}):
        if isinstance(value, (bool, int, float)) or value in WORDS:
            found[key] = WORDS[value] if isinstance(value, str) else float(value)
    return found


def flat(value, name=""):
    if not isinstance(value, dict):
        return [(name, value)]
    return [leaf for key, inner in value.items() for leaf in flat(inner, f"{name}.{key}" if name else key)]


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def same_points(found, expected, what):
    if [step for step, _ in found] != [step for step, _ in expected] or not all(same(a, b) for (_, a), (_, b) in zip(found, expected)):
        raise SystemExit(f"{what}:\n  found    {found}\n  expected {expected}")


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
    if isinstance(value, bool):
        return json.dumps(value)
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


def recorded(runs, id, logdir, uri, experiment, history, document):
    import numpy
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams.metadata import SESSION_START_INFO_TAG, parse_session_start_info_plugin_data

    run = Recorded(runs, id)
    series = run.series()
    points = sum(map(len, series.values()))

    read = EventAccumulator(str(pathlib.Path(logdir) / id), size_guidance={"scalars": 0, "tensors": 0}).Reload()
    equal(sorted(read.Tags()["scalars"]), sorted(series), "TensorBoard: the tags")
    for name, expected in series.items():
        in_float32 = [(step, float(numpy.float32(value))) for step, value in expected]
        same_points([(one.step, one.value) for one in read.Scalars(name)], in_float32, f"TensorBoard: {name}")
    start = parse_session_start_info_plugin_data(read.SummaryMetadata(SESSION_START_INFO_TAG).plugin_data.content)
    equal({name: getattr(value, value.WhichOneof("kind")) for name, value in start.hparams.items()}, run.settings(), "TensorBoard: the hyperparameters")
    print(f"TensorBoard: {len(series)} series with {points} points, {len(start.hparams)} hyperparameters")

    mlflow = client(uri)
    [there] = [one for one in runs_of(mlflow, experiment) if one.data.tags["digits.id"] == id]
    equal(there.data.params, {name: json_text(value) for name, value in run.settings().items()}, "MLflow: the parameters")
    for name, expected in series.items():
        kept = [(step, in_database(value)) for step, value in expected]
        same_points([(one.step, one.value) for one in mlflow.get_metric_history(there.info.run_id, name)], kept, f"MLflow: {name}")
    labels = json.loads((run.folder / "labels.json").read_text())
    tags = {"tags": ", ".join(labels["tags"]), "group": run.recording["group"], "job_type": run.recording["jobType"], "state": run.recording["state"]}
    equal({name: there.data.tags[f"digits.{name}"] for name in tags}, tags, "MLflow: the tags")
    equal(there.data.tags["mlflow.note.content"], (run.folder / "notes.md").read_text().strip(), "MLflow: the notes")
    equal(there.info.start_time, milliseconds(run.recording["startedAt"]), "MLflow: the beginning")
    print(f"MLflow: {len(series)} metrics with {points} points, {len(there.data.params)} parameters")

    rows = list(csv.DictReader(open(history, newline="", encoding="utf-8")))
    for line, row in zip(rows, run.rows, strict=True):
        here = {key: value for key, value in line.items() if key not in ("run", "name", "_step", "_timestamp") and value != ""}
        equal((line["run"], int(line["_step"]), float(line["_timestamp"])), (id, row["_step"], row["_timestamp"]), "CSV: a row")
        equal({key: str(float(value)) for key, value in here.items()}, {key: str(value) for key, value in scalars(row).items()}, "CSV: its values")
    [one] = json.loads(pathlib.Path(document).read_text(encoding="utf-8"))["runs"]
    equal((one["recording"], one["history"]), (run.recording, run.rows), "JSON: what was recorded")
    print(f"CSV and JSON: {len(rows)} rows of {len(rows[0])} columns")


def in_database(value):
    """As MLflow keeps a value in SQLite: an infinite one as the largest there is."""
    return value if math.isnan(value) else max(-sys.float_info.max, min(sys.float_info.max, value))


def milliseconds(time):
    return round(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp() * 1000)


def again(runs, id, other, form):
    import numpy

    before, after = Recorded(runs, id), Recorded(runs, other)
    kept = {
        "tensorboard": lambda value: float(numpy.float32(value)),
        "mlflow": in_database,
        "csv": float,
    }[form]
    found = after.series()
    for name, expected in before.series().items():
        # A CSV file of rows has no summary beside them, and its rows are over their own steps.
        if form == "csv":
            expected = [(row["_step"], scalars(row)[name]) for row in before.rows if name in scalars(row)]
        if expected:
            same_points(found[name], [(step, kept(value)) for step, value in expected], f"{form}: {name}")
    if form == "mlflow":
        labels = [json.loads((run.folder / "labels.json").read_text())["tags"] for run in (before, after)]
        facts = [[run.recording[name] for name in ("group", "jobType")] for run in (before, after)]
        equal((labels[1], facts[1]), (labels[0], facts[0]), "mlflow: tags and group")
    print(f"{form}: {len(found)} series as before")


if __name__ == "__main__":
    checks = {"recorded": recorded, "again": again, "tensorboard": tensorboard, "mlflow": mlflow, "comparison": comparison, "nan": nan, "files": files, "zip": archive}
    checks[sys.argv[1]](*sys.argv[2:])
