import assert from 'node:assert/strict';
import { engineNames } from '../../../../src/contract/engines';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { EngineChoice } from '../../../../src/contract/trainer';
import { startTrainerWithFallback } from '../../../../src/runs/process/crashFallback';
import type { RunOutcome } from '../../../../src/runs/outcome';
import { eventsOfRun } from '../../cli/events';
import { EventLog, FakeTrainers } from '../fakeTrainer';

const config = JSON.stringify(eventsOfRun().flatMap(event => (event.type === 'runStarted' ? [event.config] : []))[0]);

/** A trainer that opens the first engine that has not crashed; ONNX Runtime takes the process down, before the run begins or after. */
const crashing = (begins: boolean): string => `
  onCommand({ start: ({ request, crashed = [] }) => {
    const over = crashed.map(({ name }) => name);
    const engine = ${JSON.stringify(engineNames)}.find(name => !over.includes(name));
    log(engine + ' instead of ' + over);
    process.send({ type: 'openingEngine', engine });
    if (engine === 'wasm') { say({ type: 'runStarted', config: ${config} }); ended('completed'); return finish(); }
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

  it('starts another trainer, which passes the engine over, when one crashes before the run has begun', async () => {
    const { outcome, log } = await run(crashing(false));
    assert.deepEqual(outcome, { status: 'completed' });
    const natives = engineNames.filter(name => name !== 'wasm');
    assert.deepEqual(messages(log), [
      ...natives.map((name, i) => `${name} instead of ${natives.slice(0, i).join(',')}`),
      `wasm instead of ${natives.join(',')}`,
    ]);
  });

  it('does not when the run had begun, or the engine was asked for', async () => {
    for (const { outcome, log } of [await run(crashing(true)), await run(crashing(false), 'onnx')]) {
      assert.ok(outcome.status === 'failed' && outcome.crashed);
      assert.equal(messages(log).length, 1);
    }
  });

  it('ends when every engine has crashed, with the reason of each', async () => {
    const { outcome } = await run(`
      onCommand({ start: ({ crashed = [] }) => {
        const over = crashed.map(({ name }) => name);
        const engine = ${JSON.stringify(engineNames)}.find(name => !over.includes(name));
        process.send({ type: 'openingEngine', engine }, () => process.kill(process.pid, 'SIGSEGV'));
      } });
      ready();`);
    assert.ok(outcome.status === 'failed');
    assert.match(outcome.reason, /^No engine works here\. ONNX Runtime: .*SIGSEGV\..* ONNX Runtime as WebAssembly: .*SIGSEGV\.$/);
  });

  it('measures the engines of unknown speed once, then trains', async () => {
    const { outcome, log } = await run(`
      onCommand({
        start: ({ measured }) => {
          if (!measured) return process.send({ type: 'unmeasuredEngines', engines: ['onnx', 'wasm'], threads: 255 }, finish);
          log(measured.map(({ engine, imagesPerSecond }) => engine + ' ' + imagesPerSecond).join(', '));
          say({ type: 'runStarted', config: ${config} }); ended('completed'); finish();
        },
        request: ({ id, body: { engine } }) => {
          if (engine === 'wasm') return process.kill(process.pid, 'SIGSEGV');
          const body = { state: 'works', version: '1', durationMs: 1, imagesPerSecond: 500, threads: 255 };
          process.send({ type: 'answer', id, body });
        },
        stop: () => finish(),
      });
      ready();`);
    assert.deepEqual(outcome, { status: 'completed' });
    assert.deepEqual(messages(log), ['onnx 500, wasm null']);
  });

  it('does not when the trainer was ended from outside', async () => {
    const { outcome } = await run(`onCommand({ start: () => process.kill(process.pid, 'SIGKILL') }); ready();`);
    assert.equal(outcome.status, 'interrupted');
  });
});
