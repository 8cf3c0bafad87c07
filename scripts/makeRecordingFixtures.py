"""Makes test/fixtures/foreign: small recordings of other tools, and beside each what the tool's own library reads of it.

Each part runs in an environment that has its package, and leaves the others alone:

    pip install wandb==0.13.11 'protobuf<5' 'setuptools<80'   python scripts/makeRecordingFixtures.py wandb   (and 0.16.2, 0.29.0, 0.31.0)
    pip install mlflow==3.17.2                                 python scripts/makeRecordingFixtures.py mlflow
    pip install tensorflow-cpu==2.15.1                         python scripts/makeRecordingFixtures.py keras
    pip install tensorboard==2.21.0                            python scripts/makeRecordingFixtures.py events
    pip install lightning==2.6.0                               python scripts/makeRecordingFixtures.py lightning

`events` reads what `keras` wrote, by TensorBoard's EventAccumulator.
"""

import csv
import json
import math
import os
import pathlib
import shutil
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "foreign"

# What the scripts of these recordings logged: three epochs.
EPOCHS = [
    {"epoch": 0, "loss": 0.4182, "accuracy": 0.8841, "val_loss": 0.1213, "val_accuracy": 0.9652},
    {"epoch": 1, "loss": 0.1321, "accuracy": 0.9617, "val_loss": 0.0842, "val_accuracy": 0.9761},
    {"epoch": 2, "loss": 0.0934, "accuracy": 0.9723, "val_loss": 0.0661, "val_accuracy": 0.9812},
]
CONFIG = {"epochs": 3, "batch_size": 64, "num_filters": 16, "learning_rate": 0.001, "seed": 7, "activation_function": "relu"}


def write_json(name, value):
    """JSON with NaN and the infinities as texts, as recordings have them."""

    def plain(one):
        if isinstance(one, float) and not math.isfinite(one):
            return "NaN" if math.isnan(one) else "Infinity" if one > 0 else "-Infinity"
        if isinstance(one, dict):
            return {str(key): plain(inner) for key, inner in one.items()}
        if isinstance(one, (list, tuple)):
            return [plain(inner) for inner in one]
        return one

    file = FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(plain(value), indent=1, allow_nan=False) + "\n")


def fresh(name):
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def make_wandb():
    """An offline run of the version that is installed."""
    import wandb

    version = wandb.__version__
    home = pathlib.Path(tempfile.mkdtemp())
    os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true", WANDB_DATA_DIR=str(home), WANDB_CACHE_DIR=str(home), HOME=str(home))
    os.environ.update(WANDB_HOST="host", WANDB_USERNAME="ada", WANDB_DISABLE_GIT="true", WANDB_DISABLE_CODE="true")
    # Nothing of the machine: neither its metrics nor its description.
    settings = {"_disable_stats": True, "_disable_meta": True} if version < "0.19" else {"x_disable_stats": True, "x_disable_meta": True}
    run = wandb.init(
        project="digits",
        entity="ada",
        id="k3x9ab12",
        name="a run of wandb",
        group="filters",
        job_type="train",
        tags=["mnist", "small"],
        notes="What wandb wrote.",
        dir=str(home),
        config=CONFIG,
        settings=wandb.Settings(**settings),
    )
    run.define_metric("val_*", step_metric="epoch", summary="max")
    run.define_metric("loss", summary="min")
    for row in EPOCHS:
        run.log({**row, "nested": {"deep": {"value": row["epoch"] * 2}}, "odd": float("nan") if row["epoch"] == 1 else float("inf")})
    run.config.update({"late": [1, 2, {"three": 3}]})
    print("a line of the console")
    run.summary["test_loss"] = 0.0601
    run.summary["test_accuracy"] = 0.9812
    run.summary["nested"] = {"best": {"epoch": 2}}
    predictions = pathlib.Path(run.dir) / "predictions.txt"
    predictions.write_text("7 2 1 0 4\n")
    run.finish()
    # The file is whole when the process beside it has ended.
    wandb.teardown()
    written = next((home / "wandb").glob("offline-run-*"))
    folder = fresh(f"wandb/{version}")
    target = folder / "offline-run-20261123_132647-k3x9ab12"
    target.mkdir(parents=True)
    shutil.copy(next(written.glob("*.wandb")), target / "run-k3x9ab12.wandb")
    for name in ["output.log", "config.yaml", "wandb-summary.json", "predictions.txt"]:
        if (written / "files" / name).exists():
            (target / "files").mkdir(exist_ok=True)
            shutil.copy(written / "files" / name, target / "files" / name)
    write_json(f"wandb/{version}/expected.json", read_wandb(target / "run-k3x9ab12.wandb"))
    shutil.rmtree(home)


