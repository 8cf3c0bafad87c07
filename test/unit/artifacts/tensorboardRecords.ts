import assert from 'node:assert/strict';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { maskedCrc32c } from '../../../src/artifacts/tensorboard/crc32c';

/** What stands in a record of an event file. */
export interface EventRecord {
  readonly step: number;
  readonly version?: string;
  readonly tag?: string;
  readonly value?: number;
  readonly text?: string;
}

/** The records of an event file, whose check sums must be right. */
export function recordsOf(file: Buffer): EventRecord[] {
  const records: EventRecord[] = [];
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    assert.equal(file.readUInt32LE(at + 8), maskedCrc32c(file.subarray(at, at + 8)));
    const data = file.subarray(at + 12, at + 12 + length);
    assert.equal(file.readUInt32LE(at + 12 + length), maskedCrc32c(data));
    records.push(eventIn(data));
    at += 12 + length + 4;
  }
  return records;
}

type Field = number | bigint | Uint8Array | string;

function fieldsOf(data: Uint8Array): Map<number, Field> {
  const reader = new BinaryReader(data);
  const fields = new Map<number, Field>();
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === WireType.Varint) fields.set(field, Number(reader.int64()));
    else if (type === WireType.Bit64) fields.set(field, reader.double());
    else if (type === WireType.Bit32) fields.set(field, reader.float());
    else fields.set(field, reader.bytes());
  }
  return fields;
}

function eventIn(data: Uint8Array): EventRecord {
  const event = fieldsOf(data);
  const step = Number(event.get(2) ?? 0);
  const version = textOf(event.get(3));
  const summary = event.get(5);
  if (!(summary instanceof Uint8Array)) return { step, ...(version !== undefined && { version }) };
  const value = fieldsOf(fieldsOf(summary).get(1) as Uint8Array);
  const tag = textOf(value.get(1))!;
  const scalar = value.get(2);
  if (typeof scalar === 'number') return { step, tag, value: scalar };
  const tensor = fieldsOf(value.get(8) as Uint8Array);
  const text = textOf(tensor.get(8));
  return { step, tag, ...(text !== undefined && { text }) };
}

function textOf(field: Field | undefined): string | undefined {
  return field instanceof Uint8Array ? Buffer.from(field).toString('utf8') : undefined;
}
