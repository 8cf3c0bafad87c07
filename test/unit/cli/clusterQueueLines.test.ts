import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { clusterQueueLines } from '../../../src/cli/clusterQueueLines';
import type { RunsOption } from '../../../src/cli/runsOption';
import { plainStyle } from '../../../src/cli/textSink';
import type { ClusterPlan } from '../../../src/cluster/clusterPlan';
import type { ClusterTask } from '../../../src/cluster/clusterTask';
import { defaultParameters } from '../../../src/contract/parameters';
import { listRuns } from '../../../src/runFolder/listRuns';
import { thisProcess } from '../../../src/runFolder/owner';
import type { RunOverview } from '../../../src/runFolder/readRun';
import { divergedInWords } from '../../../src/wording/divergence';
import { writeRun } from '../runFolder/writtenRun';

describe('the queue of a cluster', () => {
  const idOf = (place: number): string => `20260101-${String(place).padStart(6, '0')}-aaaa`;
  const planOf = (count: number): ClusterPlan => {
    const runs = Array.from({ length: count }, (_, seed) => ({
      id: idOf(seed),
      parameters: { ...defaultParameters, seed },
      engine: 'wasm' as const,
      threads: 1,
      design: 'sweeps/20260101-000000-bbbb',
    }));
    const folder = '/nowhere/.digits/sweeps/20260101-000000-bbbb';
    return {
      id: '20260101-000000-bbbb',
      design: 'sweeps/20260101-000000-bbbb',
      folder,
      file: '',
      runsFolder: '',
      runs,
      counted: [...runs.keys()],
    };
  };
  const taskOf = (place: number, more: Partial<ClusterTask>): ClusterTask => ({
    runId: idOf(place),
    place,
    job: { name: 'digits-20260101-000000-bbbb-0', jobId: 7 },
    task: place,
    phase: 'waiting',
    state: 'PENDING (Priority)',
    exit: undefined,
    restarts: 0,
    nodes: '',
    isUnanswered: false,
    refusal: undefined,
    isDismissed: false,
    ...more,
  });
  const linesOf = (
    tasks: readonly ClusterTask[],
    columns = 80,
    runs: readonly RunOverview[] = [],
    options: RunsOption = {},
  ): Promise<string[]> =>
    clusterQueueLines({ cluster: { designs: [{ plan: planOf(tasks.length), tasks }], problem: undefined, broken: [] }, runs }, options, {
      isTerminal: true,
      columns,
      style: plainStyle,
    });

  it('can be read with ten thousand tasks: what waits is counted, what runs and what went wrong is listed up to a bound', async () => {
    const tasks = Array.from({ length: 10_000 }, (_, place) => {
      if (place < 234) return taskOf(place, { phase: 'running', state: 'RUNNING', nodes: `n${place}`, restarts: place === 0 ? 2 : 0 });
      if (place < 257) return taskOf(place, { phase: 'over', state: 'TIMEOUT (TimeLimit)', exit: { code: 0, signal: 15 } });
      return taskOf(place, place < 300 ? { state: 'PENDING (JobArrayTaskLimit)' } : {});
    });
    const lines = await linesOf(tasks);
    assert.ok(lines.length < 45, lines.join('\n'));
    for (const line of lines) assert.ok(line.length <= 80, line);
    assert.equal(
      lines.slice(0, 2).join(' '),
      'Sweep 20260101-000000-bbbb on Slurm: 0 of 10,000 done, 234 running, 9,743 waiting, 23 ended without a result',
    );
    assert.match(lines[2]!, /^ {2}▸ 20260101-000000-aaaa {2}seed 0 +RUNNING on n0 · begun again 2 times$/);
    assert.equal(lines[22], '    and 214 more');
    assert.deepEqual(lines.slice(23, 28), [
      '     43 tasks  PENDING (JobArrayTaskLimit)',
      '               As many tasks of this plan run as it lets at once (throttle).',
      '  9,700 tasks  PENDING (Priority)           Others are before it.',
      '  × 23 tasks TIMEOUT (TimeLimit): Its time was over. Submit it again, with',
      '    more minutes if it has hardly begun. Its run had not begun.',
    ]);
    assert.ok(lines.includes('    and 13 more'));
    assert.match(lines.slice(-2).join(' '), /dismiss PLAN/);
  });

  it('says that a task was killed as soon as it was, and counts a run that has diverged as done only', async () => {
    const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-queue-'));
    try {
      const killed = writeRun(runs, { id: idOf(0), events: all => all.slice(0, 4) });
      const owner = { ...thisProcess(), slurm: { cluster: null, job: '7_0', restarts: 0 } };
      writeFileSync(path.join(killed, 'owner.json'), JSON.stringify(owner));
      writeRun(runs, {
        id: idOf(1),
        events: all => [
          ...all.slice(0, 4),
          { time: all[3]!.time, type: 'runFailed', message: divergedInWords(1, 3, 0.1), cause: 'training' },
        ],
      });
      const tasks = [
        taskOf(0, { phase: 'over', state: 'OUT_OF_MEMORY' }),
        taskOf(1, { phase: 'over', state: 'FAILED', exit: { code: 3, signal: 0 } }),
      ];
      const overviews = (await listRuns(runs)).runs;
      assert.deepEqual(overviews.map(({ status }) => status).toSorted(), ['failed', 'running']);
      const [head, trouble] = await linesOf(tasks, 200, overviews);
      assert.equal(head, 'Sweep 20260101-000000-bbbb on Slurm: 1 of 2 done, 1 ended without a result');
      assert.match(trouble!, /× 1 task OUT_OF_MEMORY: .*taken for one at work for a minute/);
    } finally {
      rmSync(runs, { recursive: true });
    }
  });

  it('counts what will not begin by itself once, and names the folder of the runs in what it advises', async () => {
    const stuck = [taskOf(0, { state: 'PENDING (PartitionTimeLimit)' }), taskOf(1, { state: 'PENDING (launch failed requeued held)' })];
    const lines = await linesOf([...stuck, taskOf(2, {})], 200, [], { runs: 'my runs' });
    assert.equal(lines[0], 'Sweep 20260101-000000-bbbb on Slurm: 0 of 3 done, 1 waiting, 2 not beginning by themselves');
    for (const words of ['PartitionTimeLimit', 'launch failed', 'Priority']) assert.equal(lines.join('\n').split(words).length, 2, words);
    assert.equal(lines.at(-1), "digits queue --runs 'my runs' cancel ID takes it from the cluster.");
    const ended = taskOf(2, { phase: 'over', state: 'TIMEOUT' });
    assert.match((await linesOf([stuck[0]!, ended], 200)).at(-1)!, /^digits queue cancel ID takes it .*, log ID says more, requeue ID/);
  });

  it('tells of what was planned only beside what was submitted, and not as waiting', async () => {
    const planned = taskOf(0, { phase: 'planned', state: '' });
    assert.deepEqual(await linesOf([planned]), []);
    const [head, ...lines] = await linesOf([planned, taskOf(1, {})], 200);
    assert.equal(head, 'Sweep 20260101-000000-bbbb on Slurm: 0 of 2 done, 1 waiting, 1 not submitted');
    assert.match(lines.join('\n'), /1 task {2}not submitted yet +Its batch script is written and can be read; Slurm does not have it\./);
  });

  it('says what a task does that has a node and stands still', async () => {
    const lines = await linesOf([taskOf(0, { phase: 'running', state: 'SUSPENDED', nodes: 'n1' })], 200);
    assert.match(lines[1]!, /SUSPENDED on n1 · It stands still so that another job can run/);
  });

  it('says once that sbatch has refused', async () => {
    const lines = await linesOf([taskOf(0, { phase: 'refused', state: '', refusal: 'sbatch refused: Invalid account.' })], 200);
    assert.equal(lines[1], '  × 1 task refused by sbatch: Invalid account.');
  });

  it('says nothing of what is done with, or was dismissed', async () => {
    assert.deepEqual(await linesOf([taskOf(0, { phase: 'over', state: 'FAILED', isDismissed: true })]), []);
  });
});
