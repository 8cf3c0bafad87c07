"""Reads a .wandb file with what the installed wandb package has for it, and writes its records as JSON to standard output.

    pip install wandb==0.16.2     (reads by its own DataStore)
    pip install wandb             (from 0.30 only its Go program reads the format: a reader of the frames, and its own wandb_internal_pb2)
    python scripts/checkWandb.py FILE

One object: the package's `version`, the records in their order, and whether the file ends in the middle of one.
"""
import json, struct, sys, zlib

import wandb
from google.protobuf.json_format import MessageToDict
from wandb.proto import wandb_internal_pb2

BLOCK, HEAD = 32768, 7


def frames(data):
    """Records of a LevelDB log with W&B's file head; the last element is False if the file is cut off."""
    assert data[:HEAD] == b':W&B' + struct.pack('<HB', 0xBEE1, 0), 'not a .wandb file'
    position, parts = HEAD, []
    while position < len(data):
        left = BLOCK - position % BLOCK
        if left < HEAD:
            position += left
            continue
        if len(data) - position < HEAD:
            return (yield False)
        crc, length, kind = struct.unpack_from('<IHB', data, position)
        chunk = data[position + HEAD : position + HEAD + length]
        if len(chunk) < length:
            return (yield False)
        assert crc == zlib.crc32(chunk, zlib.crc32(bytes([kind]))), f'the checksum at {position} is wrong'
        parts.append(chunk)
        position += HEAD + length
        # 1 is a whole record, 4 the last part of one.
        if kind in (1, 4):
            yield b''.join(parts)
            parts = []
    yield not parts


def scan(path):
    try:
        from wandb.sdk.internal.datastore import DataStore
    except ImportError:
        with open(path, 'rb') as file:
            yield from frames(file.read())
        return
    store = DataStore()
    store.open_for_scan(path)
    try:
        while (data := store.scan_data()) is not None:
            yield data
    except AssertionError:
        # So it says that the file ends too early.
        yield False
        return
    yield True


def values(items):
    return {'/'.join(item.nested_key) or item.key: json.loads(item.value_json) for item in items}


def describe(record):
    kind = record.WhichOneof('record_type')
    body = getattr(record, kind)
    if kind == 'history':
        return {'type': kind, 'step': body.step.num, 'values': values(body.item)}
    if kind in ('summary', 'config'):
        return {'type': kind, 'values': values(body.update)}
    if kind == 'run':
        fields = MessageToDict(body, preserving_proto_field_name=True)
        return {'type': kind, **fields, 'config': values(body.config.update)}
    return {'type': kind, **MessageToDict(body, preserving_proto_field_name=True)}


records, whole = [], True
for data in scan(sys.argv[1]):
    if isinstance(data, bool):
        whole = data
        break
    record = wandb_internal_pb2.Record()
    record.ParseFromString(data)
    records.append(describe(record))
json.dump({'version': wandb.__version__, 'whole': whole, 'records': records}, sys.stdout)
