import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { classNamed } from '../../../src/queries/classNamed';
import { fewDigits } from '../data/fewDigits';
import { temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { row, writeTested } from '../trainer/inspection/writeTested';
import { digits, type CliResult } from './testCli';

const ID = '20260101-000001-aaaa';

describe('digits images', () => {
  const home = temporaryRuns();
  let dataset: string;
  let labels: number[];
  /** The images that are read wrongly: all that are a 1, as a 7, each surer than the one before. */
  let wrong: number[];

  before(async () => {
    const runs = path.join(home, '.digits', 'runs');
    mkdirSync(runs, { recursive: true });
    dataset = fewDigits(home, { train: 50, test: 40 });
    labels = [...readFileSync(path.join(dataset, 't10k-labels-idx1-ubyte')).subarray(8)];
    wrong = labels.flatMap((label, i) => (label === 1 ? [i] : []));
    const probabilities = labels.map((label, i) => (label === 1 ? row(7, 0.5 + i / 100, 1) : row(label, 0.9, (label + 1) % 10)));
    await writeTested(runs, ID, dataset, { truth: labels, probabilities });
  });

  const images = (...args: string[]): Promise<CliResult> => digits(['images', ...args], { cwd: home, trainerFile });

  it('lists them, the most confident first, with the three most probable classes', async () => {
    const { exitCode, out, err } = await images('latest', '--true', '1', '--predicted', '7');
    assert.deepEqual([exitCode, err], [0, '']);
    const [first, head, ...rows] = out.trimEnd().split('\n');
    assert.equal(first, `${wrong.length} of ${wrong.length} images of 1 read as 7 (100.00 %)`);
    assert.match(head!, /^index +confidence +most probable$/);
    assert.deepEqual(rows.map(line => Number.parseInt(line, 10)), wrong.toReversed()); // prettier-ignore
    assert.match(rows[0]!, / 7 0\.\d{3} · 1 0\.\d{3} · \d 0\.010$/);
  });

  it('has them as JSON', async () => {
    const { out } = await images(ID.slice(0, 10), '--true', '1', '--predicted', '7', '--json');
    const { images: listed, ...rest } = JSON.parse(out) as { images: { index: number; top: unknown[] }[] };
    assert.deepEqual(rest, {
      id: ID,
      true: { class: 1, name: '1' },
      predicted: { class: 7, name: '7' },
      total: wrong.length,
      outOf: wrong.length,
    });
    assert.deepEqual(listed.map(({ index }) => index), wrong.toReversed()); // prettier-ignore
    assert.deepEqual(Object.keys(listed[0]!), ['index', 'truth', 'predicted', 'confidence', 'top']);
    assert.deepEqual([listed[0]!.top.length, Object.keys(listed[0]!.top[0] as object)], [3, ['class', 'name', 'probability']]);
  });

  it('calls the classes that its config has by their names, whatever its summary says', async () => {
    const file = path.join(home, '.digits', 'runs', ID, 'summary.json');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(before) as object), confusionMatrix: [[1]] }));
    try {
      const { exitCode, out, err } = await images(ID, '--true', '1', '--predicted', '7');
      assert.deepEqual([exitCode, err], [0, '']);
      assert.doesNotMatch(out, /undefined/);
    } finally {
      writeFileSync(file, before);
    }
  });

  it('says that a cell has none', async () => {
    const { exitCode, out } = await images(ID, '--true', '1', '--predicted', '2');
    assert.equal(exitCode, 0);
    assert.match(out, /^0 of \d+ images of 1 read as 2 \(0\.00 %\)\n$/);
  });

  it('writes their pixels as PNG files into a folder that it makes, and the same ones again', async () => {
    const { exitCode, out } = await images(ID, '--true', '1', '--predicted', '7', '--out', 'new/ones');
    assert.deepEqual([exitCode, out], [0, `${wrong.length} pictures written to new/ones.\n`]);
    const folder = path.join(home, 'new', 'ones');
    assert.deepEqual(readdirSync(folder).toSorted(), wrong.map(index => `${index}.png`).toSorted());
    const data = readFileSync(path.join(dataset, 't10k-images-idx3-ubyte'));
    for (const index of wrong) {
      const pixels = data.subarray(16 + 784 * index, 16 + 784 * (index + 1));
      assert.deepEqual(pixelsOfPng(readFileSync(path.join(folder, `${index}.png`))), pixels);
    }
    const again = await images(ID, '--true', '1', '--predicted', '7', '--out', 'new/ones');
    assert.equal(again.out, `0 pictures written to new/ones, ${wrong.length} were there.\n`);
  });

  it('leaves files that are there as they are, and writes through no link', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = path.join(home, 'taken');
    mkdirSync(folder);
    const file = path.join(folder, `${wrong.at(-1)}.png`);
    writeFileSync(file, 'mine');
    const { exitCode, err } = await images(ID, '--true', '1', '--predicted', '7', '--out', 'taken');
    assert.equal(exitCode, 1);
    assert.match(err, new RegExp(`${wrong.at(-1)}\\.png: there is another file of this name, which stays as it is\\.`));
    assert.equal(readFileSync(file, 'utf8'), 'mine');
    mkdirSync(path.join(home, 'linked'));
    const outside = path.join(home, 'outside.png');
    symlinkSync(outside, path.join(home, 'linked', `${wrong.at(-1)}.png`));
    assert.equal((await images(ID, '--true', '1', '--predicted', '7', '--out', 'linked')).exitCode, 1);
    assert.equal(existsSync(outside), false);
  });

  it('says what is wrong with what it is asked', async () => {
    for (const [args, says, code] of [
      [['--true', 'x', '--predicted', '7'], /There is no class “x”\. There are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\./, 2],
      [['--true', '1'], /--predicted/, 2],
      [['--true', '1', '--predicted', '7', '--json', '--out', 'x'], /--json.*--out|--out.*--json/, 2],
    ] as const) {
      const { exitCode, out, err } = await images(ID, ...args);
      assert.deepEqual([exitCode, out], [code, '']);
      assert.match(err, says);
    }
    const { exitCode, err } = await images('nothing', '--true', '1', '--predicted', '7');
    assert.equal(exitCode, 1);
    assert.match(err, /There is no run "nothing"/);
  });

  it('says of arrays that cannot be used which and why', async () => {
    const runs = path.join(home, '.digits', 'runs');
    await writeTested(runs, '20260101-000000-bbbb', dataset, { truth: labels.slice(1), predicted: labels });
    const { exitCode, out, err } = await images('20260101-000000-bbbb', '--true', '1', '--predicted', '7', '--json');
    assert.deepEqual([exitCode, out], [1, '']);
    assert.match(err, /^digits: .*20260101-000000-bbbb: predictions\.npy has 40 labels, ground_truth\.npy 39/);
  });
});

describe('a class that a person names', () => {
  it('goes by its name first, then by its label in the data', () => {
    const letters = ['A', 'a', 'B', '7'];
    assert.equal(classNamed('a', letters), 1);
    assert.equal(classNamed('b', letters), 2);
    assert.equal(classNamed('7', letters), 3);
    assert.equal(classNamed('1', ['Aa', 'Bb'], 1), 0);
    assert.equal(classNamed('ankle boot', ['Bag', 'Ankle boot']), 1);
    for (const none of ['0', '3', '-1', '', 'c', '1.5']) assert.throws(() => classNamed(none, ['Aa', 'Bb'], 1), /There is no class/);
  });
});

/** Of a grey picture whose rows are not filtered. */
function pixelsOfPng(bytes: Buffer): Buffer {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const at = bytes.indexOf('IDAT');
  const rows = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  return Buffer.concat(Array.from({ length: height }, (_, row) => rows.subarray(row * (width + 1) + 1, (row + 1) * (width + 1))));
}
