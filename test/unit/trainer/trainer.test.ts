import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { TrainedConfig } from '../../../src/contract/run';
import { PROTOCOL_VERSION, type TrainerEvent, type TrainerMessage } from '../../../src/contract/trainer';
import { gone } from '../../processes';
import { idxImages, idxLabels, withFolder, writeFiles } from '../data/idxFiles';
import { fewDigits } from '../data/fewDigits';
import { find, quick as three, runTrainer, startIn, temporaryRuns, trainerFile, withoutChance, type TrainerRun } from './forkTrainer';

describe('the trainer process', () => {
  const runs = temporaryRuns();
  const quick: Parameters = { ...three, epochs: 2, dataset: fewDigits(runs) };
  let count = 0;
  const run = (parameters: Parameters, onEvent?: (event: TrainerEvent, child: ChildProcess) => void): Promise<TrainerRun> =>
    runTrainer(startIn(path.join(runs, String(++count)), parameters), onEvent);

  it('says ready with its version, then what happens, in order, then ends by itself', async () => {
    const parameters = { ...quick, dataset: 'mnist' };
    const { messages, exitCode } = await run(parameters);
    assert.deepEqual(messages[0], { type: 'ready', protocolVersion: PROTOCOL_VERSION });
    const types = messages.map(({ type }) => type).filter(type => type !== 'resourcesSampled');
    // Seven batches an epoch.
    const epoch = [...Array.from({ length: 7 }, () => 'batchEnded'), 'epochEnded'];
    assert.deepEqual(types, ['ready', 'openingEngine', 'runStarted', ...epoch, ...epoch, 'evaluated', 'runEnded']);
    assert.equal(exitCode, 0);
    const { config } = find(messages, 'runStarted');
    assert.equal(config.id, '1');
    assert.deepEqual(config.parameters, parameters);
    assert.deepEqual([config.dataset.trainImages, config.dataset.validationImages, config.dataset.testImages], [400, 100, 10_000]);
    assert.equal(config.engine.threads, 2);
    assert.match(config.trainer.bundleSha256, /^[0-9a-f]{64}$/);
    const { scores, accuracy, loss } = find(messages, 'evaluated');
    assert.equal(scores.count, 10_000);
    assert.deepEqual([accuracy, loss], [scores.accuracy, scores.logLoss]);
    const ended = find(messages, 'runEnded');
    assert.deepEqual([ended.status, ended.epochs, ended.keptEpoch], ['completed', 2, 2]);
  });

  it('has the same events for the same parameters, seed and threads', async () => {
    const [first, second] = [await run(quick), await run(quick)];
    const decided = ({ messages }: TrainerRun): object[] => messages.filter(({ type }) => type !== 'resourcesSampled').map(withoutChance);
    assert.deepEqual(decided(first), decided(second));
    const other = await run({ ...quick, seed: 1 });
    assert.notDeepEqual(find(other.messages, 'evaluated').scores, find(first.messages, 'evaluated').scores);
  });

  for (const threads of [400, 0, 1.5, -1, NaN]) {
    it(`refuses ${threads} threads, and starts none`, async () => {
      const { request } = startIn(path.join(runs, `threads${threads}`), quick);
      const result = await runTrainer({ type: 'start', request: { ...request, threads } });
      assert.deepEqual(
        result.messages.map(({ type }) => type),
        ['ready', 'runFailed'],
      );
      const { cause, message } = find(result.messages, 'runFailed');
      assert.equal(cause, 'parameters');
      assert.match(message, /request\.threads: found \S+; expected a whole number from 1 to 256\.$/);
      assert.ok(!existsSync(request.folder));
    });
  }

  it('does not go on with a run whose config asks for 400 threads', async () => {
    const folder = path.join(runs, 'resumed');
    await runTrainer(startIn(folder, quick), (event, child) => {
      if (event.type === 'epochEnded' && event.epoch === 1) child.send({ type: 'stop' });
    });
    const file = path.join(folder, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as TrainedConfig;
    writeFileSync(file, JSON.stringify({ ...config, engine: { ...config.engine, threads: 400 } }));
    const resumed = await runTrainer({ type: 'resume', folder });
    assert.match(find(resumed.messages, 'runFailed').message, /threads.*400.*expected/);
  });

  it('evaluates when it is stopped in the middle of an epoch, and says so', async () => {
    const { messages, exitCode } = await run({ ...quick, epochs: 1000 }, (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) child.send({ type: 'stop' });
    });
    const ended = find(messages, 'runEnded');
    assert.equal(ended.status, 'stopped');
    assert.ok(ended.epochs < 1000);
    assert.equal(find(messages, 'evaluated').scores.count, 100);
    assert.equal(exitCode, 0);
  });

  it('ends when its parent goes', async () => {
    const child = fork(trainerFile, [], { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child.on('message', (message: TrainerMessage) => {
      if (message.type === 'ready')
        child.send({ type: 'start', request: { id: 'a-run', parameters: { ...quick, epochs: 10_000 }, folder: path.join(runs, 'gone') } });
      if (message.type === 'batchEnded' && child.connected) child.disconnect();
    });
    // With the channel closed from this side there is no 'close'.
    const end = await gone(child, () => 'a trainer whose parent has disconnected', 'exit');
    assert.deepEqual(end, { exitCode: null, signal: 'SIGKILL' });
  });

  it('goes back to the best weights when patience ends', async () => {
    // So large a learning rate that the validation loss soon rises.
    const { messages } = await run({ ...quick, epochs: 50, patience: 2, learning_rate: 0.05, dropout: 0 });
    const losses = messages.flatMap(message => (message.type === 'epochEnded' ? [message.valLoss!] : []));
    const best = losses.indexOf(Math.min(...losses)) + 1;
    const ended = find(messages, 'runEnded');
    assert.deepEqual([ended.status, ended.keptEpoch, ended.epochs], ['completed', best, best + 2]);
    assert.equal(losses.length, best + 2);
    assert.match(ended.reason!, new RegExp(`since epoch ${best} \\(patience 2\\)`));
  });

  it('trains without validation images', async () => {
    const { messages } = await run({ ...quick, validation_samples: 0 });
    assert.equal(find(messages, 'epochEnded').valLoss, null);
    assert.equal(find(messages, 'runEnded').status, 'completed');
  });

  it('trains on images of another size and other classes', () =>
    withFolder(async folder => {
      // White in the upper, middle or lower third, by class.
      const band = (i: number): number => (Math.floor((i % 120) / 40) === Math.floor(i / 120) % 3 ? 255 : 0);
      writeFiles(folder, {
        'train-images-idx3-ubyte': idxImages(90, 12, 10, band),
        'train-labels-idx1-ubyte': idxLabels(Array.from({ length: 90 }, (_, i) => i % 3)),
        't10k-images-idx3-ubyte': idxImages(9, 12, 10, band),
        't10k-labels-idx1-ubyte': idxLabels(Array.from({ length: 9 }, (_, i) => i % 3)),
      });
      const { messages } = await run({
        ...defaultParameters,
        dataset: folder,
        validation_samples: 9,
        batch_size: 20,
        epochs: 30,
        num_filters: 8,
      });
      assert.equal(find(messages, 'evaluated').accuracy, 1);
      assert.equal(find(messages, 'runStarted').config.dataset.classes, 3);
    }));

  const failures: readonly [string, Partial<Parameters>, string, RegExp][] = [
    ['too many blocks', { num_layers: 5 }, 'parameters', /^num_layers = 5: too many blocks .* possible is at most 3/],
    ['a batch larger than the data', { batch_size: 500 }, 'parameters', /^batch_size = 500: .* at most 400/],
    ['more images than there are', { train_samples: 60_000 }, 'parameters', /^train_samples = 60000: .* at most 400/],
    ['no data', { dataset: '/nowhere' }, 'data', /^\/nowhere: there is no such folder/],
    [
      'a learning rate that blows up',
      { optimizer: 'sgd', learning_rate: 10, weight_decay: 10, epochs: 50 },
      'training',
      /^Training diverged: .* epoch \d+, batch \d+\. Try a learning_rate below 10/,
    ],
  ];
  for (const [what, changed, cause, message] of failures) {
    it(`fails with the reason: ${what}`, async () => {
      const { messages } = await run({ ...quick, ...changed });
      const failed = messages.at(-1)!;
      assert.ok(failed.type === 'runFailed');
      assert.equal(failed.cause, cause);
      assert.match(failed.message, message);
      assert.equal(
        messages.some(({ type }) => type === 'runStarted'),
        cause === 'training',
      );
    });
  }
});
