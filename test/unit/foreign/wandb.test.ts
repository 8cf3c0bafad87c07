import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import { encodeRecords } from '../../../src/tracking/wandb/recordFile';
import { RecordSchema, type Record as WandbRecord } from '../../../src/tracking/wandb/wandb_pb';
import type { JsonObject } from '../../../src/foreign/foreignRun';
import { readWandb } from '../../../src/foreign/wandb/readWandb';
import { copyOf, listed, readExpected, recordings } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

interface Expected {
  readonly version: string;
  readonly run: {
    readonly id: string;
    readonly name: string;
    readonly group: string;
    readonly jobType: string;
    readonly notes: string;
    readonly tags: string[];
    readonly started: number;
  };
  readonly config: JsonObject;
  readonly summary: JsonObject;
  readonly rows: JsonObject[];
  readonly metrics: Readonly<
    Record<string, { readonly step: string; readonly goal: number; readonly min: boolean; readonly max: boolean }>
  >;
  readonly exit: number;
}

const RUN = 'offline-run-20261123_132647-k3x9ab12';
const FILE = 'run-k3x9ab12.wandb';
const versions = readdirSync(path.join(recordings, 'wandb'));

describe('run folders of W&B', () => {
  const folder = temporaryFolder();

  it('are tried of its oldest and newest client', () => {
    assert.deepEqual(
      [versions.length >= 4, versions.some(one => one.startsWith('0.13.')), versions.includes('0.31.0')],
      [true, true, true],
    );
  });

  for (const version of versions)
    it(`of version ${version} have what its own library reads`, async () => {
      const expected = readExpected(`wandb/${version}/expected.json`) as Expected;
      const run = await readWandb(path.join(recordings, 'wandb', version, RUN));
      const { name, group, jobType, notes, tags, started, id } = expected.run;
      assert.deepEqual([run.name, run.group, run.jobType, run.notes, run.tags], [name, group, jobType, notes, tags]);
      assert.deepEqual([run.tool, run.source], [`wandb ${expected.version}`, `ada/digits/${id}`]);
      assert.ok(Math.abs(run.startedAt.getTime() - started * 1000) < 1);
      assert.deepEqual(run.config, expected.config);
      assert.deepEqual(run.summary, expected.summary);
      assert.deepEqual(
        (await listed(run.rows())).map(({ _step, ...row }) => row),
        expected.rows.map(({ _step, ...row }) => row),
      );
      assert.deepEqual(
        (await listed(run.rows())).map(({ _step }) => _step),
        [0, 1, 2],
      );
      const { loss } = Object.fromEntries(run.metrics.map(metric => [metric.name, metric]));
      assert.deepEqual(loss, { name: 'loss', summary: 'min' });
      assert.ok(run.metrics.some(one => one.name.startsWith('val_') && one.step === 'epoch' && one.summary === 'max'));
      assert.deepEqual([run.state, run.exitCode, run.missing], ['finished', 0, []]);
      assert.match((await listed(run.console())).join(''), /a line of the console/);
    });

  it('that were cut off have the rows before, and say so', async () => {
    const copy = copyOf(`wandb/0.16.2/${RUN}`);
    const file = path.join(copy, FILE);
    const bytes = readFileSync(file);
    const whole = await listed((await readWandb(copy)).rows());
    const counts: number[] = [];
    for (let length = bytes.length; length > 400; length -= 97) {
      writeFileSync(file, bytes.subarray(0, length));
      const run = await readWandb(copy);
      const rows = await listed(run.rows());
      assert.deepEqual(rows, whole.slice(0, rows.length));
      counts.push(rows.length);
    }
    assert.deepEqual([counts[0], counts.toSorted((a, b) => b - a)], [3, counts]);
    writeFileSync(file, bytes.subarray(0, bytes.length - 3));
    const cut = await readWandb(copy);
    assert.match(cut.missing.join(), /it ends in the middle of a record, at byte \d+ of \d+/);
  });

  it('with a wrong checksum or a length that lies end there, and say so', async () => {
    const copy = copyOf(`wandb/0.16.2/${RUN}`);
    const file = path.join(copy, FILE);
    const bytes = readFileSync(file);
    const changed = Buffer.from(bytes);
    changed[bytes.length - 30]! ^= 4;
    writeFileSync(file, changed);
    assert.match((await readWandb(copy)).missing.join(), /damaged at byte \d+/);
    const lying = Buffer.concat([bytes, Buffer.from([1, 2, 3, 4, 0xff, 0xff, 1, 7])]);
    writeFileSync(file, lying);
    assert.match((await readWandb(copy)).missing.join(), /it ends in the middle of a record/);
    writeFileSync(file, 'no .wandb file');
    await assert.rejects(readWandb(copy), /this is no \.wandb file/);
  });

  it('of a run that goes on, or was killed before its client wrote anything, say what is there', async () => {
    const copy = copyOf(`wandb/0.16.2/${RUN}`);
    writeFileSync(path.join(copy, FILE), '');
    mkdirSync(path.join(copy, 'files'), { recursive: true });
    writeFileSync(
      path.join(copy, 'files', 'config.yaml'),
      'batch_size:\n  desc: null\n  value: 64\n_wandb:\n  value: {cli_version: 0.16.2}\n',
    );
    writeFileSync(path.join(copy, 'files', 'wandb-summary.json'), '{"loss": NaN, "_step": 3}');
    const run = await readWandb(copy);
    assert.deepEqual(
      [run.config, run.summary, run.state, run.tool],
      [{ batch_size: 64 }, { loss: 'NaN', _step: 3 }, 'running', 'wandb 0.16.2'],
    );
    assert.equal(run.startedAt.getTime(), new Date(2026, 10, 23, 13, 26, 47).getTime());
    const nothing = path.join(folder(), 'run-20261123_132647-none');
    mkdirSync(nothing);
    await assert.rejects(readWandb(nothing), /there is no file run-ID\.wandb in this folder/);
  });

  it('that name files elsewhere as artifacts get none of them', async () => {
    const home = path.join(folder(), 'offline-run-20261123_132647-evil');
    mkdirSync(path.join(home, 'artifacts'), { recursive: true });
    const secret = path.join(folder(), 'id_rsa');
    writeFileSync(secret, 'secret');
    writeFileSync(path.join(home, 'artifacts', 'own.txt'), 'own');
    symlinkSync(secret, path.join(home, 'artifacts', 'link.txt'));
    symlinkSync(folder(), path.join(home, 'artifacts', 'up'));
    const places = [
      secret,
      '../id_rsa',
      'artifacts/../../id_rsa',
      path.join(home, 'artifacts', 'link.txt'),
      path.join(home, 'artifacts', 'up', 'id_rsa'),
      path.join(home, '..', 'id_rsa'),
      'C:\\Users\\ada\\id_rsa',
      `/moved/${path.basename(home)}/artifacts/own.txt`,
      'artifacts/own.txt',
    ];
    writeFileSync(path.join(home, 'run-evil.wandb'), encodeRecords(artifactRecords(places)));
    const [artifact] = (await readWandb(home)).artifacts;
    assert.deepEqual(
      artifact?.files.map(({ path: called, name }) => [called, name]),
      [
        ['7.txt', 'artifacts/own.txt'],
        ['8.txt', 'artifacts/own.txt'],
      ],
    );
    assert.match(artifact?.missing.join(' ') ?? '', /outside of the folder of the run, where nothing is copied from/);
  });
});

function artifactRecords(places: readonly string[]): WandbRecord[] {
  const manifest = { version: 1, contents: places.map((localPath, i) => ({ path: `${i}.txt`, localPath, digest: '', ref: '', size: 3n })) };
  return [
    create(RecordSchema, { recordType: { case: 'run', value: { runId: 'evil', displayName: 'evil' } } }),
    create(RecordSchema, { recordType: { case: 'artifact', value: { name: 'predictions', type: 'predictions', manifest } } }),
    create(RecordSchema, { recordType: { case: 'exit', value: { exitCode: 0 } } }),
  ];
}
