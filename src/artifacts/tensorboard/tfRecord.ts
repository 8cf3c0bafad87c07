import { maskedCrc32c } from './crc32c';

/**
 * A record of a TFRecord file: its length (uint64), the masked CRC-32C of the length, the data, the masked CRC-32C of the data; all little
 * endian, as TensorFlow's record_writer.h has it.
 */
export function tfRecord(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(12 + data.length + 4);
  record.writeBigUInt64LE(BigInt(data.length));
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return record;
}
