import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { frame, parseFrames, RecordReader, RecordWriter } from '../../../../src/tracking/wandb/recordFile';
import { RecordSchema, type Record } from '../../../../src/tracking/wandb/wandb_pb';
import { readRecords } from '../readRecords';

/** Made by the official client: see scripts/makeWandbFixtures.py. */
const official = JSON.parse(readFileSync('test/fixtures/wandb/frames.json', 'utf8')) as {
  readonly small: { readonly lengths: readonly number[]; readonly hex: string };
  readonly files: readonly { readonly lengths: readonly number[]; readonly sha256: string }[];
};

/** The bytes of a record of the fixtures. */
const contentOf = (record: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (31 * record + 7 * i + (i >> 8)) & 255);

const head = Buffer.from('3a572642e1be00', 'hex');

function fileOf(lengths: readonly number[]): Buffer {
  return lengths.reduce<Buffer>((file, length, record) => Buffer.concat([file, frame(contentOf(record, length), file.length)]), head);
}

const line = (text: string): Record =>
  create(RecordSchema, { recordType: { case: 'outputRaw', value: { line: text } } as const, Info: { streamId: 'x' } });

const lineOf = ({ recordType }: Record): string => (recordType.case === 'outputRaw' ? recordType.value.line : recordType.case!);

describe('the frame of a .wandb file', () => {
  it('is that of the official client, byte by byte', () => {
    assert.equal(fileOf(official.small.lengths).toString('hex'), official.small.hex);
  });

  for (const { lengths, sha256 } of official.files) {
    const name = `${lengths.slice(0, 4).join(', ')}${lengths.length > 4 ? `, … (${lengths.length})` : ''}`;
    it(`of records of ${name} bytes is that of the official client, and is read back`, () => {
      const file = fileOf(lengths);
      assert.equal(createHash('sha256').update(file).digest('hex'), sha256);
      const { contents, end } = parseFrames(file, 0, 'x.wandb');
      assert.deepEqual(
        contents.map(content => Buffer.from(content)),
        lengths.map((length, record) => Buffer.from(contentOf(record, length))),
      );
      assert.equal(end, file.length);
    });
  }

  it('torn anywhere keeps every whole record', () => {
    const lengths = [5, 32_768 - 7 - 12 - 7 - 3, 9, 40_000, 4];
    const ends = lengths.map((_, i) => fileOf(lengths.slice(0, i + 1)).length);
    const file = fileOf(lengths);
    const cuts = ends.flatMap(end => Array.from({ length: 41 }, (_, i) => end - 20 + i)).filter(cut => cut >= 0 && cut <= file.length);
    for (const cut of [...Array.from({ length: 30 }, (_, i) => i), ...cuts]) {
      const { contents, end } = parseFrames(file.subarray(0, cut), 0, 'x.wandb');
      const whole = ends.filter(one => one <= cut);
      assert.equal(contents.length, whole.length, `cut at ${cut}`);
      assert.equal(end, whole.at(-1) ?? (cut < 7 ? 0 : 7));
    }
  });

  it('with zeros at its end, as a power failure leaves them, keeps what is before', () => {
    const file = fileOf([5, 6]);
    for (const zeros of [1, 6, 7, 100]) assert.equal(parseFrames(Buffer.concat([file, Buffer.alloc(zeros)]), 0, 'x').end, file.length);
  });

  it('with one wrong bit is refused, with its place', () => {
    const file = fileOf([5, 6, 7]);
    const second = fileOf([5]).length;
    for (const at of [second, second + 8, second + 12]) {
      const wrong = Buffer.from(file);
      wrong[at]! ^= 4;
      assert.throws(() => parseFrames(wrong, 0, 'a/x.wandb'), {
        name: 'RecordFileError',
        message: new RegExp(`^a/x\\.wandb: damaged at byte ${second}: the checksum is [0-9a-f]+; that of its 6 bytes is`),
      });
    }
    const wrong = Buffer.from(file);
    wrong[second + 6] = 3;
    assert.throws(() => parseFrames(wrong, 0, 'x.wandb'), /byte 19: a chunk of type 3; expected 1 or 2/);
  });

  it('begins as W&B has it, or is refused', () => {
    for (const text of ['{"a": 1}', 'W'])
      assert.throws(() => parseFrames(Buffer.from(text), 0, 'x.wandb'), /x\.wandb: this is no \.wandb file/);
    assert.deepEqual(parseFrames(Buffer.alloc(0), 0, 'x.wandb'), { contents: [], end: 0 });
  });
});

describe('a .wandb file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-wandb-'));
    file = path.join(folder, 'run-x.wandb');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is read while it is written, and goes on where its writer had left', async () => {
    const reader = new RecordReader(folder, 'run-x.wandb');
    const read = async (): Promise<string[]> => (await reader.read()).map(lineOf);
    let writer = new RecordWriter(folder, 'run-x.wandb');
    assert.deepEqual(await read(), []);
    writer.write(line('a'));
    writer.write(line('b'.repeat(200_000)));
    assert.deepEqual(await read(), ['a', 'b'.repeat(200_000)]);
    assert.deepEqual(await read(), []);
    writer.write(line('c'));
    writer.close();
    writer = new RecordWriter(folder, 'run-x.wandb');
    writer.write(line('d'));
    writer.close();
    assert.deepEqual(await read(), ['c', 'd']);
    assert.deepEqual((await readRecords(file)).map(lineOf), ['a', 'b'.repeat(200_000), 'c', 'd']);
  });

  it('has a record once it is whole, however it comes', async () => {
    const whole = path.join(folder, 'whole.wandb');
    const writer = new RecordWriter(folder, 'whole.wandb');
    const texts = ['a', 'b'.repeat(70_000), 'c'];
    for (const text of texts) writer.write(line(text));
    writer.close();
    const bytes = readFileSync(whole);
    writeFileSync(file, '');
    const reader = new RecordReader(folder, 'run-x.wandb');
    const got: string[] = [];
    const cuts = [0, 3, 7, 9, 20, 32_760, 32_770, 65_536, 70_030, 70_060, bytes.length - 1, bytes.length];
    for (const [i, cut] of cuts.entries()) {
      appendFileSync(file, bytes.subarray(cuts[i - 1] ?? 0, cut));
      got.push(...(await reader.read()).map(lineOf));
      assert.equal(got.length, parseFrames(bytes.subarray(0, cut), 0, file).contents.length, `at ${cut}`);
    }
    assert.deepEqual(got, texts);
  });

  it('that was written anew is not read on as if it were the old one', async () => {
    const writer = new RecordWriter(folder, 'run-x.wandb');
    writer.write(line('a'));
    writer.close();
    const reader = new RecordReader(folder, 'run-x.wandb');
    await reader.read();
    const anew = { name: 'RecordFileError', message: /it was written anew while it was read\. Read it from its start/ };
    const longer = new RecordWriter(folder, 'run-x.wandb.new');
    for (const text of ['a', 'b']) longer.write(line(text));
    longer.close();
    renameSync(`${file}.new`, file);
    await assert.rejects(reader.read(), anew);
    truncateSync(file, 7);
    await assert.rejects(reader.read(), anew);
  });

  it('whose record is no record is refused', async () => {
    writeFileSync(file, Buffer.concat([head, frame(Uint8Array.of(0x0f), 7)]));
    await assert.rejects(readRecords(file), { name: 'RecordFileError', message: /run-x\.wandb: a record that cannot be read/ });
  });
});
