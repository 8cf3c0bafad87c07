import * as fc from 'fast-check';

type Change = (bytes: Buffer) => Buffer;

const oddPieces: readonly Buffer[] = [
  ...['', '\0', '\0'.repeat(300), '\n', '\r\n', '\uFEFF', '{}', 'null\n', '"', '\\', '[', '9'.repeat(400), '-', '\u2028', '='].map(text =>
    Buffer.from(text),
  ),
  Buffer.alloc(300, 0xff),
  Buffer.from('c328', 'hex'),
  Buffer.from('eda080', 'hex'),
  Buffer.from('f8888080', 'hex'),
];

const oddNumbers = [0, 1, 2 ** 15, 2 ** 16 - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];

/** Anywhere, and as often where a head would be. */
const position = fc.oneof(fc.nat(127), fc.nat());

/** Bytes that are like the ones given, but for a few changes: flipped, cut, put in, repeated, numbers overwritten, the end of another. */
export function mutatedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const seed = fc.constantFrom(...seeds.map(bytes => Buffer.from(bytes)));
  const piece = fc.oneof(
    fc.constantFrom(...oddPieces),
    fc.uint8Array({ maxLength: 40 }).map(bytes => Buffer.from(bytes)),
  );
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.tuple(position, fc.nat(7)).map(([at, bit]) => flipped(at, bit)),
    position.map(at => (bytes: Buffer) => bytes.subarray(0, within(bytes, at))),
    fc.tuple(position, fc.nat(200)).map(([at, length]) => replaced(at, length, Buffer.alloc(0))),
    fc.tuple(position, fc.constantFrom(0, 1, 8), piece).map(([at, length, by]) => replaced(at, length, by)),
    fc.tuple(position, fc.nat(100), fc.nat(40)).map(([at, length, times]) => repeated(at, length, times)),
    fc.tuple(position, fc.constantFrom(...oddNumbers), fc.boolean()).map(([at, number, isLittle]) => overwritten(at, number, isLittle)),
    fc.tuple(position, seed, position).map(([at, other, from]) => spliced(at, other, from)),
  );
  return fc
    .tuple(seed, fc.array(change, { maxLength: 4 }))
    .map(([bytes, changes]) => changes.reduce<Buffer>((all, how) => how(all), bytes));
}

function within(bytes: Buffer, at: number): number {
  return at % (bytes.length + 1);
}

function flipped(at: number, bit: number): Change {
  return bytes => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at % copy.length]! ^= 1 << bit;
    return copy;
  };
}

function replaced(at: number, length: number, by: Buffer): Change {
  return bytes => {
    const from = within(bytes, at);
    return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + length)]);
  };
}

function repeated(at: number, length: number, times: number): Change {
  return bytes => {
    const from = within(bytes, at);
    const piece = bytes.subarray(from, from + length);
    return Buffer.concat([bytes.subarray(0, from), ...Array.from({ length: times }, () => piece), bytes.subarray(from)]);
  };
}

function overwritten(at: number, number: number, isLittle: boolean): Change {
  const by = Buffer.alloc(4);
  if (isLittle) by.writeUInt32LE(number);
  else by.writeUInt32BE(number);
  return replaced(at, 4, by);
}

function spliced(at: number, other: Buffer, from: number): Change {
  return bytes => Buffer.concat([bytes.subarray(0, within(bytes, at)), other.subarray(within(other, from))]);
}
