import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, watch } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROTOCOL_VERSION } from '../../../src/contract/trainer';
import { defaultParameters } from '../../../src/contract/parameters';
import { Lab, type LabRun } from '../../../src/runs/lab';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import { READY_MS, TERMINATE_MS } from '../../../src/runs/trainerProcess';
import { FakeClock } from './fakeClock';
import { FakeTrainers } from './fakeTrainer';

describe('Lab, with a trainer that', () => {
  const trainers = new FakeTrainers();
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-bad-'));
  let lab: Lab | undefined;
  let clock: FakeClock;
  let kept: readonly RememberedRun[];
  beforeEach(() => {
    clock = new FakeClock();
    kept = [];
  });
  afterEach(() => lab?.dispose());
  after(() => {
    trainers.dispose();
    rmSync(home, { recursive: true });
  });

  /** Starts a run with a trainer that does what the script says; gives its id and what comes out. */
  async function begin(body: string): Promise<{ id: string; ended: Promise<LabRun> }> {
    const folder = mkdtempSync(path.join(home, 'place-'));
    const opened = new Lab({
      places: [{ runsFolder: path.join(folder, 'runs'), queueFile: path.join(folder, 'queue.json') }],
      trainerFile: trainers.write(body),
      memory: { read: () => [], write: runs => void (kept = runs) },
      settings: () => ({ maxConcurrentRuns: 1 }),
      clock,
    });
    lab = opened;
    await opened.refresh();
    const over = new Promise<LabRun>(resolve => opened.onEnded(({ id: one }) => resolve(opened.find(one)!)));
    const id = await opened.train({ parameters: defaultParameters });
    return { id, ended: over };
  }

  for (const [what, body, reason] of [
    ['ends before it is ready', `process.stderr.write('no such library\\n', () => process.exit(3));`, /unexpectedly with exit code 3/],
    [
      'crashes before it is ready',
      `process.stderr.write('no such library\\n', () => process.abort());`,
      /unexpectedly with signal SIGABRT/,
    ],
    ['does not even load', `console.error('no such library'); require('./nothing.cjs');`, /unexpectedly with exit code 1/],
    [
      'speaks another version of the protocol',
      `console.error('no such library'); process.send({ type: 'ready', protocolVersion: ${PROTOCOL_VERSION + 1} });`,
      new RegExp(`it speaks version ${PROTOCOL_VERSION + 1}, this side version ${PROTOCOL_VERSION}\\). Install Digits Lab again`),
    ],
    [
      'says what is no message',
      `console.error('no such library'); ready(); onCommand({ start: () => process.send(['garbage']) });`,
      /what is no message: \["garbage"\]/,
    ],
    ['begins with something else', `console.error('no such library'); log('hello');`, /began with "logged" instead of "ready"/],
    [
      'crashes when it is told to start',
      `ready(); onCommand({ start: () => process.stderr.write('no such library\\n', () => process.abort()) });`,
      /signal SIGABRT/,
    ],
  ] as const) {
    it(`${what}: the run has failed, and says why and what the trainer wrote last`, async () => {
      const { id, ended } = await begin(body);
      const run = await ended;
      assert.equal(run.id, id);
      assert.equal(run.status, 'failed');
      assert.match(run.reason ?? '', reason);
      assert.match(run.stderrTail, /no such library/);
      assert.equal(run.isOwn, false);
      assert.deepEqual(kept, [], 'it is not begun again at the next start');
      assert.deepEqual(
        lab?.runs.map(one => one.id),
        [id],
      );
    });
  }

  it('hangs: it is ended when its time is over, and the run has failed', async function () {
    if (process.platform === 'win32') this.skip();
    const file = path.join(home, 'hanging');
    const { ended } = await begin(
      `process.on('SIGTERM', () => undefined);
       console.error('waiting for a library');
       require('node:fs').writeFileSync(${JSON.stringify(file)}, '');
       setInterval(() => undefined, 1000);`,
    );
    await written(file);
    clock.advance(READY_MS);
    clock.advance(TERMINATE_MS);
    const run = await ended;
    assert.equal(run.status, 'failed');
    assert.match(run.reason ?? '', /did not answer within 20 s/);
    assert.match(run.stderrTail, /waiting for a library/);
  });

  it('prints garbage: what it prints does no harm', async () => {
    const { ended } = await begin(
      `process.stdout.write('\\0\\uFFFD{"type":"runEnded"}\\n'.repeat(1000));
       ready();
       onCommand({ start: () => { say({ type: 'runFailed', cause: 'data', message: 'There are no images.' }); finish(); } });`,
    );
    assert.equal((await ended).reason, 'There are no images.');
  });

  it('ends the next run too: what waits has its turn', async () => {
    const { id } = await begin(`process.exit(4);`);
    const second = await lab!.train({ parameters: { ...defaultParameters, seed: 1 } });
    await new Promise<void>(resolve => lab!.onEnded(outcome => outcome.id === second && resolve()));
    for (const one of [id, second]) assert.equal(lab!.find(one)?.status, 'failed');
    assert.deepEqual(lab!.queued, []);
  });
});

/** Settles when a file is there. */
async function written(file: string): Promise<void> {
  const watcher = watch(path.dirname(file));
  try {
    while (!existsSync(file)) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
}
