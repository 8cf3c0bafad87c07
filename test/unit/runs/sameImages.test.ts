import assert from 'node:assert/strict';
import type { TrainedConfig } from '../../../src/contract/run';
import { testedOnSameImages } from '../../../src/runs/sameImages';
import { labRun } from '../ui/labRuns';

describe('the other runs that were tested on the same images', () => {
  const { summary, config } = labRun();
  const tested = { ...summary!, confusionMatrix: [[1]] };
  const run = (id: string, dataset: Partial<TrainedConfig['dataset']> = {}) => {
    const trained = config as TrainedConfig;
    return labRun({ id, summary: tested, config: { ...trained, dataset: { ...trained.dataset, ...dataset } } });
  };
  const [one, other] = [run('one'), run('other')];

  it('have the same data, as many test images and classes, and were tested', () => {
    const others = [
      run('other data', { sha256: '1'.repeat(64) }),
      run('fewer images', { testImages: 1 }),
      run('fewer classes', { classes: 5 }),
      labRun({ id: 'not tested', summary: { ...tested, confusionMatrix: null }, config }),
      labRun({ id: 'starting', summary: undefined, config: undefined }),
    ];
    assert.deepEqual(testedOnSameImages(one, [...others, one, other]), [other]);
  });

  it('are none of a run whose images are not known', () => {
    const imported = labRun({
      summary: tested,
      config: {
        kind: 'imported',
        schemaVersion: 1,
        id: 'x',
        createdAt: '',
        source: { tool: 'w' },
        parameters: {},
        author: null,
        git: null,
        parent: null,
        design: null,
      },
    });
    assert.deepEqual(testedOnSameImages(imported, [imported, one, other]), []);
  });
});
