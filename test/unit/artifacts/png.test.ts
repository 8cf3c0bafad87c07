import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { encodePng } from '../../../src/artifacts/png';

describe('a PNG file', () => {
  const pixels = Uint8Array.from({ length: 6 }, (_, i) => 51 * i);

  it('is a grey picture of eight bits whose rows are not filtered, and each part has its checksum', () => {
    const bytes = Buffer.from(encodePng({ height: 2, width: 3, pixels }));
    assert.deepEqual([...bytes.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    const parts = chunksOf(bytes.subarray(8));
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['IHDR', 'IDAT', 'IEND'],
    );
    const [header, data, end] = parts;
    assert.deepEqual([...header!.content], [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
    assert.deepEqual([...inflateSync(data!.content)], [0, 0, 51, 102, 0, 153, 204, 255]);
    assert.equal(end!.content.length, 0);
  });

  it('needs as many pixels as it says', () => {
    assert.throws(() => encodePng({ height: 2, width: 2, pixels }), /A picture of 2×2 pixels cannot have 6 of them/);
    assert.throws(() => encodePng({ height: 0, width: 0, pixels: new Uint8Array() }), /0×0/);
  });
});

function chunksOf(bytes: Buffer): { readonly type: string; readonly content: Buffer }[] {
  const chunks = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const whole = bytes.subarray(at + 4, at + 8 + length);
    assert.equal(bytes.readUInt32BE(at + 8 + length), checksum(whole));
    chunks.push({ type: whole.toString('latin1', 0, 4), content: whole.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

/** CRC-32 bit by bit, as the specification defines it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
