import assert from 'node:assert/strict';
import { clusterPlanOfComparison, clusterPlanOfSweep, missingOf } from '../../../src/cluster/clusterPlan';
import type { FoundRun } from '../../../src/runs/designs/nextStep';
import { planOf } from '../experiment/effects/compared';
import { DIVERGED, endedRun, sweepOf } from '../experiment/sweeps/sweeps';

const runsFolder = '/users/ada/.digits/runs';

describe('a plan for a cluster', () => {
  const sweep = sweepOf({ kind: 'grid', parameters: { num_filters: [2, 4] }, seeds: 3 });
  const folder = `/users/ada/.digits/sweeps/${sweep.id}`;
  const plan = clusterPlanOfSweep({ id: sweep.id, folder, plan: sweep }, runsFolder);

  it('has the runs of a sweep at their places, each with its own parameters', () => {
    assert.deepEqual([plan.design, plan.file, plan.folder], [`sweeps/${sweep.id}`, `${folder}/sweep.json`, folder]);
    assert.deepEqual(
      plan.runs.map(({ id, parameters }) => [id, parameters.num_filters, parameters.seed]),
      sweep.runs.map(({ id, values, seed }) => [id, values.num_filters, seed]),
    );
    assert.deepEqual(plan.counted, [0, 1, 2, 3, 4, 5]);
  });

  it('lacks the runs that are neither done nor being trained', () => {
    const done = endedRun(sweep, 0, 0.9);
    const found: readonly (Partial<FoundRun> | undefined)[] = [
      { status: 'completed' },
      { status: 'running' },
      { status: 'interrupted' },
      undefined,
      { status: 'failed', summary: { ...done.summary!, reason: DIVERGED } },
      { status: 'failed', summary: { ...done.summary!, reason: 'The disk is full.' } },
    ];
    const missing = missingOf(plan, id => {
      const of = found[plan.runs.findIndex(run => run.id === id)];
      return of && { ...done, ...of, summary: of.status === 'failed' ? { ...done.summary!, ...of.summary } : undefined };
    });
    assert.deepEqual(missing, [2, 3, 5]);
    assert.deepEqual(
      missingOf(plan, () => undefined),
      [0, 1, 2, 3, 4, 5],
    );
  });

  it('keeps the places of a comparison where another run takes the place of one, which does not count any more', () => {
    const first = planOf([2, 4], [0, 1]);
    const replacing = { ...first.runs[1]!, id: '20260101-000009-aaaa', replaces: first.runs[1]!.id };
    const comparison = { ...first, runs: [...first.runs, replacing] };
    const of = clusterPlanOfComparison({ id: first.id, folder: '/c', plan: comparison }, runsFolder);
    assert.deepEqual(
      of.runs.map(({ id }) => id),
      comparison.runs.map(({ id }) => id),
    );
    assert.deepEqual(of.counted, [0, 2, 3, 4]);
    assert.deepEqual(
      missingOf(of, () => undefined),
      [0, 2, 3, 4],
    );
  });
});
