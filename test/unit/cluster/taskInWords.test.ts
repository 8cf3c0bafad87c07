import assert from 'node:assert/strict';
import type { ClusterTask } from '../../../src/cluster/clusterTask';
import { isAwaited, isTroubled, taskExplained, taskInBrief, wasJustKilled } from '../../../src/cluster/taskInWords';
import type { RunStatus } from '../../../src/contract/runState';
import { divergedInWords } from '../../../src/wording/divergence';
import { aTask } from './aTask';

const over = (state: string, code = 0, signal = 0): ClusterTask => aTask({ phase: 'over', state, exit: { code, signal } });
const withStatus = (status: RunStatus | undefined): { readonly status: RunStatus } | undefined => status && { status };
const brief = (more: Partial<ClusterTask>): string => taskInBrief(aTask(more));

describe('a task of a cluster in words', () => {
  it('is in short what Slurm says, the node, and how often it was begun anew', () => {
    assert.equal(brief({}), 'RUNNING on n1');
    assert.equal(brief({ restarts: 1 }), 'RUNNING on n1 · begun again once');
    assert.equal(
      brief({ phase: 'waiting', state: 'PENDING (BeginTime)', nodes: '', restarts: 2 }),
      'PENDING (BeginTime) · begun again 2 times',
    );
    assert.equal(brief({ phase: 'over', state: 'TIMEOUT (TimeLimit)' }), 'TIMEOUT (TimeLimit)');
    for (const [phase, words] of [
      ['planned', 'not submitted yet'],
      ['submitting', 'submitted, no answer yet'],
      ['refused', 'refused by sbatch'],
      ['forgotten', 'over'],
      ['unknown', 'state not known'],
    ] as const)
      assert.equal(brief({ phase, state: '' }), words);
  });

  it('is a trouble where nothing is at work on a run that is not at its end', () => {
    const statuses: (RunStatus | undefined)[] = [undefined, 'starting', 'running', 'completed', 'stopped', 'failed', 'interrupted'];
    const troubled = (more: Partial<ClusterTask>): (RunStatus | undefined)[] =>
      statuses.filter(status => isTroubled(aTask(more), withStatus(status)));
    for (const phase of ['over', 'forgotten', 'refused'] as const)
      assert.deepEqual(troubled({ phase }), [undefined, 'stopped', 'failed', 'interrupted'], phase);
    for (const phase of ['planned', 'submitting', 'waiting', 'running', 'unknown'] as const)
      assert.deepEqual(troubled({ phase }), [], phase);
    assert.deepEqual(troubled({ phase: 'over', isDismissed: true }), []);
    for (const reason of ['launch failed requeued held', 'JobHeldUser', 'Resources,JobHeldUser', 'BadConstraints', 'PartitionTimeLimit'])
      assert.deepEqual(
        troubled({ phase: 'waiting', state: `PENDING (${reason})` }),
        [undefined, 'stopped', 'failed', 'interrupted'],
        reason,
      );
    assert.deepEqual(troubled({ phase: 'waiting', state: 'PENDING (Resources)' }), []);
  });

  it('is none where the run has diverged: that is what came of it', () => {
    const run = { status: 'failed', summary: { reason: divergedInWords(1, 3, 0.1) } } as const;
    assert.equal(isTroubled(over('FAILED', 3), run), false);
    assert.equal(taskExplained(over('FAILED', 3), run), '');
  });

  it('is one as soon as it was killed, though its run still counts as at work; not where something else trains the run', () => {
    const by = (job: string) => ({ status: 'running', slurm: { cluster: null, job, restarts: 0 } }) as const;
    for (const state of ['OUT_OF_MEMORY', 'NODE_FAIL', 'FAILED (RaisedSignal:9)', 'TIMEOUT']) {
      assert.equal(isTroubled(over(state), by('7_0')), true, state);
      assert.equal(isTroubled(over(state), by('8_0')), false, state);
      assert.equal(isTroubled(over(state), { status: 'running' }), false, state);
      assert.equal(wasJustKilled(over(state), by('7_0')), true, state);
      assert.equal(wasJustKilled(over(state), { status: 'interrupted' }), false, state);
    }
    assert.match(taskExplained(over('NODE_FAIL'), by('7_0')), /node was lost.*taken for one at work for a minute/);
    assert.equal(isTroubled(over('COMPLETED'), by('7_0')), false);
    assert.equal(isTroubled(aTask(), by('7_0')), false);
  });

  it('is not waited for where it does not begin by itself, by its reason or its state', () => {
    for (const state of [
      'PENDING (launch failed requeued held)',
      'PENDING (launch_failed_requeued_held)',
      'PENDING (JobHeldUser)',
      'PENDING (JobHeldAdmin)',
      'PENDING (BadConstraints)',
      'PENDING (PartitionTimeLimit)',
      'PENDING (QOSMaxWallDurationPerJobLimit)',
      'PENDING (AssocMaxCpuPerJobLimit)',
      'PENDING (InvalidAccount)',
      'SPECIAL_EXIT',
      'SPECIAL_EXIT (job requeued in special exit state)',
      'REQUEUE_HOLD (None of these)',
      'RESV_DEL_HOLD',
    ]) {
      const task = aTask({ phase: 'waiting', state });
      assert.equal(isAwaited(task), false, state);
      assert.notEqual(taskExplained(task, undefined), '', state);
    }
    for (const state of ['PENDING (Priority)', 'PENDING (QOSMaxJobsPerUserLimit)', 'REQUEUED', 'PENDING (BeginTime)'])
      assert.equal(isAwaited(aTask({ phase: 'waiting', state })), true, state);
    assert.equal(isAwaited(aTask()), true);
    assert.equal(isAwaited(over('FAILED')), false);
  });

  it('says what it does where it has a node and does not simply run', () => {
    for (const [state, words] of [
      ['SUSPENDED', /another job can run, and goes on by itself/],
      ['STOPPED', /scancel --signal=CONT/],
      ['CONFIGURING', /made ready/],
      ['COMPLETING', /has ended/],
      ['REVOKED', /Another cluster/],
      ['RUNNING', /^$/],
      ['SIGNALING', /^$/],
    ] as const)
      assert.match(taskExplained(aTask({ state }), undefined), words, state);
  });

  it('says of what it waits for what can be done about it', () => {
    for (const [reason, words] of [
      ['Resources', /next.*node that is free/],
      ['Priority', /Others are before it/],
      ['JobArrayTaskLimit', /throttle/],
      ['QOSMaxJobsPerUserLimit', /as much at work as your account/],
      ['AssocGrpCpuLimit', /as much at work as your account/],
      ['PartitionTimeLimit', /will not begin: cancel it, ask for less time/],
      ['ReqNodeNotAvail, UnavailableNodes:n[1-2]', /down or reserved/],
      ['BadConstraints', /change constraint/],
      ['JobHeldUser', /scontrol release/],
      // As a controller that was killed says of what it had begun and forgotten.
      ['Resources,JobHeldUser', /scontrol release/],
      ['launch failed requeued held', /cancel it and submit it again/],
      ['BeginTime', /begun anew/],
      ['None of these', /^$/],
    ] as const)
      assert.match(taskExplained(aTask({ phase: 'waiting', state: `PENDING (${reason})` }), undefined), words, reason);
    assert.equal(taskExplained(aTask({ phase: 'waiting', state: 'PENDING' }), undefined), '');
  });

  it('says how it ended, and what is saved of its run', () => {
    for (const [task, status, words] of [
      [
        over('TIMEOUT (TimeLimit)'),
        'interrupted',
        /^Its time was over\..* What it had trained is saved: submitted again it goes on from there\.$/,
      ],
      [over('OUT_OF_MEMORY', 0, 9), 'interrupted', /more memory/],
      [over('CANCELLED', 0, 15), undefined, /^It was cancelled\. Its run had not begun\.$/],
      [over('NODE_FAIL'), 'interrupted', /node was lost/],
      [over('PREEMPTED'), 'interrupted', /make room/],
      [over('FAILED (RaisedSignal:9)', 0, 9), 'interrupted', /ended by signal 9/],
      [over('COMPLETED', 0), 'interrupted', /without a result/],
      [over('FAILED', 1), 'failed', /failed \(exit code 1\).* The run says why it failed\.$/],
      [over('FAILED', 2), undefined, /no such plan, run or data/],
      [over('FAILED', 3), 'failed', /no number/],
      [over('FAILED', 4), 'interrupted', /Another process was training/],
      [over('FAILED', 5), 'interrupted', /taken the run over/],
      [over('FAILED', 75), 'interrupted', /^It was asked to end/],
      [over('FAILED', 126), undefined, /could not start digits/],
      [over('FAILED', 127), undefined, /The setting command says/],
      [aTask({ phase: 'over', state: 'FAILED' }), undefined, /^It is over\./],
      [aTask({ phase: 'forgotten', state: '' }), undefined, /cancelled before it began, or ended long ago\. Its run had not begun\.$/],
      [aTask({ phase: 'forgotten', state: '' }), 'stopped', /its log may say more\. What it had trained is saved/],
      [aTask({ phase: 'planned', state: '' }), undefined, /Slurm does not have it/],
      [aTask({ phase: 'submitting', state: '' }), undefined, /looked up by its name/],
      [aTask({ phase: 'refused', state: '', refusal: 'sbatch refused: x.' }), undefined, /^x\.$/],
      [aTask(), 'running', /^$/],
    ] as const)
      assert.match(taskExplained(task, withStatus(status)), words, `${task.phase} ${task.state}`);
    for (const status of ['completed', 'running', 'starting'] as const) {
      assert.equal(taskExplained(over('FAILED', 4), { status }), '');
      assert.equal(taskExplained(aTask({ phase: 'forgotten', state: '' }), { status }), '');
    }
  });
});
