import assert from 'node:assert/strict';
import { parseValue } from '../../../../src/contract/formats/parse';
import { slurmLedger } from '../../../../src/contract/formats/slurm';
import { arrayJobs, roundOf, sharedThrottle } from '../../../../src/cluster/slurm/arrayJobs';
import { checkPlanFolder, jobOfLog, logFile } from '../../../../src/cluster/slurm/folders';
import { countTasks, listOfTasks, tasksOf } from '../../../../src/cluster/slurm/taskRanges';

const plan = '20260131-120000-abcd';
const upTo = (count: number): number[] => Array.from({ length: count }, (_, run) => run);

describe('lists of tasks', () => {
  it('are as short as they can be, and read again', () => {
    for (const [tasks, text] of [
      [[0], '0'],
      [[0, 1, 2], '0-2'],
      [[0, 2, 3, 4, 9], '0,2-4,9'],
    ] as const) {
      assert.equal(listOfTasks(tasks), text);
      assert.deepEqual([...tasksOf(text)], tasks);
      assert.equal(countTasks(text), tasks.length);
    }
  });

  it('may have steps and a throttle', () => {
    assert.deepEqual([...tasksOf('0-9:3,20%4')], [0, 3, 6, 9, 20]);
    assert.equal(countTasks('0-9:3,20%4'), 5);
    assert.equal(countTasks('5-2'), 0);
  });
});

describe('the arrays of a plan', () => {
  it('are one where the cluster lets, and several where it does not', () => {
    assert.deepEqual(arrayJobs({ plan, runs: upTo(12), round: 1 }, 1001), [{ name: `digits-${plan}-0`, offset: 0, tasks: '0-11' }]);
    assert.deepEqual(
      arrayJobs({ plan, runs: upTo(10_000), round: 1 }, 2001).map(({ offset, tasks }) => [offset, tasks]),
      [
        [0, '0-2000'],
        [2001, '0-2000'],
        [4002, '0-2000'],
        [6003, '0-2000'],
        [8004, '0-1995'],
      ],
    );
  });

  it('have each run once, none with a number that the cluster does not take', () => {
    const runs = upTo(5000).filter(run => run % 7 !== 3);
    const jobs = arrayJobs({ plan, runs, round: 2 }, 1001);
    assert.deepEqual(
      jobs.flatMap(({ offset, tasks }) => Array.from(tasksOf(tasks), task => offset + task)),
      runs,
    );
    for (const { tasks } of jobs) assert.ok([...tasksOf(tasks)].every(task => task < 1001));
    assert.equal(jobs[1]!.name, `digits-${plan}-1001-r2`);
  });

  it('are not more than are kept', () => {
    assert.throws(() => arrayJobs({ plan, runs: upTo(1001), round: 1 }, 1), /1001 runs are 1001 arrays of this cluster/);
  });

  it('together keep to the throttle', () => {
    assert.deepEqual(sharedThrottle(50, 4), [13, 13, 12, 12]);
    assert.throws(() => sharedThrottle(3, 4), /The throttle: found 3; expected at least 4, one for each array/);
    assert.deepEqual(sharedThrottle(50, 4, 30), [5, 5, 5, 5]);
    assert.deepEqual(sharedThrottle(50, 4, 49), [1, 1, 1, 1], 'each gets one');
  });

  it('name their round', () => {
    for (const round of [1, 2, 31]) assert.equal(roundOf(arrayJobs({ plan, runs: [7], round }, 5)[0]!.name), round);
  });
});

describe('what is kept of submissions', () => {
  it('names jobs of its plan alone, each once', () => {
    const job = { name: `digits-${plan}-0`, offset: 0, tasks: '0-9', throttle: null, submission: { type: 'planned' } };
    const read = (...jobs: object[]): unknown => parseValue(slurmLedger, { schemaVersion: 1, plan, jobs }, 'jobs.json');
    read(job, { ...job, name: `digits-${plan}-0-r2` });
    const many = (count: number): object[] => upTo(count).map(i => ({ ...job, name: `digits-${plan}-0-r${i + 2}` }));
    read(...many(2000));
    assert.throws(() => read(...many(2001)), /expected a shorter list/);
    assert.throws(() => read({ ...job, name: 'digits-20260131-120000-efgh-0' }), /expected jobs that have the plan's id in their names/);
    assert.throws(() => read(job, job), /expected jobs whose names are all different/);
    read({ ...job, dismissed: '0,3-5' });
    for (const tasks of ['3,2', '0-3,3', '5-2', '0-9:0', '0-3%2'])
      assert.throws(
        () => read({ ...job, tasks }),
        /jobs\[0\]\.tasks: found .*; expected tasks of an array, ascending and each of them once/,
      );
    assert.throws(() => read({ ...job, tasks: '0-9;id' }), /jobs\[0\]\.tasks: found "0-9;id"; expected tasks of an array/);
  });
});

describe('the logs of tasks', () => {
  it('name their job', () => {
    const name = `digits-${plan}-0`;
    const [, , file] = logFile(name, 42, 7).split('/');
    assert.equal(jobOfLog(file!, name), 42);
    for (const other of [`${name}-r2.42_7.log`, `${name}.42_7.log~`, `${name}.x_7.log`, 'a'])
      assert.equal(jobOfLog(other, name), undefined);
  });

  it('need a folder that Slurm takes as it is', () => {
    checkPlanFolder(`/users/ada/a b's "x" $y #ü`);
    for (const folder of ['/a%j', '/a\\b', 'a', '/a\nb'])
      assert.throws(() => checkPlanFolder(folder), /The plan's folder: found .* Move the plan\./);
  });
});
