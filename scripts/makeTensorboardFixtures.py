"""Makes test/fixtures/tensorboard/events.json: an event file by TensorBoard's own messages and writer, and what its EventAccumulator reads of it.

    pip install tensorboard==2.21.0    python scripts/makeTensorboardFixtures.py
"""

import json
import pathlib
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, tensor_shape_pb2, types_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

FILE = pathlib.Path(__file__).resolve().parent.parent / "test" / "fixtures" / "tensorboard" / "events.json"
BEGIN = 1_770_000_000.125

# In the order of the test: a step, seconds after the beginning, the tag and the number.
SCALARS = [
    (1, 1, "loss", 0.25),
    (1, 1, "val_loss", 0.1),
    (2, 2.5, "loss", float("nan")),
    (300_000, 3, "loss", float("-inf")),
    (0, 4, "batch/accuracy", 0.0),
]


def metadata(plugin, content=b""):
    data = summary_pb2.SummaryMetadata.PluginData(plugin_name=plugin, content=content)
    return summary_pb2.SummaryMetadata(plugin_data=data, data_class=summary_pb2.DATA_CLASS_TENSOR)


def event(seconds, step, tag, **value):
    summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, **value)])
    return event_pb2.Event(wall_time=BEGIN + seconds, step=step, summary=summary)


def hparams(seconds, tag, **data):
    content = plugin_data_pb2.HParamsPluginData(**data).SerializeToString(deterministic=True)
    shape = tensor_shape_pb2.TensorShapeProto(dim=[tensor_shape_pb2.TensorShapeProto.Dim(size=0)])
    null = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=shape)
    return event(seconds, 0, tag, tensor=null, metadata=metadata("hparams", content))


def events():
    yield event_pb2.Event(wall_time=BEGIN, file_version="brain.Event:2")
    begun = plugin_data_pb2.SessionStartInfo(start_time_secs=BEGIN)
    begun.hparams["activation"].string_value = "relu"
    begun.hparams["dropout"].number_value = 0
    begun.hparams["filters"].number_value = 32
    yield hparams(0, "_hparams_/session_start_info", session_start_info=begun)
    text = tensor_pb2.TensorProto(
        dtype=types_pb2.DT_STRING, tensor_shape=tensor_shape_pb2.TensorShapeProto(), string_val=["Größe | 32".encode()]
    )
    yield event(0, 0, "config", tensor=text, metadata=metadata("text"))
    for step, seconds, tag, value in SCALARS:
        yield event(seconds, step, tag, simple_value=value)
    ended = plugin_data_pb2.SessionEndInfo(status=1, end_time_secs=BEGIN + 9)
    yield hparams(9, "_hparams_/session_end_info", session_end_info=ended)


with tempfile.TemporaryDirectory() as folder:
    file = pathlib.Path(folder) / "events.out.tfevents.1.test"
    with file.open("wb") as stream:
        writer = RecordWriter(stream)
        for one in events():
            writer.write(one.SerializeToString(deterministic=True))
        writer.flush()
    read = EventAccumulator(folder).Reload()
    tags = read.Tags()
    fixture = {
        "hex": file.read_bytes().hex(),
        "scalars": {
            tag: [[one.step, str(one.value) if one.value != one.value or abs(one.value) == float("inf") else one.value] for one in read.Scalars(tag)]
            for tag in sorted(tags["scalars"])
        },
        "text": read.Tensors("config")[0].tensor_proto.string_val[0].decode(),
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(fixture, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(fixture["scalars"], fixture["text"])
