import assert from 'node:assert/strict';
import { startEvaluation, type EvaluationResult } from '../../../src/runs/evaluation';
import { eventsOfRun } from '../cli/events';
import { FakeTrainers } from './fakeTrainer';

const scores = eventsOfRun().flatMap(event => (event.type === 'evaluated' ? [event.scores] : []))[0]!;

describe('the evaluation of a model', () => {
  const trainers = new FakeTrainers();
  after(() => trainers.dispose());

  /** What comes of it when the process does that when it is asked. */
  const evaluate = (does: string): Promise<EvaluationResult> => {
    const body = `
      const answer = (id, body) => process.send({ type: 'answer', id, body });
      const scored = (...warnings) => ({ outcome: 'evaluated', scores: ${JSON.stringify(scores)}, warnings });
      onCommand({ stop: () => finish(), request: ({ id, body }) => { ${does} } });
      ready();`;
    return startEvaluation('/runs/x', { trainerFile: trainers.write(body), log: assert.fail }).result;
  };

  it('asks a process of its own', async () => {
    const result = await evaluate(`answer(id, body.type === 'evaluate' && body.folder === '/runs/x' && scored('slow'));`);
    assert.deepEqual(result, { outcome: 'evaluated', scores, warnings: ['slow'] });
  });

  it('tells what the process refuses', async () => {
    const result = await evaluate(`answer(id, { outcome: 'refused', reason: 'other images' });`);
    assert.deepEqual(result, { outcome: 'refused', reason: 'other images' });
  });

  it('tells why it failed, and what the process wrote', async () => {
    const result = await evaluate(`process.stderr.write('last words\\n', () => process.send({ type: 'answer', id, error: 'no model' }));`);
    assert.deepEqual(result, { outcome: 'failed', reason: 'no model', output: 'last words', crashed: false });
  });

  it('is made with WebAssembly when an engine takes its process down, and says so', async () => {
    if (process.platform === 'win32') return;
    const result = await evaluate(`body.engine === 'wasm' ? answer(id, scored('slow')) : process.kill(process.pid, 'SIGSEGV');`);
    assert.ok(result.outcome === 'evaluated');
    assert.match(result.warnings[0]!, /^The engine took its process down, so that WebAssembly computes.* signal SIGSEGV\.$/);
    assert.deepEqual(result.warnings.slice(1), ['slow']);
  });

  it('is not made again when the process was ended by something else', async () => {
    if (process.platform === 'win32') return;
    const result = await evaluate(`process.kill(process.pid, 'SIGKILL');`);
    assert.equal(result.outcome === 'failed' && result.reason, 'The trainer ended unexpectedly with signal SIGKILL.');
  });
});
