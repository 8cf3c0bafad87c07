import assert from 'node:assert/strict';
import type { LabRun } from '../../../../src/runs/labRun';
import { groupFace, moreFace } from '../../../../src/ui/tree/groupFace';
import { summary } from '../../experiment/listed';
import { labRun } from '../labRuns';

describe('the heading of a group', () => {
  const run = (valAccuracy: number | null): LabRun => labRun({ summary: { ...summary, best: { ...summary.best!, valAccuracy } } });

  it('has the mean validation accuracy, its standard deviation and of how many runs', () => {
    const face = groupFace('num_filters 8', [run(0.97), run(0.98), run(null)]);
    assert.equal(face.label, 'num_filters 8');
    assert.equal(face.description, '97.50 ± 0.71 % · N = 2/3');
    assert.equal(face.tooltip, 'num_filters 8\nValidation accuracy of 2 of 3 runs: mean 97.50 %, standard deviation 0.71 %.');
    assert.equal(face.spoken, 'num_filters 8, Validation accuracy of 2 of 3 runs: mean 97.50 %, standard deviation 0.71 %');
    assert.equal(groupFace('a', [run(0.97), run(0.98)]).description, '97.50 ± 0.71 % · N = 2');
  });

  it('has no deviation of one run, and of none only how many runs there are', () => {
    assert.equal(groupFace('a', [run(0.97)]).description, '97.00 % · N = 1');
    assert.equal(groupFace('a', [run(null), run(null)]).description, '2');
    assert.equal(groupFace('a', [run(null)]).tooltip, 'a\n1 run');
  });

  it('leaves the middle of a long one to the tooltip', () => {
    const long = 'a tag that goes on and on, too';
    const face = groupFace(long, [run(0.97)]);
    assert.equal(face.label, 'a tag that…and on, too');
    assert.ok(face.tooltip?.startsWith(`${long}\n`));
    assert.ok(face.spoken?.startsWith(long));
  });

  it('calls a data set by the name of its folder', () => {
    const { parameters } = run(0);
    const of = labRun({ parameters: { ...parameters, dataset: '/mnt/images/fashion' } });
    assert.equal(groupFace('dataset /mnt/images/fashion', [of]).label, 'dataset fashion');
  });

  it('leaves more runs than a page has below a row that counts them', () => {
    const { label, below } = moreFace(9000);
    assert.deepEqual([label, below], ['9,000 more runs', 'collapsed']);
  });
});
