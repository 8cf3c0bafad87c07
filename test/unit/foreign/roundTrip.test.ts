import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MetricAxes } from '../../../src/experiment/recorded/metricAxes';
import { pointsOf } from '../../../src/experiment/recorded/scalarPoints';
import { csvRuns } from '../../../src/foreign/csv/csvRuns';
import { readCsv } from '../../../src/foreign/csv/readCsv';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { readEvents } from '../../../src/foreign/tensorboard/readEvents';
import { readWandb } from '../../../src/foreign/wandb/readWandb';
import { writeForeignRun } from '../../../src/foreign/writeRun';
import { exportFiles, type FileFormat } from '../../../src/runFolder/exporting/exportFiles';
import { recordedRows } from '../../../src/runFolder/exporting/recordedRows';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { readOverview } from '../../../src/runFolder/readRun';
import { listed, recordings } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

const sources: Readonly<Record<string, () => Promise<ForeignRun>>> = {
  'a log of Keras': () => readCsv(path.join(recordings, 'csv', 'keras'), 'training.csv'),
  'a log of Lightning': () => readCsv(path.join(recordings, 'csv', 'lightning', 'version_0'), 'metrics.csv'),
  'event files': () => readEvents({ folder: path.join(recordings, 'tensorboard', 'old'), files: ['events.out.tfevents.1700000000.host'] }),
  'a run folder of W&B': () => readWandb(path.join(recordings, 'wandb', '0.31.0', 'offline-run-20261123_132647-k3x9ab12')),
};

/** The curves of a run, as they are drawn: of each key its steps and values. */
async function curvesIn(folder: string): Promise<Map<string, readonly [steps: number[], values: number[]]>> {
  const { store } = await recordedRows(folder, 0);
  const axes = new MetricAxes((await readRecording(folder))?.metrics ?? []);
  return new Map(
    [...store.keys.keys()].map(key => {
      const axis = axes.axisOf(key, 'steps', store);
      const { steps, values } = pointsOf(store, key, axis.over === 'key' ? axis : { over: 'steps' });
      return [key, [[...steps], [...values]]];
    }),
  );
}

const float32 = (curve: readonly [number[], number[]] | undefined): readonly [number[], number[]] | undefined =>
  curve && [curve[0], curve[1].map(Math.fround)];

describe('a run that was imported, exported and imported again', () => {
  const folder = temporaryFolder();
  const imported = async (run: ForeignRun): Promise<string> =>
    (await writeForeignRun(run, { runsFolder: path.join(folder(), '.digits', 'runs'), draftId: '0123abcd', name: run.name })).folder;
  const exported = async (of: string, format: FileFormat, name: string): Promise<readonly string[]> => {
    const { files, remarks } = await exportFiles([of], { format, path: path.join(folder(), name), replaces: true });
    assert.deepEqual(remarks, []);
    return files;
  };

  for (const [what, read] of Object.entries(sources)) {
    it(`has the same numbers at the same steps by TensorBoard: ${what}`, async () => {
      const first = await imported(await read());
      const [file] = await exported(first, 'tensorboard', 'events');
      const again = await readEvents({ folder: path.dirname(file!), files: [path.basename(file!)] });
      const [before, after] = [await curvesIn(first), await curvesIn(await imported(again))];
      assert.ok(before.size >= 4);
      for (const [key, curve] of before) assert.deepEqual(float32(after.get(key)), float32(curve), key);
      const settings = (await readRecording(first))!.config;
      for (const [key, value] of Object.entries(settings)) if (typeof value !== 'object') assert.deepEqual(again.config[key], value, key);
    });

    it(`has the same rows by CSV: ${what}`, async () => {
      const first = await imported(await read());
      const [, history] = await exported(first, 'csv', 'all.csv');
      assert.equal(path.basename(history!), 'all-history.csv');
      const again = await imported(await (await csvRuns(path.dirname(history!), path.basename(history!)))[0]!.read());
      const [before, after] = [await recordedRows(first, 0), await recordedRows(again, 0)];
      assert.deepEqual([...after.store.keys.keys()].toSorted(), [...before.store.keys.keys()].toSorted());
      for (const [key, { rows, values }] of before.store.keys) {
        const same = after.store.keys.get(key)!;
        const steps = (of: typeof before, at: Uint32Array): number[] => Array.from(at, row => of.store.steps[row]!);
        assert.deepEqual([[...same.values.all], steps(after, same.rows.all)], [[...values.all], steps(before, rows.all)], key);
      }
    });

    it(`has all that was recorded in JSON: ${what}`, async () => {
      const first = await imported(await read());
      const [file] = await exported(first, 'json', 'all.json');
      const { runs } = JSON.parse(readFileSync(file!, 'utf8')) as { runs: { recording: unknown; history: unknown[] }[] };
      assert.deepEqual(runs[0]!.recording, JSON.parse(readFileSync(path.join(first, 'recording.json'), 'utf8')));
      const lines = readFileSync(path.join(first, 'history.jsonl'), 'utf8').trimEnd().split('\n');
      assert.deepEqual(runs[0]!.history, lines.map(line => JSON.parse(line) as unknown)); // prettier-ignore
    });
  }

  it('comes back from a table of several as it was called, each with its own rows', async () => {
    const made = await Promise.all(Object.values(sources).map(async read => imported(await read())));
    const { files } = await exportFiles(made, { format: 'csv', path: path.join(folder(), 'runs.csv'), replaces: true });
    const [table, ...others] = files;
    for (const file of others) {
      const runs = await csvRuns(path.dirname(file), path.basename(file));
      const again = await Promise.all(runs.map(run => run.read()));
      const names = await Promise.all(made.map(async one => (await readOverview(one)).labels.name));
      assert.ok(again.length > 1 && again.every(({ name }) => names.includes(name)), file);
      for (const { name, rows } of file.endsWith('-history.csv') ? again : []) {
        const { store } = await recordedRows(made[names.indexOf(name)]!, 0);
        assert.deepEqual((await listed(rows())).map(({ _step }) => _step), [...store.steps].slice(0, store.rows), name); // prettier-ignore
      }
    }
    await assert.rejects(csvRuns(path.dirname(table!), path.basename(table!)), /a table of runs that was exported here: .*-history\.csv/);
  });
});
