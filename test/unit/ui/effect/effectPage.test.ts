import assert from 'node:assert/strict';
import type { EffectChange, ShownEffect } from '../../../../src/contract/effectPage';
import { applyEffectChange } from '../../../../src/contract/effectState';
import { initialRun, RunProgress } from '../../../../src/contract/runState';
import type { EpochEnded, TrainerEvent } from '../../../../src/contract/trainer';
import type { LabRun } from '../../../../src/runs/labRun';
import { EffectPage } from '../../../../src/ui/effect/effectPage';
import { Emitter } from '../../../../src/util/emitter';
import { until } from '../../../until';
import { epoch } from '../../webview/fixture';
import { labRun } from '../labRuns';
import { planOf, runsOf, shownOf } from './fixture';

const plan = planOf({ seeds: [1] });
const [first, second] = plan.runs.map(({ id }) => id);

describe('what the page of a comparison follows', () => {
  const changed = new Emitter<void>();
  const events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  const labChanged = new Emitter<void>();
  let runs: Map<string, LabRun>;
  let shown: ShownEffect | undefined;
  let kept: Record<string, readonly EpochEnded[] | Error>;
  let told: EffectChange[];
  let log: string[];

  beforeEach(() => {
    runs = new Map([[first!, labRun({ id: first! })]]);
    shown = shownOf(plan, new Map());
    kept = { [first!]: [epoch(1), epoch(2)] };
    [told, log] = [[], []];
  });

  const open = (): EffectPage =>
    new EffectPage(
      {
        shown: () => shown,
        onChanged: changed.event,
        lab: { find: id => runs.get(id), onEvents: events.event, onChanged: labChanged.event },
        known: {
          read: run => {
            const read = [...runs].find(([, one]) => one === run)?.[0] ?? '';
            const found = kept[read] ?? [];
            return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
          },
        },
        log: line => log.push(line),
        tell: change => told.push(change),
      },
      shown!,
    );
  const curveOf = (page: EffectPage, id: string) => page.state.curves.find(({ runId }) => runId === id);

  it('are the curves of the runs that there are, as they are read', async () => {
    const page = open();
    const before = page.state;
    await until({ isSo: () => curveOf(page, first!) !== undefined, seen: () => told });
    assert.equal(curveOf(page, first!)?.epochs.length, 2);
    assert.deepEqual(told.reduce(applyEffectChange, before), page.state, 'The page has what was told.');
    page.dispose();
  });

  it('is told of what is different, and of that alone', async () => {
    const page = open();
    changed.fire();
    assert.deepEqual(told.filter(({ type }) => type === 'shown'), []); // prettier-ignore
    shown = shownOf(plan, runsOf(plan));
    labChanged.fire();
    assert.deepEqual(told.filter(({ type }) => type === 'shown'), [{ type: 'shown', shown }]); // prettier-ignore
    shown = undefined;
    changed.fire();
    assert.equal(page.state.shown.id, plan.id, 'What is gone stays as it was.');
    page.dispose();
  });

  it('are the epochs of a run that trains, and its curve once more when it has ended', async () => {
    const progress = new RunProgress();
    progress.add(epoch(1));
    runs.set(second!, labRun({ id: second!, status: 'running', live: { ...initialRun, epochs: progress.run.epochs }, summary: undefined }));
    const page = open();
    await until({ isSo: () => curveOf(page, second!)?.epochs.length === 1, seen: () => told });
    events.fire({ id: second!, events: [epoch(2)] });
    assert.equal(curveOf(page, second!)?.epochs.length, 2);
    events.fire({ id: '20260102-030405-zzzz', events: [epoch(2)] });
    kept[second!] = [epoch(1), epoch(2), epoch(3)];
    runs.set(second!, labRun({ id: second! }));
    labChanged.fire();
    await until({ isSo: () => curveOf(page, second!)?.epochs.length === 3, seen: () => told });
    page.dispose();
  });

  it('says in the log what cannot be read, and tells nothing once it is disposed of', async () => {
    kept[first!] = new Error('It is torn.');
    const page = open();
    await until({ isSo: () => log.length === 1, seen: () => log });
    assert.match(log[0]!, /It is torn/);
    page.dispose();
    shown = shownOf(plan, runsOf(plan));
    changed.fire();
    assert.deepEqual(told, []);
  });
});
