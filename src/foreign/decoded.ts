import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** Objects and elements of lists: more than a message has that a tool writes. The most are in a row of W&B, two for each of its keys. */
export const MOST_PARTS = 200_000;

/** A part has no fewer: its tag and its length. */
const LEAST_PART_BYTES = 2;

/**
 * What a message of Protocol Buffers says, without fields that are not known.
 * @returns undefined if the bytes are no such message, or one that would take far more memory than its bytes
 */
export function decoded<D extends DescMessage>(schema: D, bytes: Uint8Array): MessageShape<D> | undefined {
  try {
    if (bytes.length > LEAST_PART_BYTES * MOST_PARTS && partsOf(schema, new BinaryReader(bytes), bytes.length) > MOST_PARTS)
      return undefined;
    return fromBinary(schema, bytes, { readUnknownFields: false });
  } catch {
    return undefined;
  }
}

/** So many parts a message has at most; where they are too many, as many as were counted. @throws {Error} if it is none */
function partsOf(schema: DescMessage, reader: BinaryReader, end: number): number {
  const fields = new Map(schema.fields.map(field => [field.number, field]));
  let parts = 0;
  while (reader.pos < end && parts <= MOST_PARTS) {
    const [number, wire] = reader.tag();
    const field = fields.get(number);
    if (wire !== WireType.LengthDelimited) {
      reader.skip(wire, number);
      if (field?.fieldKind === 'list') parts++;
      continue;
    }
    const length = reader.uint32();
    const fieldEnd = reader.pos + length;
    if (fieldEnd > end) throw new RangeError('A field ends behind its message.');
    if (field?.message) parts += 1 + partsOf(field.message, reader, fieldEnd);
    // Each number of a packed list has a byte or more; a text has one part, however long it is.
    else if (field?.fieldKind === 'list') parts += field.packed ? length : 1;
    else if (field?.fieldKind === 'map') parts++;
    reader.pos = fieldEnd;
  }
  return parts;
}
