import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunRequest } from '../../../src/contract/trainer';
import { AnsweringTrainer } from '../../../src/runs/process/answeringTrainer';
import { withTensorFlow } from '../engine/tensorFlowHere';
import { fewDigits } from '../data/fewDigits';
import { find, quick as ofMnist, runTrainer, startIn, temporaryRuns, trainerFile } from './forkTrainer';

const results = ['predictions.npy', 'probabilities.npy', 'model/weights.bin'];

withTensorFlow('the trainer process with TensorFlow', ({ version }) => {
  const runs = temporaryRuns();
  const quick = { ...ofMnist, dataset: fewDigits(runs) };
  const whole = path.join(runs, 'whole');
  const start = (folder: string, changed: Partial<RunRequest['parameters']> = {}): Parameters<typeof runTrainer>[0] => {
    const command = startIn(folder, { ...quick, ...changed });
    return { ...command, request: { ...command.request, engine: 'tensorflow' } };
  };
  const assertSameResults = (folder: string): void => {
    for (const file of results) assert.ok(readFileSync(path.join(folder, file)).equals(readFileSync(path.join(whole, file))), file);
  };
  before(async () => {
    const { messages, exitCode } = await runTrainer(start(whole));
    assert.equal(messages.at(-1)!.type, 'runEnded');
    assert.equal(exitCode, 0);
    const { name, version: recorded } = find(messages, 'runStarted').config.engine;
    assert.deepEqual([name, recorded], ['tensorflow', version]);
    assert.equal(find(messages, 'logged'), undefined);
  });

  it('trains to the same bits again', async () => {
    const again = path.join(runs, 'again');
    await runTrainer(start(again));
    assertSameResults(again);
  });

  it('stops after a batch, and resumes with TensorFlow to the bits of a whole run', async () => {
    const folder = path.join(runs, 'stopped');
    const stopped = await runTrainer(start(folder), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) child.send({ type: 'stop' });
    });
    assert.equal(find(stopped.messages, 'runEnded').status, 'stopped');
    const { messages } = await runTrainer({ type: 'resume', folder });
    assert.equal(messages.at(-1)!.type, 'runEnded');
    assert.equal(find(messages, 'logged'), undefined);
    assertSameResults(folder);
  });

  it('learns digits', async () => {
    const dataset = fewDigits(runs, { train: 2100, test: 500 });
    const enough = { dataset, train_samples: 2000, epochs: 3, batch_size: 16, num_filters: 8, learning_rate: 0.004, dropout: 0 };
    const { messages } = await runTrainer(start(path.join(runs, 'learns'), enough));
    const { accuracy } = find(messages, 'evaluated');
    assert.ok(accuracy >= 0.85, `only ${accuracy} of the test images`);
  });

  it('says whether the engine works', async () => {
    const trainer = new AnsweringTrainer({ trainerFile, log: assert.fail });
    const check = await trainer.ask({ type: 'checkEngine', engine: 'tensorflow' });
    assert.equal(check.version, version);
    await trainer.close();
  });
});
