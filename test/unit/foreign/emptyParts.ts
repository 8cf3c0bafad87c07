import { versionEvent } from '../../../src/artifacts/tensorboard/eventMessages';
import { tfRecord } from '../../../src/artifacts/tensorboard/tfRecord';
import { frame } from '../../../src/tracking/wandb/recordFile';

/** A field of a message of Protocol Buffers, its length in five bytes, however short it could be. */
export function field(number: number, content: Buffer): Buffer {
  const head = Buffer.alloc(6);
  head[0] = (number << 3) | 2;
  for (let i = 0; i < 5; i++) head[i + 1] = (Math.floor(content.length / 2 ** (7 * i)) & 0x7f) | (i < 4 ? 0x80 : 0);
  return Buffer.concat([head, content]);
}

/** Field 1 without content, again and again: each would be an object. */
function empties(bytes: number): Buffer {
  return Buffer.alloc(bytes, Buffer.of(0x0a, 0));
}

/** A record of an event file with a value in every second byte. */
export function emptyValues(bytes: number): Uint8Array {
  return tfRecord(field(5, empties(bytes)));
}

/** An event file of such a record. */
export function emptyEvents(bytes: number): Buffer {
  return Buffer.concat([tfRecord(versionEvent(0)), emptyValues(bytes)]);
}

/** A `.wandb` file with a row at its end that has an item in every second byte. */
export function withEmptyRow(file: Buffer, bytes: number): Buffer {
  return withRecord(file, field(2, empties(bytes)));
}

/** A `.wandb` file with another record at its end. */
export function withRecord(file: Buffer, record: Uint8Array): Buffer {
  return Buffer.concat([file, frame(record, file.length)]);
}
