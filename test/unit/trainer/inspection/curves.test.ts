import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../../src/artifacts/npy';
import type { TrainedConfig } from '../../../../src/contract/run';
import { evaluateClassifier } from '../../../../src/evaluation/scores';
import { oneVsRest, pooledOneVsRest } from '../../../../src/evaluation/thresholdCounts';
import { classCounts, meanCurves, runCurves } from '../../../../src/trainer/inspection/curves';
import { fixtures, type Fixture } from '../../evaluation/fixtures';
import { writeRun } from '../../runFolder/writtenRun';
import { temporaryRuns } from '../forkTrainer';

describe('the curves of a run', () => {
  const runs = temporaryRuns();
  let made = 0;

  const write = ({ classes, truth, probabilities }: Fixture['predictions'], keeps: 'probabilities' | 'labels'): string => {
    const folder = writeRun(runs, { id: `20260101-0000${String(++made).padStart(2, '0')}-aaaa` });
    const file = path.join(folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig;
    writeFileSync(file, JSON.stringify({ ...config, dataset: { ...config.dataset, classes, testImages: truth.length } }));
    const labels = encodeNpy({ shape: [truth.length], data: BigInt64Array.from(truth, BigInt) });
    writeFileSync(path.join(folder, 'ground_truth.npy'), labels);
    if (keeps === 'labels') writeFileSync(path.join(folder, 'predictions.npy'), labels);
    else writeFileSync(path.join(folder, 'probabilities.npy'), encodeNpy({ shape: [truth.length, classes], data: probabilities }));
    return folder;
  };

  for (const { name, predictions } of fixtures) {
    it(`have the areas of the run's scores: ${name}`, async () => {
      const folder = write(predictions, 'probabilities');
      const found = await runCurves({ folder });
      assert.equal(found.outcome, 'curves');
      const scores = evaluateClassifier(predictions);
      const areas = ({ auroc, averagePrecision }: { auroc: number | null; averagePrecision: number | null }) => [auroc, averagePrecision];
      assert.deepEqual(found.classes.map(areas), scores.perClass.map(areas));
      for (const mean of ['macro', 'micro'] as const) assert.deepEqual(areas(await meanCurves({ folder, mean })), areas(scores[mean]));
    });

    it(`have the counts of a class at every threshold: ${name}`, async () => {
      const folder = write(predictions, 'probabilities');
      for (let of = 0; of < predictions.classes; of++) assert.deepEqual(await classCounts({ folder, of }), oneVsRest(predictions, of));
      await assert.rejects(classCounts({ folder, of: predictions.classes }), /no class/);
      assert.deepEqual(await classCounts({ folder, of: 'micro' }), pooledOneVsRest(predictions));
    });
  }

  it('are drawn with few steps, however many images there are', async () => {
    const images = 3_000;
    const truth = Uint8Array.from({ length: images }, (_, i) => i % 3);
    const score = (i: number, of: number): number => ((i * 7919 + of * 104_729) % 9_973) / 9_973 / 3 + (truth[i] === of ? 0.3 : 0.1);
    const probabilities = Float32Array.from({ length: images * 3 }, (_, at) => score(Math.floor(at / 3), at % 3));
    const folder = write({ classes: 3, truth, probabilities }, 'probabilities');
    const found = await runCurves({ folder });
    assert.equal(found.outcome, 'curves');
    for (const { counts } of found.classes) assert.ok(counts.thresholds.length <= 300 && counts.positives === 1_000);
    const [macro, micro] = [await meanCurves({ folder, mean: 'macro' }), await meanCurves({ folder, mean: 'micro' })];
    assert.ok(macro.mean === 'macro' && macro.roc!.x.length <= 1_000);
    assert.ok(micro.mean === 'micro' && micro.counts.thresholds.length <= 1_000);
  });

  it('have no threshold over more answers than a page holds, which it says', async () => {
    const [images, classes] = [8_001, 250];
    const probabilities = new Float32Array(images * classes).fill(1 / classes);
    const folder = write({ classes, truth: Uint8Array.from({ length: images }, (_, i) => i % classes), probabilities }, 'probabilities');
    await assert.rejects(classCounts({ folder, of: 'micro' }), /2,000,250 answers .* more than the 2,000,000/);
    assert.equal((await classCounts({ folder, of: 0 })).positives, 33);
  });

  it('are not there where only classes were kept, which it says', async () => {
    const folder = write(fixtures[0]!.predictions, 'labels');
    const found = await runCurves({ folder });
    assert.match(found.outcome === 'none' ? found.reason : '', /no probabilities/);
    await assert.rejects(classCounts({ folder, of: 0 }), /no probabilities/);
    await assert.rejects(meanCurves({ folder, mean: 'macro' }), /no probabilities/);
  });
});
