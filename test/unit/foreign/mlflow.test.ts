import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findRuns } from '../../../src/foreign/findRuns';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { readFileRun } from '../../../src/foreign/mlflow/fileStore';
import { copyOf, pointsOf, programs, readExpected, type Point } from './fixtures';

interface Expected {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly latest: Readonly<Record<string, number | string>>;
  readonly history: Readonly<Record<string, readonly Point[]>>;
  readonly status: string;
  readonly start: number;
  readonly end: number;
  readonly artifacts: readonly string[];
}

const OUTER = 'all of it';
const INNER = 'a part of it';
/** As MlflowClient lists them is not by step. */
const byStep = (points: readonly Point[]): unknown =>
  points.map(([step, , value]) => [step, value]).toSorted((a, b) => Number(a[0]) - Number(b[0]));

async function runsAt(place: string): Promise<Record<string, ForeignRun>> {
  const { runs } = await findRuns(place, programs);
  const read = await Promise.all(runs.map(one => one.read()));
  return Object.fromEntries(read.map(run => [run.name, run]));
}

describe('runs of MLflow', () => {
  for (const [store, place] of [
    ['files', 'mlruns'],
    ['sqlite', 'mlflow.db'],
  ] as const)
    it(`of ${place} have what MlflowClient reads`, async () => {
      const expected = readExpected(`mlflow/${store}.json`) as Record<string, Expected>;
      const runs = await runsAt(path.join(copyOf('mlflow'), place));
      assert.deepEqual(Object.keys(runs).toSorted(), [INNER, OUTER]);
      for (const [name, { id, params, latest, history, status, start, end, artifacts }] of Object.entries(expected)) {
        const run = runs[name]!;
        assert.deepEqual([run.source, run.config, run.summary], [`digits/${id}`, params, latest]);
        const points = await pointsOf(run);
        assert.deepEqual(
          Object.fromEntries(Object.entries(points).map(([key, values]) => [key, byStep(values)])),
          Object.fromEntries(Object.entries(history).map(([key, values]) => [key, byStep(values)])),
        );
        assert.deepEqual([status, run.state, run.startedAt.getTime(), run.endedAt?.getTime()], ['FINISHED', 'finished', start, end]);
        assert.deepEqual(
          run.files.map(file => file.path),
          artifacts,
        );
      }
      assert.deepEqual(
        [runs[OUTER]!.tags, runs[OUTER]!.notes, runs[OUTER]!.group, runs[INNER]!.group],
        [['team: ada'], 'What MLflow wrote.', null, OUTER],
      );
    });

  it('that Digits Lab exported have the tags and the group that they had', async () => {
    const folder = copyOf('mlflow');
    const [experiment] = readdirSync(path.join(folder, 'mlruns')).filter(name => /^[1-9]/.test(name));
    const home = path.join(folder, 'mlruns', experiment!);
    for (const id of readdirSync(home).filter(name => /^[0-9a-f]{32}$/.test(name)))
      for (const [name, value] of Object.entries({ id: 'x', tags: 'a, b', group: 'sweep 3', job_type: 'train', state: 'finished' }))
        writeFileSync(path.join(home, id, 'tags', `digits.${name}`), value);
    const runs = await runsAt(path.join(folder, 'mlruns'));
    const { tags, group, jobType } = runs[OUTER]!;
    assert.deepEqual([tags, group, jobType, runs[INNER]!.group], [['a', 'b'], 'sweep 3', 'train', OUTER]);
  });

  it('say which lines of a metric are none, and copy no artifact through a link', async () => {
    const folder = copyOf('mlflow/mlruns');
    const [home] = runFolders(folder);
    appendFileSync(path.join(home!, 'metrics', 'loss'), 'x y z\n1 2\n\n7 nan 9 data digest\n');
    mkdirSync(path.join(home!, 'artifacts'), { recursive: true });
    symlinkSync(folder, path.join(home!, 'artifacts', 'up'));
    symlinkSync(path.join(home!, 'meta.yaml'), path.join(home!, 'artifacts', 'link.yaml'));
    symlinkSync(path.join(home!, 'meta.yaml'), path.join(home!, 'params', 'link'));
    const run = await readFileRun(home!);
    assert.match(run.missing.join(), /metrics\/loss: 1 line is no value of a metric/);
    assert.ok(run.files.every(file => !/up|link/.test(file.path)));
    assert.ok(!('link' in run.config));
    assert.equal((await pointsOf(run))['loss']?.at(-1)?.[2], 'NaN');
  });

  it('are refused in words where their meta.yaml is a bomb, or none', async () => {
    const [home] = runFolders(copyOf('mlflow/mlruns'));
    writeFileSync(
      path.join(home!, 'meta.yaml'),
      `run_id: &a [x,x,x,x,x]\nb: &b [${'*a,'.repeat(60)}x]\nc: &c [${'*b,'.repeat(60)}x]\nd: [${'*c,'.repeat(60)}x]\n`,
    );
    await assert.rejects(readFileRun(home!), /meta\.yaml: this is no YAML that is read: Excessive alias count/);
    writeFileSync(path.join(home!, 'meta.yaml'), 'a: [');
    await assert.rejects(readFileRun(home!), /meta\.yaml: this is no YAML that is read/);
  });

  it('in a database leave artifacts elsewhere where they are', async () => {
    const folder = copyOf('mlflow');
    const runs = await runsAt(path.join(folder, 'mlflow.db'));
    const [file] = runs[OUTER]!.files;
    assert.ok(file && readFileSync(path.join(file.folder, file.name), 'utf8').startsWith('7 2 1'));
    const bytes = readFileSync(path.join(folder, 'mlflow.db'));
    const at = bytes.indexOf('mlartifacts/');
    assert.ok(at > 0);
    // The same length, and another place.
    for (let i = at; i >= 0; i = bytes.indexOf('mlartifacts/', i)) bytes.write('/etc/mlflow/', i);
    writeFileSync(path.join(folder, 'mlflow.db'), bytes);
    const moved = (await runsAt(path.join(folder, 'mlflow.db')))[OUTER]!;
    assert.deepEqual(moved.files, []);
    assert.match(moved.missing.join(), /Artifacts that are kept elsewhere \(\/etc\/mlflow\/.*were left out/);
  });

  it('in a file that is no database of MLflow, or is damaged, are refused in words', async () => {
    const folder = copyOf('mlflow');
    const file = path.join(folder, 'mlflow.db');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, 1024));
    await assert.rejects(findRuns(file, programs), /mlflow\.db: /);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 16), Buffer.alloc(bytes.length - 16, 0xff)]));
    await assert.rejects(findRuns(file, programs), /mlflow\.db: /);
    writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    await assert.rejects(findRuns(file, programs), /mlflow\.db: a part of this database is missing.*; expected 33 pages of 512 bytes/);
    const odd = Buffer.from(bytes);
    odd.writeUInt16BE(1000, 16);
    writeFileSync(file, odd);
    await assert.rejects(findRuns(file, programs), /mlflow\.db: this database is damaged: a page of it has 1000 bytes/);
    writeFileSync(file, bytes);
    writeFileSync(`${file}-wal`, 'x');
    await assert.rejects(findRuns(file, programs), /a part of it is still in mlflow\.db-wal/);
  });
});

function runFolders(mlruns: string): string[] {
  return readdirSync(mlruns, { recursive: true, encoding: 'utf8' })
    .filter(name => path.basename(name) === 'metrics')
    .map(name => path.join(mlruns, path.dirname(name)))
    .filter(home => readdirSync(path.join(home, 'metrics')).includes('val_loss'));
}
