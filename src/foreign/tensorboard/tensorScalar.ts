import type { TensorProto } from './event_pb';

/** Its types, as tensorflow/core/framework/types.proto numbers them. */
const FLOAT = 1;
const DOUBLE = 2;
const INT32 = 3;
const INT64 = 9;
const BOOL = 10;
const BFLOAT16 = 14;
const HALF = 19;

/** The one number of a tensor; undefined if it has none, more of them, or something else. */
export function tensorScalar({ dtype, tensorContent, ...listed }: TensorProto): number | undefined {
  const content = Buffer.from(tensorContent.buffer, tensorContent.byteOffset, tensorContent.byteLength);
  const only = <T>(values: readonly T[]): T | undefined => (values.length === 1 ? values[0] : undefined);
  const read = (bytes: number, of: () => number): number | undefined => (content.length === bytes ? of() : undefined);
  switch (dtype) {
    case FLOAT:
      return only(listed.floatVal) ?? read(4, () => content.readFloatLE());
    case DOUBLE:
      return only(listed.doubleVal) ?? read(8, () => content.readDoubleLE());
    case INT32:
      return only(listed.intVal) ?? read(4, () => content.readInt32LE());
    case INT64:
      return asNumber(only(listed.int64Val)) ?? read(8, () => Number(content.readBigInt64LE()));
    case BOOL:
      return asNumber(only(listed.boolVal)) ?? read(1, () => content[0]!);
    case BFLOAT16:
      return brain(only(listed.halfVal) ?? read(2, () => content.readUInt16LE()));
    case HALF:
      return half(only(listed.halfVal) ?? read(2, () => content.readUInt16LE()));
    default:
      return undefined;
  }
}

function asNumber(value: bigint | boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** bfloat16: the upper half of a float32. */
function brain(bits: number | undefined): number | undefined {
  if (bits === undefined) return undefined;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((bits & 0xffff) * 0x10000);
  return bytes.readFloatLE();
}

/** IEEE 754 binary16. */
function half(bits: number | undefined): number | undefined {
  if (bits === undefined) return undefined;
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