def wandb_records(file):
    """By the library's own protocol buffers; its reader of frames was dropped in 0.30, so that the frames are read here."""
    import struct
    import zlib

    from wandb.proto.wandb_internal_pb2 import Record

    data, at, parts = file.read_bytes(), 7, []
    while at + 7 <= len(data):
        left = 32768 - at % 32768
        if left < 7:
            at += left
            continue
        checksum, length, kind = struct.unpack("<IHB", data[at : at + 7])
        chunk = data[at + 7 : at + 7 + length]
        assert zlib.crc32(chunk, zlib.crc32(bytes([kind]))) == checksum
        parts.append(chunk)
        at += 7 + length
        if kind in (1, 4):
            record = Record()
            record.ParseFromString(b"".join(parts))
            yield record
            parts = []


def read_wandb(file):
    def put(into, item):
        path = list(item.nested_key) or [item.key]
        for name in path[:-1]:
            into = into.setdefault(name, {})
        kind = item.WhichOneof("value") if "value" in {one.name for one in item.DESCRIPTOR.oneofs} else None
        into[path[-1]] = json.loads(item.value_json) if kind in (None, "value_json") else getattr(item, kind)

    found = {"rows": [], "config": {}, "summary": {}, "metrics": {}, "kinds": []}
    for record in wandb_records(file):
        kind = record.WhichOneof("record_type")
        found["kinds"].append(kind)
        if kind == "header" and "version_info" in {field.name for field in record.header.DESCRIPTOR.fields}:
            found["version"] = record.header.version_info.producer
        elif kind == "telemetry" and record.telemetry.cli_version:
            found["version"] = record.telemetry.cli_version
        elif kind == "run":
            run = record.run
            if run.telemetry.cli_version:
                found["version"] = run.telemetry.cli_version
            found["run"] = {
                "id": run.run_id,
                "entity": run.entity,
                "project": run.project,
                "name": run.display_name,
                "group": run.run_group,
                "jobType": run.job_type,
                "notes": run.notes,
                "tags": list(run.tags),
                "started": run.start_time.seconds + run.start_time.nanos / 1e9,
            }
            for item in run.config.update:
                put(found["config"], item)
        elif kind == "config":
            for item in record.config.update:
                put(found["config"], item)
        elif kind == "summary":
            for item in record.summary.update:
                put(found["summary"], item)
        elif kind == "history":
            row = {}
            for item in record.history.item:
                put(row, item)
            found["rows"].append(row)
        elif kind == "metric":
            metric = record.metric
            found["metrics"][metric.glob_name or metric.name] = {"step": metric.step_metric, "goal": metric.goal, "min": metric.summary.min, "max": metric.summary.max}
        elif kind == "exit":
            found["exit"] = record.exit.exit_code
    for part in ("config", "summary"):
        found[part].pop("_wandb", None)
    return found


