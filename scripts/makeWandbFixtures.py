"""Makes test/fixtures/wandb: what the official client's DataStore writes of given records.

The last wandb with that class is 0.29:

    pip install wandb==0.16.2
    python scripts/makeWandbFixtures.py
"""

import hashlib
import json
import pathlib
import tempfile

import wandb

wandb._set_internal_process()  # what the class insists on

from wandb.sdk.internal.datastore import DataStore  # noqa: E402

FOLDER = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "wandb"
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
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "run.wandb"
        store = DataStore()
        store.open_for_write(str(file))
        for record, length in enumerate(lengths):
            store.write(Content(record, length))
        store.close()
        return file.read_bytes()


# The first block holds the file's own head too: a record of this length leaves `left` bytes of it.
cases = [[BLOCK - 7 - 7 - left, 20, 5] for left in range(13)]
cases += [[70_000, 1], [200_000, 70_000, 3], [BLOCK - 14, BLOCK - 7, BLOCK - 6, 2 * (BLOCK - 7)], [300] * 250]
files = [{"lengths": lengths, "sha256": hashlib.sha256(written(lengths)).hexdigest()} for lengths in cases]
small = [3, 0, 40]
FOLDER.mkdir(parents=True, exist_ok=True)
with open(FOLDER / "frames.json", "w", encoding="utf-8") as out:
    json.dump({"small": {"lengths": small, "hex": written(small).hex()}, "files": files}, out)
    out.write("\n")
