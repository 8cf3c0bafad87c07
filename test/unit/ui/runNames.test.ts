import assert from 'node:assert/strict';
import { noLabels, REPRODUCTION } from '../../../src/contract/labels';
import { defaultParameters } from '../../../src/contract/parameters';
import type { LabRun } from '../../../src/runs/labRun';
import type { WaitingRun } from '../../../src/runs/waitingRuns';
import { RunNames } from '../../../src/ui/runNames';
import { Emitter } from '../../../src/util/emitter';
import { labRun } from './labRuns';

describe('the names of runs outside of the view Runs', () => {
  const run = (n: number, more: Partial<LabRun> = {}): LabRun => labRun({ id: `2026010${n}-000001-aaaa`, ...more });
  const seed = (value: number): LabRun['parameters'] => ({ ...defaultParameters, seed: value });
  let lab: { runs: LabRun[]; queued: WaitingRun[]; find: (id: string) => LabRun | undefined; onChanged: Emitter<void>['event'] };
  let changes: Emitter<void>;
  beforeEach(() => {
    changes = new Emitter<void>();
    lab = { runs: [], queued: [], find: id => lab.runs.find(one => one.id === id), onChanged: changes.event };
  });
  const set = (runs: LabRun[], queued: Partial<WaitingRun>[] = []): void => {
    [lab.runs, lab.queued] = [runs, queued as WaitingRun[]];
    changes.fire();
  };

  it('tell runs and what waits apart', () => {
    const names = new RunNames(lab);
    const [one, again] = [run(1, { parameters: seed(1) }), run(3, { parameters: seed(1), labels: { ...noLabels, tags: [REPRODUCTION] } })];
    set([one, run(2, { parameters: seed(2) }), { ...again, parent: one.id }], [{ id: 'q', parameters: { ...defaultParameters, seed: 9 } }]);
    assert.deepEqual(
      [...lab.runs, ...lab.queued].map(({ id }) => names.titleOf(id)),
      ['seed 1', 'seed 2', 'again: seed 1', 'seed 9'],
    );
  });

  it('are those that were given, whole on a tab and short in a row', () => {
    const names = new RunNames(lab);
    const name = 'baseline with dropout and a wider first layer';
    set([run(1, { labels: { ...noLabels, name } }), run(2)]);
    assert.equal(names.titleOf(lab.runs[0]!.id), name);
    assert.equal(names.shortOf(lab.runs[0]!.id), 'baseline w…first layer');
    set([run(1, { labels: { ...noLabels, name: 'short' } }), run(2)]);
    assert.equal(names.titleOf(lab.runs[0]!.id), 'short');
  });

  it('of archived runs leave the others as they are', () => {
    const names = new RunNames(lab);
    set([run(1), run(2, { parameters: seed(2), labels: { ...noLabels, archived: true } })]);
    assert.deepEqual(
      lab.runs.map(({ id }) => names.titleOf(id)),
      ['defaults', 'seed 2'],
    );
    assert.equal(names.titleOf('gone'), 'gone');
  });
});
