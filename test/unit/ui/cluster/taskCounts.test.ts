import assert from 'node:assert/strict';
import type { FoundRun } from '../../../../src/runs/designs/nextStep';
import { countsInWords, countsOf } from '../../../../src/ui/cluster/taskCounts';
import { divergedInWords } from '../../../../src/wording/divergence';
import { taskOf } from './clusterTasks';

describe('how many tasks Slurm has', () => {
  it('are those that run or wait, without those of which it is not known and whose run is at its end', () => {
    const unknown = { phase: 'unknown', state: '' } as const;
    const runs: Readonly<Record<string, FoundRun>> = {
      'run 3': { status: 'completed' },
      'run 4': { status: 'failed', summary: { reason: divergedInWords(1, 3, 0.1) } },
      'run 5': { status: 'interrupted' },
    };
    const tasks = [
      taskOf(0, { phase: 'running' }),
      taskOf(1),
      taskOf(2, { phase: 'over' }),
      taskOf(3, unknown),
      taskOf(4, unknown),
      taskOf(5, unknown),
      taskOf(6, { phase: 'planned' }),
    ];
    assert.deepEqual(
      countsOf(tasks, id => runs[id]),
      { running: 1, waiting: 2 },
    );
  });

  it('are said in few words', () => {
    assert.equal(countsInWords({ running: 0, waiting: 0 }), '');
    assert.equal(countsInWords({ running: 1, waiting: 0 }), '1 running at Slurm');
    assert.equal(countsInWords({ running: 2, waiting: 9998 }), '2 running, 9,998 waiting at Slurm');
  });
});