def make_keras():
    """Event files of Keras's TensorBoard callback, with hparams and a text, and the file of its CSVLogger."""
    import numpy as np
    import tensorflow as tf
    from tensorboard.plugins.hparams import api as hparams

    tf.keras.utils.set_random_seed(1)
    images, labels = np.random.rand(64, 4).astype("float32"), np.random.randint(0, 2, 64)
    model = tf.keras.Sequential([tf.keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    home = pathlib.Path(tempfile.mkdtemp())
    logs = home / "first run"
    callbacks = [tf.keras.callbacks.TensorBoard(str(logs), write_graph=False), tf.keras.callbacks.CSVLogger(str(home / "training.csv"))]
    model.fit(images, labels, epochs=3, validation_split=0.25, verbose=0, callbacks=callbacks)
    with tf.summary.create_file_writer(str(logs)).as_default():
        hparams.hparams({"batch_size": 32, "learning_rate": 0.01, "optimizer": "sgd", "augmented": False})
        for step, value in enumerate([1.5, float("nan"), float("inf")]):
            tf.summary.scalar("odd", value, step=step)
        tf.summary.scalar("half", tf.constant(0.333, tf.float16), step=0)
        tf.summary.text("remark", "no scalar", step=0)
        tf.summary.histogram("weights", [1.0, 2.0], step=0)
    folder = fresh("tensorboard/first run")
    for file in sorted(logs.rglob("events*")):
        below = file.parent.relative_to(logs)
        (folder / below).mkdir(parents=True, exist_ok=True)
        # Without the name of the machine, which is in that of the file.
        shutil.copy(file, folder / below / f"events.out.tfevents.1{file.name.split('.')[3][1:]}.host.1.0.v2")
    target = fresh("csv/keras")
    target.mkdir(parents=True)
    shutil.copy(home / "training.csv", target / "training.csv")
    with open(target / "training.csv") as file:
        rows = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    write_json("csv/keras/expected.json", rows)
    with tf.compat.v1.Graph().as_default():
        writer = tf.compat.v1.summary.FileWriter(str(home / "old"))
        for row in EPOCHS:
            value = [tf.compat.v1.Summary.Value(tag=key, simple_value=one) for key, one in row.items() if key != "epoch"]
            writer.add_summary(tf.compat.v1.Summary(value=value), row["epoch"])
        writer.close()
    folder = fresh("tensorboard/old")
    folder.mkdir(parents=True)
    shutil.copy(next((home / "old").glob("events*")), folder / "events.out.tfevents.1700000000.host")
    shutil.rmtree(home)


def make_events():
    """What EventAccumulator reads of the event files that are there."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.util import tensor_util

    expected = {}
    for run in ("first run", "old"):
        root = FOLDER / "tensorboard" / run
        points = {}
        for folder in sorted({file.parent for file in root.rglob("events*")}):
            below = folder.relative_to(root).as_posix()
            read = EventAccumulator(str(folder), size_guidance={"scalars": 0, "tensors": 0})
            read.Reload()
            tags = {tag: [(one.step, one.wall_time, one.value) for one in read.Scalars(tag)] for tag in read.Tags()["scalars"]}
            for tag in read.Tags()["tensors"]:
                if read.SummaryMetadata(tag).plugin_data.plugin_name == "scalars":
                    tags[tag] = [(one.step, one.wall_time, float(tensor_util.make_ndarray(one.tensor_proto))) for one in read.Tensors(tag)]
            for tag, values in tags.items():
                points[tag if below == "." else f"{below}/{tag}"] = values
        expected[run] = points
    write_json("tensorboard/expected.json", expected)


def make_lightning():
    """The files of Lightning's CSVLogger."""
    from lightning.fabric.utilities.cloud_io import get_filesystem  # noqa: F401  it is Lightning, and not another package of the name
    from lightning.pytorch.loggers import CSVLogger

    home = pathlib.Path(tempfile.mkdtemp())
    logger = CSVLogger(str(home), name="lightning_logs", version=0)
    logger.log_hyperparams({**CONFIG, "sizes": [3, 3], "path": pathlib.PurePosixPath("data")})
    for row in EPOCHS:
        step = 10 * row["epoch"] + 9
        logger.log_metrics({"train_loss": row["loss"], "epoch": row["epoch"]}, step=step)
        logger.log_metrics({"val_loss": row["val_loss"], "val_acc": row["val_accuracy"], "epoch": row["epoch"]}, step=step)
    logger.save()
    target = fresh("csv/lightning/version_0")
    target.mkdir(parents=True)
    for name in ("metrics.csv", "hparams.yaml"):
        shutil.copy(home / "lightning_logs" / "version_0" / name, target / name)
    with open(target / "metrics.csv") as file:
        rows = [{key: float(value) for key, value in row.items() if value != ""} for row in csv.DictReader(file)]
    write_json("csv/lightning/expected.json", rows)
    shutil.rmtree(home)


def make_mlflow():
    """The same two runs, one nested in the other, in the file store and in SQLite, and what MlflowClient reads."""
    import mlflow

    # The file store is kept for those who have one.
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    target = fresh("mlflow")
    target.mkdir(parents=True)
    home = pathlib.Path(tempfile.mkdtemp())
    os.environ["HOME"] = str(home)
    os.chdir(home)
    for store, uri in {"files": (home / "mlruns").as_uri(), "sqlite": f"sqlite:///{home / 'mlflow.db'}"}.items():
        mlflow.set_tracking_uri(uri)
        experiment = mlflow.create_experiment("digits", artifact_location=None if store == "files" else (home / "mlartifacts" / "1").as_uri())
        mlflow.set_experiment(experiment_id=experiment)
        with mlflow.start_run(run_name="all of it", tags={"team": "ada", "mlflow.note.content": "What MLflow wrote."}, log_system_metrics=False) as outer:
            mlflow.log_params({**CONFIG, "group/name": "x"})
            for row in EPOCHS:
                mlflow.log_metrics({key: value for key, value in row.items() if key != "epoch"}, step=row["epoch"])
            mlflow.log_metric("odd/one", float("nan"), step=0)
            mlflow.log_metric("odd/one", float("inf"), step=1)
            mlflow.log_metric("test_accuracy", 0.9812)
            mlflow.log_text("7 2 1 0 4\n", "results/predictions.txt")
            with mlflow.start_run(run_name="a part of it", nested=True) as inner:
                mlflow.log_metric("loss", 0.5, step=3)
                mlflow.log_metric("loss", 0.4, step=2)
        client = mlflow.MlflowClient()
        expected = {}
        for run_id in (outer.info.run_id, inner.info.run_id):
            run = client.get_run(run_id)
            expected[run.info.run_name] = {
                "id": run_id,
                "params": run.data.params,
                "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")},
                "latest": run.data.metrics,
                "history": {key: [(one.step, one.timestamp, one.value) for one in client.get_metric_history(run_id, key)] for key in run.data.metrics},
                "status": run.info.status,
                "start": run.info.start_time,
                "end": run.info.end_time,
                "artifacts": [one.path for one in client.list_artifacts(run_id, "results")],
            }
        write_json(f"mlflow/{store}.json", expected)
    shutil.copytree(home / "mlruns", target / "mlruns", ignore=shutil.ignore_patterns(".trash", "models"))
    small_database(home / "mlflow.db", target / "mlflow.db")
    shutil.copytree(home / "mlartifacts", target / "mlartifacts")
    for file in target.rglob("meta.yaml"):
        text = file.read_text()
        text = text.replace(str(home), "/elsewhere")
        file.write_text("".join("user_id: ada\n" if line.startswith("user_id:") else line for line in text.splitlines(keepends=True)))
    for file in [*target.rglob("mlflow.source.name"), *target.rglob("mlflow.user")]:
        file.write_text("ada" if file.name == "mlflow.user" else "train.py")
    shutil.rmtree(home)


