import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ClusterWait } from '../../../src/cli/clusterWait';
import type { Cli } from '../../../src/cli/context';
import { endsOfRuns } from '../../../src/cli/endsOfRuns';
import { outputTo } from '../../../src/cli/output';
import { plainStyle } from '../../../src/cli/textSink';
import { waitForCluster } from '../../../src/cli/waitForCluster';
import type { ClusterSnapshot } from '../../../src/cluster/clusterQueue';
import type { ClusterTask } from '../../../src/cluster/clusterTask';
import { isAwaited } from '../../../src/cluster/taskInWords';
import { SlurmError } from '../../../src/cluster/slurm/slurmError';
import { until } from '../../until';
import { aTask } from '../cluster/aTask';
import { planOf, snapshotOf } from '../ui/cluster/clusterTasks';
import { FakeClock } from '../util/fakeClock';
import { writeRun } from '../runFolder/writtenRun';
import { Collected } from './testCli';

describe('waiting for a cluster', () => {
  const plan = planOf(1);
  const over = aTask({ phase: 'over', state: 'COMPLETED' });
  const held = aTask({ phase: 'waiting', state: 'PENDING (BadConstraints)', nodes: '' });
  const problem = new SlurmError('unreachable', 'Slurm does not answer.');
  const unread: ClusterSnapshot = { designs: [], problem: undefined, broken: [{ folder: plan.folder, reason: 'jobs.json: no JSON.' }] };
  let folder: string;
  let clock: FakeClock;
  let err: Collected;
  let answers: ClusterSnapshot[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-wait-'));
    mkdirSync(path.join(folder, '.digits', 'runs'), { recursive: true });
    clock = new FakeClock();
    err = new Collected();
    answers = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Gives one answer after the other; the last one stays. */
  const queue = { look: () => Promise.resolve(answers.length > 1 ? answers.shift()! : answers[0]!) };
  const cliOf = (): Cli => ({
    output: outputTo({ out: new Collected(), err, isTerminal: false, columns: 80, style: plainStyle }),
    cwd: folder,
    environment: {},
    trainerFile: '',
    importerFile: '',
    onInterrupt: () => ({ exitCode: undefined, dispose: () => undefined }),
    exitCode: 0,
  });
  const waitOf = (): ClusterWait => new ClusterWait(queue, cliOf(), () => undefined, clock);
  /** Lets time pass until it has settled. */
  async function settled<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const end = work.finally(() => (isOver = true));
    end.catch(() => undefined);
    await until({
      isSo: () => {
        if (!isOver) clock.advance(1000);
        return isOver;
      },
      seen: () => [clock.now, err.text],
    });
    return end;
  }
  const untilNothing = (wait: ClusterWait): Promise<number | undefined> =>
    wait.until(
      ({ designs }) => !designs.some(({ tasks }) => tasks.some(isAwaited)),
      ({ snapshot }) => {
        for (const design of snapshot.designs) wait.setAwaited(design.plan.folder, design.tasks.some(isAwaited));
        return Promise.resolve();
      },
    );

  it('gives what Slurm says when it answers again, not what was known before', async () => {
    const known = snapshotOf([over]);
    answers = [snapshotOf([aTask({ phase: 'unknown' })], { problem }), known];
    const wait = waitOf();
    assert.equal(await settled(wait.lookUntilAnswered()), known);
    assert.equal(err.text.includes('Slurm answers again.'), true, err.text);
    wait.dispose();
  });

  it('does not end while a plan that is waited for cannot be read, and says so once', async () => {
    answers = [snapshotOf([aTask()]), unread, { ...unread }, snapshotOf([aTask()]), snapshotOf([over])];
    const wait = waitOf();
    await wait.look();
    assert.equal(await settled(untilNothing(wait)), undefined);
    assert.deepEqual(answers.length, 1);
    assert.equal(err.text.split('jobs.json: no JSON.').length, 2, err.text);
    wait.dispose();
  });

  it('fails where the files of such a plan are gone', async () => {
    answers = [snapshotOf([aTask()]), { designs: [], problem: undefined, broken: [] }];
    const wait = waitOf();
    await wait.look();
    await assert.rejects(settled(untilNothing(wait)), /its files are gone\. Its tasks go on/);
    wait.dispose();
  });

  const waited = async (...snapshots: ClusterSnapshot[]): Promise<boolean> => {
    answers = snapshots;
    const { exitCode, isTroubled } = await settled(waitForCluster({}, cliOf(), queue, clock));
    assert.equal(exitCode, undefined);
    return isTroubled;
  };
  const endedRun = (task: ClusterTask): string => writeRun(path.join(folder, '.digits', 'runs'), { id: task.runId });

  it('is in trouble where a plan cannot be read, or only what does not go on is left, of which it says why', async () => {
    endedRun(over);
    assert.equal(await waited(snapshotOf([aTask()]), snapshotOf([over])), false);
    assert.equal(await waited(unread), true);
    const other = { ...held, runId: '20260103-000001-aaaa' };
    assert.equal(await waited(snapshotOf([held, other])), true);
    assert.match(err.text, /^2 tasks PENDING \(BadConstraints\): No node has what it asks for/m);
  });

  it('looks again for the end of a run whose task says that all went well', async () => {
    const find = endsOfRuns([over], path.join(folder, '.digits', 'runs'), clock);
    await until({ isSo: () => clock.pending > 0, seen: () => clock.pending });
    endedRun(over);
    assert.equal((await settled(find))(over.runId)?.status, 'completed');
  });

  it('gives up after a minute', async () => {
    const find = await settled(endsOfRuns([over], path.join(folder, '.digits', 'runs'), clock));
    assert.equal(find(over.runId), undefined);
    assert.equal(clock.now >= 60_000, true);
  });
});
