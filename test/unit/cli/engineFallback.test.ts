import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isRunId } from '../../../src/contract/runId';
import type { TrainedConfig } from '../../../src/contract/run';
import { keepSpeeds } from '../../../src/machine/engineSpeeds';
import { readConfig } from '../../../src/runFolder/readRun';
import { fewDigits } from '../data/fewDigits';
import { temporaryCache } from '../temporaryCache';
import { baselineTrainer } from '../trainer/baselineTrainer';
import { copyTrainer, temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { digits } from './testCli';

describe('digits train with auto', () => {
  const home = temporaryRuns();
  temporaryCache();
  const few = '--epochs 1 --train-samples 400 --validation-samples 100 --batch-size 64 --num-filters 4 --threads 1'.split(' ');
  const flags = [...few, '--data', fewDigits(home)];
  const configIn = async (place: string): Promise<TrainedConfig> => {
    const config = await readConfig(path.join(place, readdirSync(place).find(isRunId)!));
    assert.ok(config.kind === 'trained');
    return config;
  };

  /** The real trainer; a thread that is to load the native engine takes its process down. */
  const crashingTrainer = (): string => {
    const folder = path.join(home, 'crashing');
    mkdirSync(folder);
    const trainer = baselineTrainer(folder, copyTrainer(folder));
    const thread = path.join(folder, 'engineThread.js');
    const crash = `require('node:worker_threads').parentPort.on('message', ({ engine }) => {
      if (engine === 'onnx') process.kill(process.pid, 'SIGSEGV');
    });`;
    writeFileSync(thread, `${crash}\n${readFileSync(thread, 'utf8')}`);
    return trainer;
  };

  it('goes on with the next engine when one crashes, and says so in terminal and config', async () => {
    if (process.platform === 'win32') return;
    const place = path.join(home, 'crashed');
    const { exitCode, out, err } = await digits(['train', '--runs', place, ...flags], { trainerFile: crashingTrainer() });
    assert.equal(exitCode, 0, err);
    assert.match(out, /engine +ONNX Runtime as WebAssembly [\d.]+, 1 thread\n +in the place of ONNX Runtime, which did not work$/m);
    const said = 'ONNX Runtime does not work here, so that ONNX Runtime as WebAssembly computes, several times slower.';
    assert.equal(err, `warning: ${said} The trainer ended unexpectedly with signal SIGSEGV.\n`);
    const { engine } = await configIn(place);
    assert.equal(engine.name, 'wasm');
    assert.deepEqual(engine.insteadOf, [{ name: 'onnx', reason: 'The trainer ended unexpectedly with signal SIGSEGV.' }]);
    const shown = await digits(['show', 'latest', '--runs', place]);
    assert.match(shown.out, /engine +wasm .*, in the place of ONNX Runtime, which did not work$/m);
  });

  it('takes the engine that was measured as the fastest, and says nothing of it', async () => {
    const speed = { engineVersion: '0', threads: 1, measuredAt: new Date().toISOString() };
    await keepSpeeds([
      { ...speed, engine: 'onnx', imagesPerSecond: 1000 },
      { ...speed, engine: 'wasm', imagesPerSecond: 2000 },
    ]);
    const place = path.join(home, 'measured');
    const { exitCode, err } = await digits(['train', '--runs', place, ...flags], { trainerFile });
    assert.deepEqual([exitCode, err], [0, '']);
    const { engine } = await configIn(place);
    assert.deepEqual([engine.name, engine.insteadOf], ['wasm', undefined]);
    // Its version was another one: what was measured of it does not count any more.
    const again = path.join(home, 'forgotten');
    await digits(['train', '--runs', again, ...flags], { trainerFile });
    assert.equal((await configIn(again)).engine.name, 'onnx');
  });
});