def small_database(source, target):
    """MLflow's own tables, as they are, without those that a run does not need: a database of fifty tables has half a megabyte."""
    import sqlite3

    kept = {"experiments", "runs", "params", "metrics", "latest_metrics", "tags", "alembic_version"}
    shutil.copy(source, target)
    database = sqlite3.connect(target)
    database.execute("PRAGMA foreign_keys = OFF")
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name not in kept and not name.startswith("sqlite_"):
            database.execute(f'DROP TABLE "{name}"')
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall():
        database.execute(f'DROP INDEX "{name}"')
    # Relative to the database, as where MLflow runs in the folder of it.
    database.execute("UPDATE runs SET artifact_uri = replace(artifact_uri, ?, '')", (source.parent.as_uri() + "/",))
    database.execute("UPDATE runs SET user_id = 'ada', source_name = 'train.py'")
    database.execute("UPDATE tags SET value = 'ada' WHERE key = 'mlflow.user'")
    database.execute("UPDATE tags SET value = 'train.py' WHERE key = 'mlflow.source.name'")
    database.execute("UPDATE experiments SET artifact_location = ''")
    database.commit()
    database.execute("PRAGMA page_size = 512")
    database.execute("VACUUM")
    database.close()


{"wandb": make_wandb, "mlflow": make_mlflow, "keras": make_keras, "events": make_events, "lightning": make_lightning}[sys.argv[1]]()
