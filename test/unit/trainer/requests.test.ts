import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TrainedConfig } from '../../../src/contract/run';
import { AnsweringTrainer } from '../../../src/runs/process/answeringTrainer';
import { missingEngineInWords } from '../../../src/wording/engineInWords';
import { gone, messageFrom } from '../../processes';
import { baselineTrainer } from './baselineTrainer';
import { fewDigits } from '../data/fewDigits';
import { quick, runTrainer, startIn, temporaryRuns, trainerFile } from './forkTrainer';

describe('the trainer process, asked', () => {
  const runs = temporaryRuns();
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill('SIGKILL'));

  /** A process that is ready. */
  const started = async (): Promise<ChildProcess> => {
    child = fork(trainerFile, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    assert.equal(((await messageFrom(child)) as { type: string }).type, 'ready');
    return child;
  };

  it('checks engines and evaluates runs, in one process, and ends by itself', async () => {
    const folder = path.join(runs, 'evaluated');
    const { messages } = await runTrainer(startIn(folder, { ...quick, epochs: 1, dataset: fewDigits(runs) }));
    const trainer = new AnsweringTrainer({ trainerFile: baselineTrainer(runs), log: assert.fail });
    const checks = await Promise.all((['onnx', 'wasm'] as const).map(engine => trainer.ask({ type: 'checkEngine', engine })));
    for (const { version } of checks) assert.match(version, /^\d+\.\d+\.\d+/);
    const measured = await trainer.ask({ type: 'measureEngine', engine: 'onnx', threads: 1 });
    assert.ok(measured.state === 'works' && measured.imagesPerSecond > 0);
    assert.deepEqual([measured.version, measured.threads], [checks[0]!.version, 1]);
    const { engines } = await trainer.ask({ type: 'presentEngines' });
    assert.ok(engines.includes('onnx') && engines.includes('wasm'));
    const evaluation = await trainer.ask({ type: 'evaluate', folder });
    const kept = messages.flatMap(message => (message.type === 'evaluated' ? [message.scores] : []))[0];
    assert.deepEqual(evaluation, { outcome: 'evaluated', scores: kept, warnings: [] });
    const config = path.join(folder, 'config.json');
    const recorded = JSON.parse(readFileSync(config, 'utf8')) as TrainedConfig;
    writeFileSync(config, JSON.stringify({ ...recorded, engine: { ...recorded.engine, name: 'tpu', version: '2.1' } }));
    const elsewhere = await trainer.ask({ type: 'evaluate', folder });
    assert.deepEqual(elsewhere, {
      outcome: 'evaluated',
      scores: kept,
      warnings: [missingEngineInWords({ ...recorded.engine, name: 'tpu', version: '2.1' })],
    });
    await assert.rejects(trainer.ask({ type: 'evaluate', folder: path.join(runs, 'missing') }), /missing: this is no run/);
    const { reason, output } = await trainer.close();
    assert.deepEqual([reason, output], ['The trainer was closed.', '']);
  });

  it('answers what it cannot understand with the reason, and goes on', async () => {
    const asked = await started();
    for (const [id, body, error] of [
      [1, { type: 'inspect' }, /^A request to the trainer: type: found "inspect"; expected /],
      [2, undefined, /^A request to the trainer: .*expected /],
      [3, { type: 'checkEngine', engine: 'tpu' }, /engine: found "tpu"; expected one of onnx, tensorflow, wasm\.$/],
      [4, { type: 'evaluate', folder: 5 }, /folder: found 5; expected text\.$/],
    ] as const) {
      const answer = messageFrom(asked);
      asked.send({ type: 'request', id, body });
      const message = (await answer) as { type: string; id: number; error: string };
      assert.deepEqual([message.type, message.id], ['answer', id]);
      assert.match(message.error, error);
    }
    const end = gone(asked, () => 'a trainer that was told to stop');
    asked.send({ type: 'stop' });
    assert.deepEqual(await end, { exitCode: 0, signal: null });
  });

  it('ends when it is sent what is neither a command nor a request', async () => {
    const asked = await started();
    const said = messageFrom(asked);
    const end = gone(asked, () => 'a trainer that was sent garbage');
    asked.send('garbage');
    const { type, message } = (await said) as { type: string; message: string };
    assert.equal(type, 'runFailed');
    assert.match(message, /^The trainer was asked for what cannot be: found "garbage"; expected a command or a request for a trainer\.$/);
    assert.deepEqual(await end, { exitCode: 0, signal: null });
  });
});
