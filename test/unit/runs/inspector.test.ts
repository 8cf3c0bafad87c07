import assert from 'node:assert/strict';
import type { TrainerRequest } from '../../../src/contract/trainer';
import { IDLE_MS, Inspector } from '../../../src/runs/inspector';
import { until } from '../../until';
import { FakeClock } from '../util/fakeClock';
import { FakeTrainers } from './fakeTrainer';

const check: TrainerRequest & { type: 'checkEngine' } = { type: 'checkEngine', engine: 'onnx' };

describe('the inspector', () => {
  const trainers = new FakeTrainers();
  const clock = new FakeClock();
  let inspector: Inspector;
  afterEach(() => inspector.dispose());
  after(() => trainers.dispose());

  /** Its process answers with its own number, so that two of them can be told apart. */
  const start = (body = ''): void => {
    const trainerFile = trainers.write(`
      onCommand({
        stop: () => finish(),
        request: ({ id }) => { ${body} process.send({ type: 'answer', id, body: { version: String(process.pid), durationMs: 1, instructionSet: 'avx2', numericsVersion: 1, bundleSha256: 'a'.repeat(64) } }); },
      });
      ready();`);
    inspector = new Inspector({ trainerFile, log: line => assert.fail(line), clock });
  };
  const ask = async (): Promise<string> => (await inspector.ask(check)).version;

  it('asks one process one question after the other', async () => {
    start();
    assert.equal(await ask(), await ask());
  });

  it('lets the process end when nothing was asked for a while, and starts another one with the next question', async () => {
    start();
    const first = await ask();
    clock.advance(IDLE_MS);
    assert.notEqual(await ask(), first);
  });

  it('says why a process died, and asks another one from then on', async () => {
    start('if (id > 1) process.exit(3);');
    const first = await ask();
    await assert.rejects(ask(), { name: 'RequestError', message: /code 3/ });
    assert.notEqual(await ask(), first);
  });

  it('ends a process at once that does not leave', async () => {
    // Time stands still: nothing else would end it.
    const trainerFile = trainers.write(
      `onCommand({ stop: () => undefined, request: ({ id }) => id === 1 && process.send({ type: 'answer', id, body: { version: '1', durationMs: 1, instructionSet: 'avx2', numericsVersion: 1, bundleSha256: 'a'.repeat(64) } }) }); ready();`,
    );
    inspector = new Inspector({ trainerFile, log: line => assert.fail(line), clock });
    await ask();
    const answer = assert.rejects(ask(), { name: 'RequestError' });
    const left = inspector.dispose();
    inspector.kill();
    await Promise.all([answer, left]);
  });

  it('leaves no process', async () => {
    start();
    const pid = Number(await ask());
    await inspector.dispose();
    await until({ isSo: () => !isThere(pid), seen: () => pid });
    await assert.rejects(ask());
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
