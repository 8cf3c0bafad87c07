import assert from 'node:assert/strict';
import { noLabels, REPRODUCTION } from '../../../../src/contract/labels';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { Tracking } from '../../../../src/contract/tracking';
import { defaultArrangement, type Arrangement } from '../../../../src/experiment/arrangement';
import type { BrokenRun } from '../../../../src/runFolder/listRuns';
import type { LabRun } from '../../../../src/runs/labRun';
import { PAGE, RunRows, type Row } from '../../../../src/ui/tree/runRows';
import { summary, trackingOf } from '../../experiment/listed';
import { labRun } from '../labRuns';

describe('the rows of the view Runs', () => {
  const one = labRun({ id: '20260101-000001-aaaa' });
  const two = labRun({ id: '20260102-000002-bbbb', labels: { name: 'two', tags: ['a', 'b'], pinned: false, archived: false } });
  let source: { runs: LabRun[]; broken: BrokenRun[]; tracking: Map<string, Tracking> };
  beforeEach(() => (source = { runs: [one, two], broken: [], tracking: new Map() }));
  const rowsOf = (arrangement: Partial<Arrangement> = {}): RunRows =>
    new RunRows(
      {
        get runs() {
          return source.runs;
        },
        get broken() {
          return source.broken;
        },
        find: id => source.runs.find(run => run.id === id),
        trackingOf: ({ id }) => source.tracking.get(id),
      },
      { ...defaultArrangement, ...arrangement },
    );
  const ids = (rows: readonly Row[]): string[] =>
    rows.map(row => ('runId' in row ? row.runId : row.kind === 'group' ? row.label : row.key));

  it('are the runs, the newest first, and below them what cannot be read', () => {
    source.broken = [{ id: '20260103-000003-cccc', folder: '/x', reason: 'no' }];
    assert.deepEqual(ids(rowsOf().top()), [two.id, one.id, '20260103-000003-cccc']);
    assert.deepEqual(
      rowsOf()
        .top()
        .map(({ kind }) => kind),
      ['run', 'run', 'broken'],
    );
  });

  it('are the same objects each time, so that the view keeps what is open', () => {
    const rows = rowsOf();
    const [first] = rows.top();
    assert.equal(rows.top()[0], first);
    assert.deepEqual(rows.rowsOf(two.id), [first]);
    const parts = rows.below(first!) as Row[];
    assert.equal(rows.above(parts[0]!), first);
    assert.equal(rows.above(first!), undefined);
    assert.equal(rows.find(two.id), first);
    assert.equal(rows.find('20260109-000009-zzzz'), undefined);
  });

  it('have parts, W&B among them only of a run that is tracked', () => {
    const rows = rowsOf();
    const kinds = (): string[] => (rows.below(rows.top()[0]!) as Row[]).map(({ kind }) => kind);
    assert.deepEqual(kinds(), ['config', 'metrics', 'matrix', 'artifacts', 'notes']);
    source.tracking.set(two.id, trackingOf('synced'));
    assert.deepEqual(kinds(), ['config', 'metrics', 'matrix', 'artifacts', 'notes', 'wandb']);
  });

  it('are grouped; a run with two tags stands in both', () => {
    const rows = rowsOf({ group: 'tag' });
    const groups = rows.top();
    assert.deepEqual(ids(groups), ['a', 'b', 'no tag']);
    const [inA, inB] = groups.map(group => (rows.below(group) as Row[])[0]!);
    assert.equal((inA as { runId: string }).runId, (inB as { runId: string }).runId);
    assert.notEqual(inA!.key, inB!.key);
    assert.deepEqual(rows.rowsOf(two.id), [inA, inB]);
    assert.equal(rows.find(two.id), inA);
    assert.equal(rows.above(inB!)?.key, groups[1]!.key);
  });

  it('are a page of them where they are many, and below the last row the next pages', () => {
    source.runs = Array.from({ length: 2 * PAGE + 1 }, (_, i) =>
      labRun({ id: `20260101-${String(i).padStart(6, '0')}-aaaa`, labels: { ...noLabels, tags: ['a'] } }),
    );
    const [oldest] = source.runs;
    for (const [arrangement, isGrouped] of [
      [{}, false],
      [{ group: 'tag' }, true],
    ] as const) {
      const rows = rowsOf(arrangement);
      const first = isGrouped ? (rows.below(rows.top()[0]!) as Row[]) : rows.top();
      assert.deepEqual([first.length, first.at(-1)!.kind], [PAGE + 1, 'more']);
      const second = rows.below(first.at(-1)!) as Row[];
      assert.deepEqual([second.length, second.at(-1)!.kind], [PAGE + 1, 'more']);
      const third = rows.below(second.at(-1)!) as Row[];
      assert.deepEqual(ids(third), [oldest!.id]);
      // As the view asks to reveal one.
      assert.equal(rows.find(oldest!.id), third[0]);
      const path: Row[] = [];
      for (let row = rows.above(third[0]!); row; row = rows.above(row)) path.push(row);
      assert.deepEqual(
        path.map(({ key }) => key),
        [second.at(-1)!, first.at(-1)!, ...(isGrouped ? [rows.top()[0]!] : [])].map(({ key }) => key),
      );
      assert.equal(path.length, isGrouped ? 3 : 2);
      assert.equal(new Set([...first, ...second, ...third].map(({ key }) => key)).size, 2 * PAGE + 3);
    }
  });

  it('have keys of their own, whatever a tag is', () => {
    source.runs = [labRun({ ...two, labels: { ...noLabels, tags: ['a', 'a', `a ${two.id}`] } })];
    const rows = rowsOf({ group: 'tag' });
    const keys = rows.top().flatMap(group => [group, ...(rows.below(group) as Row[])].map(({ key }) => key));
    assert.equal(keys.length, 4);
    assert.equal(new Set(keys).size, 4, keys.join('\n'));
  });

  it('tell of single rows where the list is the same, else of the list', () => {
    const rows = rowsOf();
    assert.equal(rows.look(), 'all');
    rows.top();
    assert.deepEqual(rows.look(), []);
    source.runs = [one, labRun({ ...two, isStopping: true })];
    assert.deepEqual(ids(rows.look() as Row[]), [two.id]);
    source.runs = [one];
    assert.equal(rows.look(), 'all');
    assert.deepEqual(rows.rowsOf(two.id), [], 'what is gone is forgotten');
    rows.arrange({ ...rows.arrangement, filter: 'seed=7' });
    assert.equal(rows.look(), 'all');
  });

  it('tell of the list when a group may have changed', () => {
    const rows = rowsOf({ group: 'status' });
    rows.look();
    source.runs = [labRun({ ...one, isStopping: true }), two];
    assert.equal(rows.look(), 'all');
  });

  it('are called by what differs among those that stand together', () => {
    const [a, b, c] = [8, 8, 64].map((num_filters, i) =>
      labRun({ id: `2026010${i + 1}-000001-aaaa`, parameters: { ...defaultParameters, num_filters, seed: i } }),
    ) as [LabRun, LabRun, LabRun];
    source.runs = [a, b, c];
    const labelsIn = (rows: RunRows, group: string): string[] =>
      rows.shown.groups.find(({ label }) => label === group)!.runs.map(({ id }) => rows.shown.labels.of(group, id).short);
    assert.deepEqual(labelsIn(rowsOf(), ''), ['num_filters 64 +1', 'seed 1', 'seed 0']);
    assert.deepEqual(labelsIn(rowsOf({ group: 'num_filters' }), 'num_filters 8'), ['seed 1', 'seed 0']);
    assert.deepEqual(labelsIn(rowsOf({ filter: 'num_filters=8' }), ''), ['seed 1', 'seed 0']);
    const again = labRun({ ...a, id: '20260104-000001-aaaa', parent: a.id, labels: { ...noLabels, tags: [REPRODUCTION] } });
    source.runs = [a, b, c, again];
    assert.equal(rowsOf().shown.labels.of('', again.id).short, 'again: seed 0');
  });

  it('tell of those whose label or mark another run has changed, and compute labels only when they may be different', () => {
    const three = labRun({ id: '20260103-000003-cccc', labels: { ...noLabels, name: 'two' } });
    source.runs = [one, two, three];
    const rows = rowsOf();
    rows.look();
    rows.top();
    const { labels } = rows.shown;
    assert.equal(labels.of('', three.id).short, 'two #2');
    source.runs = [one, labRun({ ...two, isStopping: true }), three];
    rows.look();
    assert.equal(rows.shown.labels, labels);
    source.runs = [one, labRun({ ...two, labels: { ...two.labels, name: 'deux' } }), three];
    assert.deepEqual(ids(rows.look() as Row[]), [three.id, two.id]);
    assert.equal(rows.shown.labels.of('', three.id).short, 'two');
    assert.ok(rows.shown.isBest(one.id));
    const better = { ...summary, best: { ...summary.best!, valAccuracy: 1 } };
    source.runs = [one, source.runs[1]!, labRun({ ...three, summary: better })];
    assert.deepEqual(ids(rows.look() as Row[]), [three.id, one.id]);
    assert.ok(rows.shown.isBest(three.id));
  });

  it('are counted, each run once', () => {
    assert.equal(rowsOf().countInWords(), '2');
    assert.equal(rowsOf({ group: 'tag' }).countInWords(), '2');
    assert.equal(rowsOf({ filter: 'two' }).countInWords(), '1 of 2 · “two”');
    source.runs = Array.from({ length: 1234 }, (_, i) => ({ ...one, id: `${one.id}${i}` }));
    assert.equal(rowsOf().countInWords(), '1,234');
    source.runs = [];
    assert.equal(rowsOf().countInWords(), '');
  });

  it('are filtered as on the command line, by how far a run is at W&B too', () => {
    assert.deepEqual(ids(rowsOf({ filter: 'test_accuracy>99%' }).top()), [two.id, one.id]);
    assert.deepEqual(ids(rowsOf({ filter: 'test_accuracy>99.5%' }).top()), []);
    source.tracking.set(one.id, trackingOf('failed'));
    assert.deepEqual(ids(rowsOf({ filter: 'wandb=failed' }).top()), [one.id]);
  });
});
