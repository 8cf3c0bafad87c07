import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { EngineChoice } from '../../../../src/contract/trainer';
import { startTrainerWithFallback } from '../../../../src/runs/process/crashFallback';
import type { RunOutcome } from '../../../../src/runs/outcome';
import { eventsOfRun } from '../../cli/events';
import { EventLog, FakeTrainers } from '../fakeTrainer';

const config = JSON.stringify(eventsOfRun().flatMap(event => (event.type === 'runStarted' ? [event.config] : []))[0]);

/** A trainer whose native engine takes the process down, before the run begins or after. */
const crashing = (begins: boolean): string => `
  onCommand({ start: ({ request }) => {
    log('engine ' + request.engine);
    if (request.engine === 'wasm') { say({ type: 'runStarted', config: ${config} }); ended('completed'); return finish(); }
    if (${begins}) say({ type: 'runStarted', config: ${config} });
    setImmediate(() => process.kill(process.pid, 'SIGSEGV'));
  } });
  ready();`;

describe('crashFallback', () => {
  const trainers = new FakeTrainers();
  after(() => trainers.dispose());

  const run = async (body: string, engine?: EngineChoice): Promise<{ outcome: RunOutcome; log: EventLog }> => {
    const log = new EventLog();
    const request = { id: 'x', parameters: defaultParameters, folder: '/runs/x', ...(engine && { engine }) };
    const start = { trainerFile: trainers.write(body), command: { type: 'start', request } as const, onEvent: log.add };
    return { outcome: await startTrainerWithFallback(start).ended, log };
  };
  const messages = ({ events }: EventLog): string[] => events.flatMap(event => (event.type === 'logged' ? [event.message] : []));

  it('starts a second trainer with WebAssembly when the first crashes before the run has begun, and says so', async () => {
    const { outcome, log } = await run(crashing(false));
    assert.deepEqual(outcome, { status: 'completed' });
    assert.deepEqual(messages(log).slice(0, 2), ['engine undefined', 'engine wasm']);
    assert.match(messages(log)[2] ?? '', /WebAssembly computes, several times slower\. .*signal SIGSEGV/);
    assert.deepEqual(log.types, ['logged', 'logged', 'runStarted', 'logged', 'runEnded']);
  });

  it('does not when the run had begun, or the native engine was asked for', async () => {
    for (const { outcome, log } of [await run(crashing(true)), await run(crashing(false), 'onnx')]) {
      assert.ok(outcome.status === 'failed' && outcome.crashed);
      assert.equal(messages(log).length, 1);
    }
  });

  it('does not when the trainer was ended from outside', async () => {
    const { outcome } = await run(`onCommand({ start: () => process.kill(process.pid, 'SIGKILL') }); ready();`);
    assert.equal(outcome.status, 'interrupted');
  });
});
