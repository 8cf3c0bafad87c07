import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { maskedCrc32c } from '../../../src/artifacts/tensorboard/crc32c';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { runsOfEventFiles } from '../../../src/foreign/tensorboard/eventFiles';
import { readEvents } from '../../../src/foreign/tensorboard/readEvents';
import { copyOf, pointsOf, readExpected, recordings, type Point } from './fixtures';

const expected = readExpected('tensorboard/expected.json') as Record<string, Record<string, Point[]>>;
const KERAS = 'tensorboard/first run';
const OLD = 'tensorboard/old';
const OLD_FILE = 'events.out.tfevents.1700000000.host';

/** What EventAccumulator says of the rest: the time of a row is that of its last value. */
function withoutTimes(points: Record<string, readonly Point[]>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(points).map(([key, values]) => [key, values.map(([step, , value]) => [step, value])]));
}

describe('event files of TensorBoard', () => {
  const readOld = async (change: (bytes: Buffer) => Buffer): Promise<ForeignRun> => {
    const folder = copyOf(OLD);
    const file = path.join(folder, OLD_FILE);
    writeFileSync(file, change(readFileSync(file)));
    return readEvents({ folder, files: [OLD_FILE] });
  };

  it("of Keras are one run with TensorBoard's own values", async () => {
    const run = await readEvents({ folder: path.join(recordings, KERAS), files: namesBelow(path.join(recordings, KERAS)) });
    assert.deepEqual([run.name, run.tool, run.state], ['first run', 'tensorboard', 'finished']);
    assert.deepEqual(withoutTimes(await pointsOf(run)), withoutTimes(expected['first run']!));
    assert.deepEqual(run.config, { batch_size: 32, learning_rate: 0.01, optimizer: 'sgd', augmented: false });
    const times = Object.values(expected['first run']!).flatMap(values => values.map(([, time]) => time * 1000));
    assert.equal(run.startedAt.getTime(), Math.trunc(Math.min(...times)));
    assert.equal(run.endedAt?.getTime(), Math.trunc(Math.max(...times)));
    const said = run.missing.join(' ');
    assert.match(said, /plugin text \(remark\)/);
    assert.match(said, /plugin histograms \(weights\)/);
  });

  it('are called as the folder above one that says nothing', async () => {
    const folder = path.join(copyOf(OLD), '..', 'f16_s1');
    cpSync(path.join(recordings, OLD), path.join(folder, 'tb'), { recursive: true });
    const { name, source } = await readEvents({ folder: path.join(folder, 'tb'), files: [OLD_FILE] });
    assert.deepEqual([name, source], ['f16_s1', 'f16_s1/tb']);
  });

  it('of the old kind have the values too', async () => {
    const run = await readEvents({ folder: path.join(recordings, OLD), files: [OLD_FILE] });
    assert.deepEqual(withoutTimes(await pointsOf(run)), withoutTimes(expected['old']!));
    assert.deepEqual(run.missing, []);
  });

  it('that were cut off have what is whole, and say so', async () => {
    const run = await readOld(bytes => bytes.subarray(0, bytes.length - 5));
    assert.match(run.missing.join(), /it ends in the middle of a record, at byte \d+ of \d+/);
    assert.deepEqual((await pointsOf(run))['loss']?.length, expected['old']!['loss']!.length - 1);
  });

  it('with a wrong checksum end there, and say so', async () => {
    const run = await readOld(bytes => {
      bytes[bytes.length - 10]! ^= 1;
      return bytes;
    });
    assert.match(run.missing.join(), /damaged at byte \d+: the checksum of a record is wrong/);
    assert.equal((await pointsOf(run))['loss']?.length, expected['old']!['loss']!.length - 1);
    await assert.rejects(
      readOld(bytes => {
        bytes[3]! ^= 1;
        return bytes;
      }),
      /this is no event file: the checksum of its first record is wrong/,
    );
  });

  it('with a length that nothing stands behind take no memory for it', async () => {
    for (const length of [2n ** 62n, 2n ** 40n, 300_000_000n]) {
      const head = Buffer.alloc(12);
      head.writeBigUInt64LE(length);
      head.writeUInt32LE(maskedCrc32c(head.subarray(0, 8)), 8);
      const run = await readOld(bytes => Buffer.concat([bytes, head, Buffer.alloc(100)]));
      assert.match(run.missing.join(), /it ends in the middle of a record/);
    }
  });

  it('without a scalar are none, in words', async () => {
    await assert.rejects(
      readOld(() => Buffer.alloc(0)),
      /there are no scalars in its event files/,
    );
  });

  it('are one run where Keras, PyTorch and estimators write several', () => {
    const runs = runsOfEventFiles(['a/train/e1', 'a/validation/e2', 'b/e4', 'b/1700000000.25/e5', 'train/e6', 'c/d/e7']);
    assert.deepEqual(
      [...runs].map(([run, files]) => [run, ...files]),
      [
        ['a', 'train/e1', 'validation/e2'],
        ['b', '1700000000.25/e5', 'e4'],
        ['c/d', 'e7'],
        ['', 'train/e6'],
      ],
    );
  });
});

function namesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.includes('tfevents'))
    .map(name => name.replaceAll(path.sep, '/'))
    .toSorted();
}
