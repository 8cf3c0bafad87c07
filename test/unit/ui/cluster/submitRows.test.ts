import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/cluster/slurmExecutor';
import { submitRows } from '../../../../src/ui/cluster/submitRows';
import { planOf } from './clusterTasks';

const plan = planOf(12);
const request: Proposal['request'] = {
  minutes: 125,
  megabytes: 1024,
  cpus: 2,
  throttle: null,
  partition: null,
  account: null,
  qos: null,
  constraint: null,
  modules: [],
  container: null,
  graceSeconds: 60,
};
const proposal: Proposal = {
  plan,
  request,
  estimate: { minutes: 125, megabytes: 1024, estimate: { ms: 3_600_000, isGuess: false } },
  scripts: [`${plan.folder}/slurm/digits-${plan.id}-0.sh`],
  jobs: [{ name: `digits-${plan.id}-0`, tasks: '0-11', throttle: null }],
  tasks: 12,
  batch: { request, planFile: plan.file, runsFolder: plan.runsFolder, digits: ['/users/ada/bin/digits'] },
};

describe('the question whether a plan is to be submitted', () => {
  it('says what would be submitted, and where what is asked for comes from', () => {
    const rows = submitRows(proposal, {});
    assert.deepEqual(
      rows.map(({ label, description = '' }) => `${label}: ${description}`),
      [
        'Submit: 12 tasks in 1 array job · as many at a time as the cluster lets',
        `Show Script: digits-${plan.id}-0.sh`,
        'each task is given: ',
        'time: 2 hours 5 minutes',
        'memory: 1,024 MB',
        'processors: 2: the threads of each run, as the plan has them',
        'partition: the cluster’s own',
        'saved before its end: 60 seconds',
        'digits: /users/ada/bin/digits',
      ],
    );
    const detail = (label: string): string | undefined => rows.find(row => row.label === label)!.detail;
    assert.match(detail('time')!, /^Estimated with a margin: the longest run takes about 1h/);
    assert.equal(detail('memory'), 'Estimated from the network and the data');
  });

  it('has a row for whatever a person has said', () => {
    const settings = { minutes: 30, megabytes: 500, throttle: 4, partition: 'gpu', account: 'lab', modules: ['gcc', 'node'] };
    const container = { type: 'apptainer', image: 'digits.sif', mounts: [] } as const;
    const rows = submitRows({ ...proposal, request: { ...request, ...settings, container } }, settings);
    const described = (label: string): string | undefined => rows.find(row => row.label === label)?.description;
    assert.equal(described('Submit'), '12 tasks in 1 array job · 4 at a time');
    assert.deepEqual(['time', 'partition', 'account', 'modules', 'container'].map(described), [
      '30 minutes',
      'gpu',
      'lab',
      'gcc, node',
      'apptainer: digits.sif',
    ]);
    assert.equal(rows.find(({ label }) => label === 'time')!.detail, undefined);
    const opened = rows.flatMap(row => (row.row === 'setting' ? [row.setting] : []));
    assert.ok(opened.includes('digitsLab.slurm.minutes') && opened.includes('digitsLab.slurm.container'), opened.join());
  });
});
