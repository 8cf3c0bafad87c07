"""Makes test/fixtures/wandb: what the official client writes of given records, artifacts and charts.

Run with both; the old one writes frames.json, by the class DataStore that newer ones no longer have, the new one chart.json and manifest.json:

    pip install wandb==0.16.2          python scripts/makeWandbFixtures.py
    pip install wandb==0.31.0 numpy    python scripts/makeWandbFixtures.py
"""

import hashlib
import json
import os
import pathlib
import struct
import tempfile

import wandb

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "wandb"
BLOCK = 32768


class Content:
    """Stands in for a protocol buffer: the bytes of record number `record`."""

    def __init__(self, record, length):
        self.bytes = bytes((31 * record + 7 * i + (i >> 8)) & 255 for i in range(length))

    def ByteSize(self):
        return len(self.bytes)

    def SerializeToString(self):
        return self.bytes


def written(lengths):
    from wandb.sdk.internal.datastore import DataStore

    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "run.wandb"
        store = DataStore()
        store.open_for_write(str(file))
        for record, length in enumerate(lengths):
            store.write(Content(record, length))
        store.close()
        return file.read_bytes()


def frames():
    wandb._set_internal_process()  # what the class insists on
    # The first block holds the file's own head too: a record of this length leaves `left` bytes of it.
    cases = [[BLOCK - 7 - 7 - left, 20, 5] for left in range(13)]
    cases += [[70_000, 1], [200_000, 70_000, 3], [BLOCK - 14, BLOCK - 7, BLOCK - 6, 2 * (BLOCK - 7)], [300] * 250]
    small = [3, 0, 40]
    return {
        "small": {"lengths": small, "hex": written(small).hex()},
        "files": [{"lengths": lengths, "sha256": hashlib.sha256(written(lengths)).hexdigest()} for lengths in cases],
    }


def records(file):
    """The records of a file in which none goes over the end of a block."""
    from wandb.proto.wandb_internal_pb2 import Record

    data, at = file.read_bytes(), 7
    while at < len(data):
        _, length, kind = struct.unpack("<IHB", data[at : at + 7])
        assert kind == 1 and at + 7 + length <= BLOCK
        record = Record()
        record.ParseFromString(data[at + 7 : at + 7 + length])
        yield record
        at += 7 + length


def chart():
    """A confusion matrix, logged as the second row of an offline run."""
    matrix = [[7, 0, 2], [1, 12, 0], [0, 3, 105]]
    pairs = [(truth, predicted) for truth, row in enumerate(matrix) for predicted, count in enumerate(row) for _ in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WANDB_DATA_DIR"] = folder
        run = wandb.init(mode="offline", project="fixture", dir=folder, id="fixture", settings=wandb.Settings(silent=True))
        run.log({"a": 1})
        plot = wandb.plot.confusion_matrix(
            y_true=[truth for truth, _ in pairs],
            preds=[predicted for _, predicted in pairs],
            class_names=[str(label) for label in range(len(matrix))],
            title="Confusion matrix",
        )
        run.log({"confusion_matrix": plot})
        run.finish()
        wandb.teardown()  # else its other process may still be writing
        (file,) = pathlib.Path(folder).glob("wandb/offline-run-*/run-*.wandb")
        found = {record.WhichOneof("record_type"): record for record in records(file)}
        config, artifact = found["config"].config.update[0], found["artifact"].artifact
        row = {item.nested_key[1]: json.loads(item.value_json) for item in found["history"].history.item if len(item.nested_key) == 2}
        entry = artifact.manifest.contents[0]
        return {
            "matrix": matrix,
            "config": {"nested_key": list(config.nested_key), "value_json": config.value_json},
            "media": (file.parent / "files" / row["path"]).read_text(),
            "row": row,
            "artifact": {
                "type": artifact.type,
                "name": artifact.name,
                "digest": artifact.digest,
                "client_id": artifact.client_id,
                "sequence_client_id": artifact.sequence_client_id,
                "path": entry.path,
                "md5": entry.digest,
                "size": entry.size,
                "content": pathlib.Path(entry.local_path).read_text(),
            },
        }


def manifest():
    """An artifact of files whose names sort differently by code point, by UTF-16 unit and by language."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WANDB_DATA_DIR"] = folder
        artifact = wandb.Artifact("fixture", type="fixture")
        contents = {"b.npy": "b", "Z.npy": "z", "a/z": "", "a.b": "x", "ä": "ä", "\ufffd": "r", "\U0001f600": "s", "10": "t", "9": "n"}
        for name, content in contents.items():
            with artifact.new_file(name, encoding="utf-8") as file:
                file.write(content)
        return {"contents": contents, "digest": artifact.digest}


def write(name, value):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / name, "w", encoding="utf-8") as out:
        json.dump(value, out)
        out.write("\n")


if wandb.__version__.startswith("0.16."):
    write("frames.json", frames())
else:
    write("chart.json", chart())
    write("manifest.json", manifest())
