import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EngineChoice, RunRequest, TrainerEvent } from '../../../src/contract/trainer';
import type { TrainedConfig } from '../../../src/contract/run';
import { readConfig } from '../../../src/runFolder/readRun';
import { replacedInWords } from '../../../src/wording/engineInWords';
import { baselineTrainer } from './baselineTrainer';
import { fewDigits } from '../data/fewDigits';
import { copyTrainer, find, quick as ofMnist, runTrainer, startIn, temporaryRuns, withoutChance, type TrainerRun } from './forkTrainer';

const results = ['predictions.npy', 'probabilities.npy', 'model/weights.bin'];

describe('the trainer process with WebAssembly', () => {
  const runs = temporaryRuns();
  const whole = path.join(runs, 'whole');
  const quick = { ...ofMnist, dataset: fewDigits(runs) };
  const start = (folder: string, changed: Partial<RunRequest['parameters']> = {}): Parameters<typeof runTrainer>[0] =>
    withEngine(startIn(folder, { ...quick, ...changed }), 'wasm');
  const trainer = baselineTrainer(runs);
  let first: TrainerRun;
  before(async () => {
    first = await runTrainer(start(whole), undefined, trainer);
  });

  it('trains to the same bits again, and says which engine it was', async () => {
    const again = path.join(runs, 'again');
    const second = await runTrainer(start(again), undefined, trainer);
    assert.deepEqual(happenings(first), happenings(second));
    assertSameResults(whole, again);
    assert.equal(find(first.messages, 'runStarted').config.engine.name, 'wasm');
    assert.equal(find(first.messages, 'logged'), undefined);
    assert.equal(second.exitCode, 0);
  });

  it('when it is killed goes on with WebAssembly, to the bits of a whole run', async () => {
    const folder = path.join(runs, 'killed');
    const kill = (event: TrainerEvent, child: ChildProcess): void => {
      if (event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) child.kill('SIGKILL');
    };
    await runTrainer(start(folder), kill, trainer);
    const { messages } = await runTrainer({ type: 'resume', folder }, undefined, trainer);
    assert.equal(messages.at(-1)!.type, 'runEnded');
    assert.equal(find(messages, 'logged'), undefined);
    assertSameResults(whole, folder);
  });

  it('learns digits', async () => {
    const folder = path.join(runs, 'learns');
    const dataset = fewDigits(runs, { train: 2100, test: 500 });
    const enough = { dataset, train_samples: 2000, epochs: 3, batch_size: 16, num_filters: 8, learning_rate: 0.004, dropout: 0 };
    const { messages } = await runTrainer(start(folder, enough), undefined, trainer);
    const { accuracy } = find(messages, 'evaluated');
    assert.ok(accuracy >= 0.85, `only ${accuracy} of the test images`);
  });
});

describe('the trainer process without the native engine', () => {
  const runs = temporaryRuns();
  const quick = { ...ofMnist, dataset: fewDigits(runs) };
  // The universal package: the bundle and what lies beside it, with no node_modules anywhere above.
  const folder = path.join(runs, 'package');
  let lonely: string;
  before(() => {
    mkdirSync(folder);
    assert.ok(folder.startsWith(os.tmpdir()));
    lonely = baselineTrainer(folder, copyTrainer(folder));
  });

  it('takes WebAssembly by itself and says why', async () => {
    const { messages } = await runTrainer(startIn(path.join(runs, 'auto'), { ...quick, epochs: 1 }), undefined, lonely);
    assert.equal(messages.at(-1)!.type, 'runEnded');
    assert.equal(find(messages, 'runStarted').config.engine.name, 'wasm');
    const { level, message } = find(messages, 'logged');
    assert.equal(level, 'warning');
    assert.match(message, /^ONNX Runtime does not work here, so that ONNX Runtime as WebAssembly computes, several times slower\./);
    assert.match(message, /onnxruntime-node/);
  });

  it('records in the config which engine it takes the place of, and why', async () => {
    const folder = path.join(runs, 'recorded');
    await runTrainer(startIn(folder, { ...quick, epochs: 1 }), undefined, lonely);
    const { engine } = (await readConfig(folder)) satisfies TrainedConfig;
    const [failed, ...others] = engine.insteadOf ?? [];
    assert.equal(failed?.name, 'onnx');
    assert.match(failed?.reason ?? '', /^Gradient worker \d of 2 failed: .*onnxruntime-node[^\n]*$/);
    assert.deepEqual(others, []);
    assert.equal(replacedInWords(engine), 'in the place of ONNX Runtime, which did not work');
  });

  it('goes on with a run of the native engine, and says that the last bits may differ', async () => {
    const run = path.join(runs, 'native');
    await runTrainer(withEngine(startIn(run, quick), 'onnx'), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    const { messages } = await runTrainer({ type: 'resume', folder: run }, undefined, lonely);
    assert.equal(messages.at(-1)!.type, 'runEnded');
    const said = messages.flatMap(message => (message.type === 'logged' ? [message.message] : [])).join('\n');
    assert.match(said, /ONNX Runtime does not work here, so that ONNX Runtime as WebAssembly computes/);
    const { engine } = find(messages, 'runResumed');
    assert.deepEqual([engine?.name, engine?.insteadOf?.map(({ name }) => name)], ['wasm', ['onnx']]);
    assert.match(said, /begun with ONNX Runtime [\d.]+ and goes on with ONNX Runtime as WebAssembly [\d.]+: its last bits may differ/);
  });

  it('takes another engine where one has taken the process down before, and says so', async () => {
    const folder = path.join(runs, 'crashed');
    const crashed = [{ name: 'onnx', reason: 'The trainer ended unexpectedly with signal SIGSEGV.' }];
    const { messages } = await runTrainer({ ...startIn(folder, { ...quick, epochs: 1 }), crashed }, undefined, lonely);
    assert.deepEqual(find(messages, 'runStarted').config.engine.insteadOf, crashed);
    assert.deepEqual(
      messages.flatMap(message => (message.type === 'openingEngine' ? [message.engine] : [])),
      ['wasm'],
    );
    assert.match(find(messages, 'logged').message, /^ONNX Runtime does not work here.* signal SIGSEGV\.$/);
  });

  it('refuses a run that wants the native engine, and says what to do', async () => {
    const { messages } = await runTrainer(withEngine(startIn(path.join(runs, 'refused'), quick), 'onnx'), undefined, lonely);
    const { cause, message } = find(messages, 'runFailed');
    assert.equal(cause, 'engine');
    assert.match(message, /^ONNX Runtime does not work here:.*onnxruntime-node.*Choose the engine auto or wasm/s);
  });
});

/** How many samples of its resources there are depends on how fast a run was. */
function happenings({ messages }: TrainerRun): object[] {
  return messages.filter(({ type }) => type !== 'resourcesSampled').map(withoutChance);
}

function withEngine<C extends { readonly request: RunRequest }>(command: C, engine: EngineChoice): C {
  return { ...command, request: { ...command.request, engine } };
}

function assertSameResults(expected: string, folder: string): void {
  for (const file of results) assert.ok(readFileSync(path.join(folder, file)).equals(readFileSync(path.join(expected, file))), file);
}
