import assert from 'node:assert/strict';
import { noLabels } from '../../../../../src/contract/labels';
import type { ImportedConfig } from '../../../../../src/contract/run';
import type { TrainerEvent } from '../../../../../src/contract/trainer';
import { factsOf } from '../../../../../webview/dashboard/header/facts';
import { at, configOf, epoch, stateOf } from '../../fixture';

describe('the facts of a run', () => {
  const git = { commit: '3f2a91c0aa00bb11cc22dd33ee44ff5566778899', branch: 'main', dirty: true };
  const started: TrainerEvent = { type: 'runStarted', time: at(0), config: { ...configOf(), git, author: 'Jane Doe' } };
  const ended: TrainerEvent = { type: 'runEnded', time: at(31), status: 'completed', epochs: 1, keptEpoch: 1, durationMs: 112_000 };
  const texts = (events: readonly TrainerEvent[]): string[] => factsOf(stateOf(events)).map(({ text }) => text);

  it('are its time, how long it took, its data, commit, author, engine and name', () => {
    const [time, ...others] = texts([started, epoch(1), ended]);
    assert.match(time!, /25/);
    assert.deepEqual(others, [
      '1m52s',
      'mnist',
      '3f2a91c on main, changed',
      'Jane Doe',
      'ONNX Runtime 1.30.0, 2 threads',
      '20261125-120000-aaaa',
    ]);
  });

  it('have no duration while it goes on, and leave out what was not recorded', () => {
    const [, ...others] = texts([{ type: 'runStarted', time: at(0), config: configOf() }]);
    assert.deepEqual(others, ['mnist', 'ONNX Runtime 1.30.0, 2 threads', '20261125-120000-aaaa']);
  });

  it('have the whole commit in the tooltip', () => {
    const commit = factsOf(stateOf([started])).find(({ icon }) => icon === 'git-commit');
    assert.equal(commit?.title, `Commit ${git.commit} on main, with changes that were not committed`);
  });

  it('of an imported run are where it comes from and what its labels are', () => {
    const imported: ImportedConfig = {
      schemaVersion: 1,
      kind: 'imported',
      id: '20261125-120000-aaaa',
      createdAt: at(0),
      source: { tool: 'arrays', run: 'y_true.npy, y_pred.npy' },
      parameters: {},
      dataset: { classes: 10, testImages: 200 },
      author: null,
      git: null,
      parent: null,
      design: null,
    };
    const facts = factsOf(stateOf([], { imported }));
    assert.deepEqual(
      facts.slice(1).map(({ text }) => text),
      ['imported from arrays', 'data not known here', '20261125-120000-aaaa'],
    );
    assert.deepEqual(
      facts.slice(1, 3).map(({ title }) => title),
      ['Imported from arrays: y_true.npy, y_pred.npy', 'data not known here, 200 test images'],
    );
  });

  it('before its config are its tags and its name', () => {
    const state = stateOf([], { labels: { ...noLabels, tags: ['a', 'b'] } });
    assert.deepEqual(
      factsOf(state).map(({ text }) => text),
      ['a, b', '20261125-120000-aaaa'],
    );
  });
});
