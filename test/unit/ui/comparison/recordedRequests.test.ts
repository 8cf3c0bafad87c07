import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { comparedScalars } from '../../../../src/report/recorded/comparedScalars';
import { looksOf } from '../../../../src/report/runLooks';
import { readOverview } from '../../../../src/runFolder/readRun';
import { describeListed, type LabRun } from '../../../../src/runs/labRun';
import { comparedKeysOf, comparedScalarsOf } from '../../../../src/ui/comparison/recordedRequests';
import { KnownRecordings } from '../../../../src/ui/dashboard/knownRecordings';
import { longRows, row, writeRecorded } from '../../runFolder/recording/writeRecorded';
import { labRun } from '../labRuns';

describe('what other tools recorded of several runs', () => {
  let runs: string;
  let known: KnownRecordings;
  const all = new Map<string, LabRun>();
  const lab = { find: (id: string) => all.get(id) };
  const [a, b, trained] = ['20261125-120000-aaaa', '20261125-120001-bbbb', '20260102-030405-aaaa'] as const;
  beforeEach(async () => {
    runs = mkdtempSync(path.join(os.tmpdir(), 'digits-compared-'));
    known = new KnownRecordings();
    all.clear();
    all.set(trained, labRun());
    for (const [id, rows] of [
      [a, longRows(5_000, 20)],
      [b, [row(0, { own: 1, loss: 3 }), row(9_000, { loss: 1 })]],
    ] as const)
      // prettier-ignore
      all.set(id, describeListed(await readOverview(writeRecorded(runs, { id, rows })), undefined, undefined));
  });
  afterEach(() => rmSync(runs, { recursive: true }));
  const ask = { xUnit: 'steps', smoothing: 0, range: null } as const;

  it('are all keys that any has logged, and the curves of those that have one', async () => {
    const { keys, rows } = await comparedKeysOf(lab, known, { type: 'recordedKeys', runIds: [a, trained, b, 'gone'] });
    assert.deepEqual([keys.length, keys.at(-1), rows], [21, 'own', 5_002]);
    const curves = comparedScalarsOf(lab, known, { type: 'recordedCurves', runIds: [a, trained, b], key: 'loss', ...ask });
    assert.deepEqual(curves.map(({ runId, curve }) => [runId, curve.total]), [[a, 5_000], [b, 2]]); // prettier-ignore
    const own = comparedScalarsOf(lab, known, { type: 'recordedCurves', runIds: [a, b], key: 'own', ...ask });
    assert.deepEqual(own.map(({ runId }) => runId), [b]); // prettier-ignore
  });

  it('are drawn over each other, along an axis that has room for all', async () => {
    await comparedKeysOf(lab, known, { type: 'recordedKeys', runIds: [a, b] });
    const looks = looksOf([a, b], null);
    const drawn = comparedScalarsOf(lab, known, { type: 'recordedCurves', runIds: [a, b], key: 'loss', ...ask }).map(({ runId, curve }) => ({ id: runId, label: `run ${runId}`, look: looks.get(runId)!, curve })); // prettier-ignore
    const chart = comparedScalars(drawn, { key: 'loss', scale: 'linear', range: null, hidden: [] });
    assert.deepEqual([chart.xAxis.from, chart.xAxis.to, chart.series.length], [0, 9_000, 2]);
    assert.ok(chart.yAxis.to >= 3 && chart.yAxis.from <= 0.1);
    const one = comparedScalars(drawn, { key: 'loss', scale: 'log', range: { from: 0, to: 100 }, hidden: [b] });
    assert.deepEqual([one.series.length, one.curves.length, one.read.length, one.recorded.length], [1, 2, 1, 2]);
    assert.equal(one.rangeInWords, 'step 0 to 100');
    assert.match(comparedScalars(drawn, { key: 'loss', scale: 'log', range: null, hidden: [a, b] }).empty ?? '', /off/);
  });
});
