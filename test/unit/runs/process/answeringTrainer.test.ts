import assert from 'node:assert/strict';
import type { TrainerRequest } from '../../../../src/contract/trainer';
import { AnsweringTrainer } from '../../../../src/runs/process/answeringTrainer';
import { LEAVE_MS, READY_MS, TERMINATE_MS } from '../../../../src/runs/process/trainerChild';
import { until } from '../../../until';
import { FakeClock } from '../../util/fakeClock';
import { FakeTrainers } from '../fakeTrainer';

const facts = { instructionSet: 'avx2', numericsVersion: 1, bundleSha256: 'a'.repeat(64) };
const check: TrainerRequest & { type: 'checkEngine' } = { type: 'checkEngine', engine: 'onnx' };
const evaluate: TrainerRequest & { type: 'evaluate' } = { type: 'evaluate', folder: '/runs/x' };

/** What a script answers with. */
const answering = `
  const facts = { instructionSet: 'avx2', numericsVersion: 1, bundleSha256: 'a'.repeat(64) };
  const answer = (id, body = { version: '1.0', durationMs: id, ...facts }) => process.send({ type: 'answer', id, body });
  const leave = { stop: () => finish() };
`;

describe('a trainer process that is asked', () => {
  const trainers = new FakeTrainers();
  const running: AnsweringTrainer[] = [];
  let clock: FakeClock;
  let lines: string[];
  beforeEach(() => {
    clock = new FakeClock();
    lines = [];
  });
  afterEach(async () => {
    for (const trainer of running) trainer.kill();
    await Promise.all(running.splice(0).map(trainer => trainer.ended));
    assert.equal(clock.pending, 0);
  });
  after(() => trainers.dispose());

  const start = (body: string): AnsweringTrainer => {
    const trainer = new AnsweringTrainer({ trainerFile: trainers.write(answering + body), log: line => lines.push(line), clock });
    running.push(trainer);
    return trainer;
  };
  const logged = (count: number): Promise<void> => until({ isSo: () => lines.length >= count, seen: () => lines });
  const failed = (message: string | RegExp): { name: string; message: string | RegExp } => ({ name: 'RequestError', message });

  it('answers several requests at a time, in its own order', async () => {
    const trainer = start(`
      const ids = [];
      onCommand({ ...leave, request: ({ id }) => { if (ids.push(id) === 3) for (const one of ids.reverse()) answer(one); } });
      ready();`);
    const answers = await Promise.all([trainer.ask(check), trainer.ask(check), trainer.ask(check)]);
    assert.deepEqual(
      answers.map(({ durationMs }) => durationMs),
      [1, 2, 3],
    );
    assert.equal((await trainer.close()).reason, 'The trainer was closed.');
    assert.deepEqual(lines, []);
  });

  it('passes over answers that come twice, late or to nothing', async () => {
    const trainer = start(`
      onCommand({ ...leave, request: ({ id }) => { answer(id + 7); answer(id); answer(id, null); answer(1, { version: 'late' }); } });
      ready();`);
    assert.deepEqual(await trainer.ask(check), { version: '1.0', durationMs: 1, ...facts });
    assert.deepEqual(await trainer.ask(check), { version: '1.0', durationMs: 2, ...facts });
    await logged(6);
    assert.deepEqual(
      lines.map(line => /\((\d)\) that (was never|is not)/.exec(line)?.slice(1)),
      [
        ['8', 'was never'],
        ['1', 'is not'],
        ['1', 'is not'],
        ['9', 'was never'],
        ['2', 'is not'],
        ['1', 'is not'],
      ],
    );
    await trainer.close();
  });

  it('may give a reason instead of an answer, and goes on', async () => {
    const trainer = start(`
      onCommand({ ...leave, request: ({ id }) => (id === 1 ? process.send({ type: 'answer', id, error: 'It does not work here.' }) : answer(id)) });
      ready();`);
    await assert.rejects(trainer.ask(check), failed('It does not work here.'));
    assert.equal((await trainer.ask(check)).version, '1.0');
    await trainer.close();
  });

  it('fails a request whose answer is not one, and only that', async () => {
    const trainer = start(`onCommand({ ...leave, request: ({ id }) => answer(id, id === 1 ? { version: 5 } : undefined) }); ready();`);
    const [wrong, right] = [trainer.ask(check), trainer.ask(check)];
    await assert.rejects(wrong, failed('The answer of the trainer: version: found 5; expected text.'));
    assert.equal((await right).version, '1.0');
    await trainer.close();
  });

  it('passes over events, of which there is no run', async () => {
    const trainer = start(`onCommand({ ...leave, request: ({ id }) => { log('hello'); answer(id); } }); ready();`);
    assert.equal((await trainer.ask(check)).version, '1.0');
    await trainer.close();
  });

  for (const [what, death, reason] of [
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, /^The trainer ended unexpectedly with signal SIGKILL\.$/],
    ['crashes', `process.kill(process.pid, 'SIGSEGV')`, /^The trainer ended unexpectedly with signal SIGSEGV\.$/],
    ['exits', `process.exit(3)`, /^The trainer ended unexpectedly with exit code 3\.$/],
    ['closes its channel', `finish()`, /^The trainer ended unexpectedly with exit code 1\.$/],
    ['refuses everything', `say({ type: 'runFailed', message: 'no', cause: 'parameters' })`, /^no$/],
    ['sends garbage', `process.send('garbage')`, /^The trainer sent what is no answer: found "garbage"; expected /],
    [
      'sends an answer without an id',
      `process.send({ type: 'answer', body: 1 })`,
      /^The trainer sent what is no answer: id: it is missing/,
    ],
    [
      'sends an answer with a strange id',
      `process.send({ type: 'answer', id: '1' })`,
      /^The trainer sent what is no answer: id: found "1"/,
    ],
    ['sends what no version knows', `process.send({ type: 'inspected' })`, /^The trainer sent what is no answer: type: found "inspected"/],
  ] as const) {
    it(`that ${what} with requests open fails each of them with the reason, and later ones`, async () => {
      if (process.platform === 'win32' && what !== 'exits') return;
      const trainer = start(`
        let count = 0;
        onCommand({ request: () => { if (++count === 3) ${death}; } });
        ready();`);
      const open = [trainer.ask(check), trainer.ask(evaluate), trainer.ask(check)];
      for (const one of open) await assert.rejects(one, failed(reason));
      await assert.rejects(trainer.ask(check), failed(reason));
      const { crashed } = await trainer.ended;
      assert.equal(crashed, what === 'crashes');
      assert.deepEqual(lines, []);
    });
  }

  it('fails what it was asked before it was ready when it never gets ready', async () => {
    const trainer = start('setInterval(() => undefined, 1000);');
    const asked = trainer.ask(check);
    clock.advance(READY_MS);
    await assert.rejects(asked, failed('The trainer did not answer within 20 s.'));
  });

  it('fails what it was asked when its file is missing', async () => {
    const trainer = new AnsweringTrainer({ trainerFile: '/there/is/no/such/trainer.js', log: assert.fail, clock });
    await assert.rejects(trainer.ask(check), failed('The trainer ended unexpectedly with exit code 1.'));
    assert.match((await trainer.close()).output, /Cannot find module/);
  });

  it('fails what is open when it is closed, and is ended when it does not go', async () => {
    if (process.platform === 'win32') return;
    const trainer = start(`
      process.on('SIGTERM', () => undefined);
      onCommand({ request: ({ id }) => id === 1 && answer(id) });
      ready();`);
    await trainer.ask(check);
    const open = trainer.ask(check);
    const isClosed = trainer.close();
    clock.advance(LEAVE_MS);
    clock.advance(TERMINATE_MS);
    await assert.rejects(open, failed('The trainer was closed.'));
    assert.equal((await isClosed).crashed, false);
    assert.equal(await trainer.close(), await isClosed);
  });
});
