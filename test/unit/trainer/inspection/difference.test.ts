import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { difference, imagesOfDifference } from '../../../../src/trainer/inspection/difference';
import { paired } from '../../../../src/trainer/inspection/paired';
import { writeTestedRun } from '../../runFolder/testedRunFolder';

describe('what is asked about several tested runs', () => {
  const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-difference-'));
  after(() => rmSync(runs, { recursive: true }));
  const truth = [4, 4, 4, 9, 9, 0];
  let count = 0;
  const write = (predicted: readonly number[], of: readonly number[] = truth): string =>
    writeTestedRun(runs, { id: `20260101-00000${++count}-aaaa` }, of, predicted);
  let a: string, b: string, other: string;
  before(() => {
    a = write([4, 9, 9, 9, 4, 0]);
    b = write([4, 4, 9, 4, 9, 0]);
    other = write([4, 9, 9, 9, 4, 1], [4, 9, 9, 9, 4, 1]);
  });

  it('are which confusions a change fixed and which it caused, and the images of a cell', async () => {
    const found = await difference({ a: [a], b: [b] });
    assert.ok(found.outcome === 'compared');
    assert.deepEqual([found.images, found.classes], [6, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']]);
    // Image 1 was taken for a 9, image 4 for a 4; now image 3 is.
    assert.deepEqual([found.fewer[4]![9], found.more[4]![9], found.fewer[9]![4], found.more[9]![4]], [1, 0, 1, 1]);
    assert.deepEqual([found.fewer[4]![4], found.more[4]![4], found.fewer[9]![9], found.more[9]![9]], [0, 1, 1, 1]);
    assert.equal(
      [...found.fewer.flat(), ...found.more.flat()].reduce((sum, one) => sum + one),
      6,
    );
    assert.deepEqual(await imagesOfDifference({ a: [a], b: [b], truth: 9, predicted: 4 }), { outcome: 'found', fewer: [4], more: [3] });
  });

  it('are nothing between a run and itself', async () => {
    const found = await difference({ a: [a], b: [a] });
    assert.ok(found.outcome === 'compared');
    assert.ok([...found.fewer.flat(), ...found.more.flat()].every(images => images === 0));
  });

  it('are means over the runs of groups', async () => {
    const found = await difference({ a: [a, b], b: [b] });
    assert.ok(found.outcome === 'compared');
    assert.deepEqual([found.fewer[4]![9], found.more[9]![4]], [0.5, 0.5]);
  });

  it('are on how many images exactly one of two is right', async () => {
    const { results } = await paired({ baseline: a, folders: [b, a] });
    const [result, same] = results;
    assert.ok(result?.outcome === 'paired' && same?.outcome === 'paired');
    // Right: a on 0, 3, 5; b on 0, 1, 4, 5.
    assert.deepEqual([result.onlyRun, result.onlyBaseline, result.images], [2, 1, 6]);
    assert.ok(Math.abs(result.difference - 1 / 6) < 1e-15);
    assert.ok(Math.abs(result.halfWidth - (1.96 * Math.sqrt(3 - 1 / 6)) / 6) < 1e-4);
    assert.deepEqual([same.difference, same.halfWidth], [0, 0]);
  });

  it('are refused, with the reason, where the images were others or an array cannot be read', async () => {
    const broken = write([4, 4, 4, 9, 9, 0]);
    writeFileSync(path.join(broken, 'ground_truth.npy'), 'no array');
    const { results } = await paired({ baseline: a, folders: [other, broken, b] });
    assert.deepEqual(
      results.map(({ outcome }) => outcome),
      ['refused', 'refused', 'paired'],
    );
    assert.match(
      results[0]!.outcome === 'refused' ? results[0]!.reason : '',
      /different images: image 1 is of class 4 in one and of class 9/,
    );
    assert.match(results[1]!.outcome === 'refused' ? results[1]!.reason : '', /ground_truth\.npy/);
    const without = await paired({ baseline: broken, folders: [a, b] });
    assert.deepEqual(
      without.results.map(({ outcome }) => outcome),
      ['refused', 'refused'],
    );
    assert.equal((await difference({ a: [a], b: [other] })).outcome, 'refused');
    const shorter = write([4, 4], [4, 4]);
    const found = await difference({ a: [a], b: [shorter] });
    assert.match(found.outcome === 'refused' ? found.reason : '', /different images: 6 and 2 of them/);
    await assert.rejects(difference({ a: [a], b: [broken] }), { name: 'RunFolderError', message: /ground_truth\.npy/ });
  });
});
