import assert from 'node:assert/strict';
import { inShort } from '../../../../src/cluster/slurm/programs';
import { queueFormat, QueueReader } from '../../../../src/cluster/slurm/queueAnswer';
import { exitOf, partsOf, phaseOf, stateInWords, TaskStates } from '../../../../src/cluster/slurm/taskState';

const name = 'digits-20260131-120000-abcd-0';
const line = (tasks: string, state: string, more: { exit?: string; reason?: string; restarts?: number; nodes?: string } = {}): string =>
  `7|${tasks}|${state}|${more.exit ?? '0'}|${more.restarts ?? 0}|${more.nodes ?? ''}|${more.reason ?? 'None'}|${name}|\n`;

describe("squeue's answer", () => {
  it('is read for the jobs of this product alone', () => {
    const others =
      '8|N/A|RUNNING|0|0|n1|None|a | strange | name|\n9|1|ODD STATE|x|y||None|mine|\n\n10|N/A|CANCELLED|0|0||None|' +
      name +
      '|\n' +
      '11|odd|x|||||digits-20260131-120000-mine|\n';
    const records = new QueueReader().read(
      others + line('3', 'RUNNING', { nodes: 'n1', restarts: 1 }) + line('4-99,101%2', 'PENDING', { reason: 'Resources' }),
    );
    assert.deepEqual(records, [
      { name, jobId: 7, tasks: '3', state: 'RUNNING', reason: 'None', exit: '0', restarts: 1, nodes: 'n1' },
      { name, jobId: 7, tasks: '4-99,101%2', state: 'PENDING', reason: 'Resources', exit: '0', restarts: 0, nodes: '' },
    ]);
    assert.match(queueFormat, /^--Format=ArrayJobID:\|,.*,Name:\|$/);
    assert.deepEqual(new QueueReader().read(''), []);
  });

  it('is read anew only where it is another one', () => {
    const reader = new QueueReader();
    const [waits, runs] = [line('4-99', 'PENDING'), line('3', 'RUNNING')];
    const first = reader.read(waits + runs);
    assert.equal(reader.read(waits + runs), first);
    const second = reader.read(line('4-98', 'PENDING') + runs);
    assert.deepEqual(
      second.map(record => first.includes(record)),
      [false, true],
    );
    // What it cannot read does not take the place of what it read before.
    assert.throws(() => reader.read(line('x', 'RUNNING')));
    assert.equal(reader.read(line('4-98', 'PENDING') + runs), second);
  });

  it('is refused where it is none', () => {
    for (const wrong of [line('x', 'RUNNING'), line('1', 'run away'), line('1', 'RUNNING', { exit: 'no' }), line('1-', 'PENDING')])
      assert.throws(() => new QueueReader().read(wrong), { name: 'FormatError', message: /^squeue: \w+: found .*; expected / });
  });

  it('tells of each task what Slurm says, and nothing of another job with its number', () => {
    const states = new TaskStates(
      new QueueReader().read(
        line('2', 'CANCELLED', { reason: 'Resources' }) +
          line('3', 'NODE_FAIL', { reason: 'NodeDown' }) +
          line('5-2000%50', 'PENDING', { reason: 'JobArrayTaskLimit' }),
      ),
    );
    const words = (task: number): string | undefined => {
      const record = states.of({ name, jobId: 7 }, task);
      return record && stateInWords(record);
    };
    assert.deepEqual([2, 3, 4, 5, 2000, 2001].map(words), [
      'CANCELLED',
      'NODE_FAIL (NodeDown)',
      undefined,
      'PENDING (JobArrayTaskLimit)',
      'PENDING (JobArrayTaskLimit)',
      undefined,
    ]);
    assert.equal(states.of({ name: `${name}-r2`, jobId: 7 }, 3), undefined);
    assert.equal(states.of({ name, jobId: 8 }, 3), undefined);
  });

  it('has a phase for every state, and says of a later one that it is not known', () => {
    // squeue(1), JOB STATE CODES
    const states = {
      waiting: 'PENDING REQUEUED REQUEUE_FED REQUEUE_HOLD RESV_DEL_HOLD SPECIAL_EXIT',
      // Of the last one another cluster has the run: to submit it again would be to train it twice.
      running: 'RUNNING COMPLETING CONFIGURING RESIZING SIGNALING STAGE_OUT STOPPED SUSPENDED REVOKED',
      over: 'BOOT_FAIL CANCELLED CANCELLED+ COMPLETED DEADLINE FAILED NODE_FAIL OUT_OF_MEMORY PREEMPTED TIMEOUT',
      unknown: 'FROBNICATED',
    };
    for (const [phase, names] of Object.entries(states))
      for (const state of names.split(' ')) assert.equal(phaseOf({ state }), phase, state);
  });

  it('are two, where there is a reason', () => {
    assert.deepEqual(partsOf('PENDING (ReqNodeNotAvail, UnavailableNodes:n[1-2])'), {
      state: 'PENDING',
      reason: 'ReqNodeNotAvail, UnavailableNodes:n[1-2]',
    });
    assert.deepEqual(partsOf('RUNNING'), { state: 'RUNNING', reason: '' });
    assert.deepEqual(partsOf(''), { state: '', reason: '' });
  });

  it('tells how a task ended, as each version writes it', () => {
    const of = (exit: string, state = 'FAILED'): unknown => exitOf({ exit, state });
    assert.deepEqual(
      [of('1792'), of('9'), of('7:0'), of('0:15')],
      [
        { code: 7, signal: 0 },
        { code: 0, signal: 9 },
        { code: 7, signal: 0 },
        { code: 0, signal: 15 },
      ],
    );
    assert.equal(of('0', 'RUNNING'), undefined);
  });
});

describe('what a program of Slurm says', () => {
  it('is a sentence without what tells nothing', () => {
    assert.equal(
      inShort(
        'sbatch: error: invalid partition specified: x\nsbatch: error: Batch job submission failed: Invalid partition name specified\n',
      ),
      'invalid partition specified: x; Batch job submission failed: Invalid partition name specified.',
    );
    assert.equal(inShort('  \n'), 'it does not say why.');
    assert.ok(inShort(`sbatch: error: \u001b[2J${'x'.repeat(9000)}`).length < 510);
  });
});
