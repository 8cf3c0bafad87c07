import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PROTOCOL_VERSION, type RunRequest, type TrainerEvent } from '../../../../src/contract/trainer';
import { defaultParameters } from '../../../../src/contract/parameters';
import { startTrainer, STOP_MS, type TrainerProcess } from '../../../../src/runs/process/trainerProcess';
import type { RunFailure, RunOutcome } from '../../../../src/runs/outcome';
import { LEAVE_MS, READY_MS, TERMINATE_MS } from '../../../../src/runs/process/trainerChild';
import { FakeClock } from '../../util/fakeClock';
import { EventLog, FakeTrainers } from '../fakeTrainer';

const request: RunRequest = { id: '20260102-030405-abcd', parameters: { ...defaultParameters, epochs: 3 }, threads: 2, folder: '/runs/x' };

describe('trainerProcess', () => {
  const trainers = new FakeTrainers();
  const running: TrainerProcess[] = [];
  let clock: FakeClock;
  let log: EventLog;
  beforeEach(() => {
    clock = new FakeClock();
    log = new EventLog();
  });
  afterEach(async () => {
    // A test that failed half-way leaves no process behind.
    for (const trainer of running) trainer.kill();
    await Promise.all(running.splice(0).map(trainer => trainer.ended));
  });
  after(() => trainers.dispose());

  const start = (body: string, onEvent: (event: TrainerEvent) => void = log.add): TrainerProcess => {
    const trainer = startTrainer({ trainerFile: trainers.write(body), command: { type: 'start', request }, onEvent, clock });
    running.push(trainer);
    return trainer;
  };
  const failureOf = async (body: string): Promise<RunFailure> => failed(await start(body).ended);

  it('sends the request after the handshake and passes the events on in order', async () => {
    const trainer = start(`
      onCommand({ start: ({ request }) => {
        log(JSON.stringify(request));
        for (let i = 0; i < 200; i++) log(String(i));
        ended('completed');
        finish();
      } });
      ready();`);
    assert.deepEqual(await trainer.ended, { status: 'completed' });
    const messages = log.events.flatMap(event => (event.type === 'logged' ? [event.message] : []));
    assert.deepEqual(JSON.parse(messages[0] ?? ''), request);
    assert.deepEqual(
      messages.slice(1),
      Array.from({ length: 200 }, (_, i) => String(i)),
    );
    assert.equal(log.types.at(-1), 'runEnded');
  });

  it('gives the trainer no key of W&B', async () => {
    const variables = { WANDB_TOKEN: 'marker', WANDB_API_KEY: 'marker', WANDB_MODE: 'offline' };
    Object.assign(process.env, variables);
    try {
      await start(`onCommand({ start: () => { log(JSON.stringify(process.env)); ended('completed'); finish(); } }); ready();`).ended;
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
    }
    const [event] = log.events;
    assert.ok(event?.type === 'logged');
    assert.ok(event.message.includes('"WANDB_MODE":"offline"') && !event.message.includes('marker'));
  });

  it('leaves no timer behind when the trainer has ended', async () => {
    await start(`onCommand({ start: () => { ended('completed'); finish(); } }); ready();`).ended;
    assert.equal(clock.pending, 0);
  });

  it('counts a run as completed whatever the exit code, once the trainer has said so', async () => {
    const trainer = start(
      `onCommand({ start: () => { ended('completed'); process.on('exit', () => { process.exitCode = 9; }); finish(); } }); ready();`,
    );
    assert.deepEqual(await trainer.ended, { status: 'completed' });
  });

  it('asks for a stop once, however often it is called', async () => {
    const trainer = start(`
      let stops = 0;
      onCommand({
        start: () => log('started'),
        stop: () => { log('stop ' + ++stops); setImmediate(() => { ended('stopped'); finish(); }); },
      });
      ready();`);
    await log.logged('started');
    trainer.stop();
    trainer.stop();
    assert.deepEqual(await trainer.ended, { status: 'stopped' });
    trainer.stop();
    assert.deepEqual(log.types, ['logged', 'logged', 'runEnded']);
    assert.equal(clock.pending, 0);
  });

  it('ends a trainer that ignores the stop and SIGTERM with SIGKILL, each after its time', async () => {
    if (process.platform === 'win32') return;
    const trainer = start(`
      onCommand({ start: () => log('started'), stop: () => log('stop') });
      process.on('SIGTERM', () => log('SIGTERM'));
      ready();`);
    await log.logged('started');
    trainer.stop();
    await log.logged('stop');
    clock.advance(STOP_MS - 1);
    assert.deepEqual(log.types, ['logged', 'logged'], 'no signal before its time');
    clock.advance(1);
    await log.logged('SIGTERM');
    clock.advance(TERMINATE_MS);
    assert.match(failed(await trainer.ended).reason, /did not stop within 60 s/);
    assert.equal(clock.pending, 0);
  });

  it('is not broken by a watcher that throws', async () => {
    const printers = process.listeners('warning');
    process.removeAllListeners('warning');
    const warned = once(process, 'warning');
    const body = `onCommand({ start: () => { log('one'); ended('completed'); finish(); } }); ready();`;
    const trainer = start(body, event => {
      log.add(event);
      throw new Error('a watcher in trouble');
    });
    assert.deepEqual(await trainer.ended, { status: 'completed' });
    assert.deepEqual(log.types, ['logged', 'runEnded']);
    assert.match(String(await warned), /a watcher in trouble/);
    for (const printer of printers) process.on('warning', printer);
  });

  it('ends a trainer that stays after its last event', async () => {
    const trainer = start(`onCommand({ start: () => { ended('completed'); setInterval(() => {}, 1e6); } }); ready();`, event => {
      log.add(event);
      // The timer is set once the event has been passed on.
      queueMicrotask(() => clock.advance(LEAVE_MS));
    });
    assert.deepEqual(await trainer.ended, { status: 'completed' });
  });

  it('ends a trainer that never gets ready when it is stopped, however often', async () => {
    if (process.platform === 'win32') return;
    const trainer = start(`process.on('SIGTERM', () => undefined); setInterval(() => {}, 1e6);`);
    for (let i = 0; i < 5; i++) {
      trainer.stop();
      clock.advance(TERMINATE_MS / 4);
    }
    assert.match(failed(await trainer.ended).reason, /Stopped before it started/);
  });

  it('ends at once when it is killed', async () => {
    const trainer = start(`onCommand({ start: () => log('started') }); process.on('SIGTERM', () => undefined); ready();`);
    await log.logged('started');
    trainer.kill();
    assert.equal((await trainer.ended).status, 'interrupted');
  });

  it('ends a trainer that is stopped before it was ready, without waiting for it', async () => {
    const trainer = start('setInterval(() => undefined, 1000);');
    trainer.stop();
    assert.notEqual((await trainer.ended).status, 'completed');
    assert.deepEqual(log.events, []);
    assert.equal(clock.pending, 0);
  });

  it('refuses a trainer of another protocol version and names both', async () => {
    const { reason } = await failureOf(`
      onCommand({ start: () => log('started all the same') });
      process.send({ type: 'ready', protocolVersion: 999 });`);
    assert.match(reason, /999/);
    assert.match(reason, new RegExp(`\\b${PROTOCOL_VERSION}\\b`));
    assert.deepEqual(log.events, []);
  });

  it('gives up on a trainer that says nothing', async () => {
    const trainer = start('setInterval(() => undefined, 1000);');
    clock.advance(READY_MS);
    assert.match(failed(await trainer.ended).reason, /20 s/);
  });

  it('says how a trainer ended that was never ready', async () => {
    const { reason, stderrTail } = await failureOf(`throw new Error('no engine for this machine');`);
    assert.match(reason, /exit code 1/);
    assert.match(stderrTail, /no engine for this machine/);
  });

  it('says that the trainer file is missing', async () => {
    const trainer = startTrainer({
      trainerFile: trainers.write('').replace('.cjs', '.missing.cjs'),
      command: { type: 'start', request },
      onEvent: log.add,
      clock,
    });
    assert.match(failed(await trainer.ended).stderrTail, /Cannot find module/);
  });

  it('tells a crash in the middle of a run by its signal and by what was printed', async () => {
    const { reason, stderrTail, crashed } = await failureOf(`
      onCommand({ start: () => process.stderr.write('free(): invalid pointer\\n', () => process.kill(process.pid, 'SIGABRT')) });
      ready();`);
    if (process.platform !== 'win32') assert.match(reason, /SIGABRT/);
    assert.match(stderrTail, /invalid pointer/);
    assert.ok(crashed || process.platform === 'win32');
  });

  it('tells a trainer that was ended from outside by the signal and by what was printed', async () => {
    if (process.platform === 'win32') return;
    const outcome = await start(`
      onCommand({ start: () => process.stderr.write('half an epoch\\n', () => process.kill(process.pid, 'SIGKILL')) });
      ready();`).ended;
    assert.ok(outcome.status === 'interrupted');
    assert.match(outcome.reason, /SIGKILL/);
    assert.match(outcome.stderrTail, /half an epoch/);
  });

  it('gives the message of a run that failed as the reason', async () => {
    const body = (cause: string): string => `
      onCommand({ start: () => { say({ type: 'runFailed', message: 'the labels are damaged', cause: '${cause}' }); finish(); } });
      ready();`;
    assert.equal((await failureOf(body('training'))).reason, 'the labels are damaged');
    assert.equal((await failureOf(body('training'))).refused, false);
    assert.equal((await failureOf(body('parameters'))).refused, true);
    assert.equal(log.types.at(-1), 'runFailed');
  });

  it('is not disturbed by what a trainer prints', async () => {
    const trainer = start(`
      onCommand({ start: () => {
        process.stdout.write('{"type":"runEnded","status":"stopped"}\\n'.repeat(3000));
        process.stderr.write(Buffer.alloc(100000, 0xff));
        ended('completed');
        finish();
      } });
      ready();`);
    assert.deepEqual(await trainer.ended, { status: 'completed' });
    assert.deepEqual(log.types, ['runEnded']);
  });

  it('keeps the end of what a failing trainer printed', async () => {
    const { stderrTail } = await failureOf(`process.stderr.write('x'.repeat(20000) + '\\nlast words\\n', () => process.exit(3));`);
    assert.ok(stderrTail.length <= 4096, `${stderrTail.length} characters`);
    assert.ok(stderrTail.endsWith('last words'));
  });

  for (const message of [`'garbage'`, '5', 'null', '[]', '{}', '{ type: 7 }']) {
    it(`fails a run whose trainer sends ${message}`, async () => {
      const { reason } = await failureOf(`onCommand({ start: () => process.send(${message}) }); ready();`);
      assert.match(reason, /no message/);
      assert.deepEqual(log.events, []);
    });
  }

  it('fails a trainer that begins with anything else than ready', async () => {
    assert.match((await failureOf(`log('hello'); setInterval(() => undefined, 1000);`)).reason, /"logged" instead of "ready"/);
  });

  it('fails a trainer that closes its channel before the run is over', async () => {
    assert.match((await failureOf(`onCommand({ start: () => finish() }); ready();`)).reason, /unexpectedly/);
  });
});

function failed(outcome: RunOutcome): RunFailure {
  if (outcome.status !== 'failed') throw assert.fail(`expected a failure, got ${outcome.status}`);
  return outcome;
}
