import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { defaultParameters } from '../../../src/contract/parameters';
import { thisProcess, type Owner } from '../../../src/runFolder/owner';
import { OWNER_CHECK_MS, OwnRuns, type RememberedRun } from '../../../src/runs/ownRuns';
import type { QueuedRun } from '../../../src/runs/queue';
import { until } from '../../until';
import { FakeClock } from '../util/fakeClock';

describe('OwnRuns', () => {
  let clock: FakeClock;
  let kept: readonly RememberedRun[];
  let own: OwnRuns;
  let other: ChildProcess | undefined;
  beforeEach(() => {
    clock = new FakeClock();
    kept = [];
    own = open();
  });
  afterEach(async () => {
    own.dispose();
    if (other?.kill('SIGKILL')) await once(other, 'exit');
    other = undefined;
  });

  const open = (): OwnRuns => new OwnRuns({ read: () => kept, write: runs => void (kept = runs) }, clock);
  const queued = (id: string): QueuedRun => ({
    id,
    parameters: defaultParameters,
    labels: {},
    parent: null,
    threads: null,
    engine: null,
    addedAt: '',
  });
  const remembered = (id: string, owner: Owner): RememberedRun => ({ ...queued(id), runsFolder: '/runs', owner });
  const ids = (): string[] => own.all.map(({ id }) => id);
  /** Another process of this machine, as it would sign. */
  const anotherWindow = async (): Promise<Owner> => {
    other = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => undefined, 1000)'], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(other.stdout!, 'data');
    return { ...thisProcess(), pid: other.pid!, processStart: null };
  };

  it('are kept until they have ended', () => {
    own.add(queued('a'), '/runs');
    own.add(queued('b'), '/runs');
    own.remove('a');
    own.remove('a');
    assert.deepEqual(ids(), ['b']);
    assert.deepEqual(
      kept.map(({ id, runsFolder, owner }) => [id, runsFolder, owner?.pid]),
      [['b', '/runs', process.pid]],
    );
  });

  it('are not taken over when this process has begun them itself meanwhile, nor twice', async () => {
    const gone = { ...thisProcess(), pid: spawnSync(process.execPath, ['-e', '']).pid };
    kept = [remembered('a', gone), remembered('b', gone)];
    const taking = [own.takeOver(() => undefined), own.takeOver(() => undefined)];
    own.add(queued('a'), '/elsewhere');
    await Promise.all(taking);
    assert.deepEqual(
      new Map(own.all.map(({ id, runsFolder, owner }) => [id, [runsFolder, owner?.pid === process.pid]])),
      new Map([
        ['a', ['/elsewhere', true]],
        ['b', ['/runs', false]],
      ]),
    );
  });

  it('are taken over from a process that is gone', async () => {
    const gone = { ...thisProcess(), pid: spawnSync(process.execPath, ['-e', '']).pid };
    kept = [remembered('a', gone)];
    await own.takeOver(() => assert.fail('it was there at once'));
    assert.deepEqual(ids(), ['a']);
    assert.equal(clock.pending, 0);
  });

  it('are not those of another window, and do not make it forget them', async () => {
    kept = [remembered('theirs', await anotherWindow())];
    await own.takeOver(() => assert.fail('it is still there'));
    assert.deepEqual(ids(), []);
    own.add(queued('mine'), '/runs');
    assert.deepEqual(
      kept.map(({ id }) => id),
      ['theirs', 'mine'],
    );
  });

  it('are taken over when the process that trained them, about to end, is gone', async () => {
    kept = [remembered('a', await anotherWindow())];
    let isTaken = false;
    void own.takeOver(() => (isTaken = true));
    const ended = once(other!, 'exit');
    other!.kill('SIGKILL');
    await ended;
    // Looking takes its time; so it is begun when the first look has set the timer for the next.
    await until({ isSo: () => clock.pending > 0, seen: ids });
    clock.advance(OWNER_CHECK_MS);
    await until({ isSo: () => isTaken, seen: ids });
    assert.deepEqual(ids(), ['a']);
    assert.equal(clock.pending, 0);
  });

  it('are not looked for any more when the window is gone', async () => {
    kept = [remembered('a', await anotherWindow())];
    await own.takeOver(() => assert.fail('nobody is there to take over'));
    own.dispose();
    assert.equal(clock.pending, 0);
  });
});
