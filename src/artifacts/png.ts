import { Buffer } from 'node:buffer';
import { crc32, deflateSync } from 'node:zlib';

export interface GreyImage {
  readonly height: number;
  readonly width: number;
  /** `[height, width]`, 0–255, from black to white. */
  readonly pixels: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bits of a sample; the kind of colour: grey; and the only ways of compressing, filtering and interlacing that are used here. */
const FORMAT = [8, 0, 0, 0, 0];

/**
 * The bytes of a PNG file with a grey image of 8 bits (PNG Specification, third edition: signature, IHDR, IDAT, IEND).
 * @throws {Error} if there are not as many pixels as height and width say
 */
export function encodePng({ height, width, pixels }: GreyImage): Uint8Array {
  if (height < 1 || width < 1 || pixels.length !== height * width)
    throw new Error(`A picture of ${height}×${width} pixels cannot have ${pixels.length} of them.`);
  const header = Buffer.alloc(8 + FORMAT.length);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(FORMAT, 8);
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row++) rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** Length, type, content, and a checksum of the latter two. */
function chunk(type: string, content: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + content.length);
  whole.writeUInt32BE(content.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(content, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + content.length)), 8 + content.length);
  return whole;
}
