import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCsv } from '../../../src/foreign/csv/readCsv';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { readFileRun } from '../../../src/foreign/mlflow/fileStore';
import { sqliteRuns } from '../../../src/foreign/mlflow/sqliteStore';
import { readEvents } from '../../../src/foreign/tensorboard/readEvents';
import { readWandb } from '../../../src/foreign/wandb/readWandb';
import { parseYaml } from '../../../src/foreign/yaml';
import { emptyEvents, withEmptyRow } from '../foreign/emptyParts';
import { listed, programs, recordings } from '../foreign/fixtures';
import { mutatedBytes } from './byteMutations';
import { valueOf } from './complaint';
import { property, within } from './property';

/** The inputs have less than 100 kB. */
const MOST_MEMORY = 64_000_000;

const recorded = (...names: string[]): Buffer => readFileSync(path.join(recordings, ...names));

describe("a stranger's recording", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-foreign-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** All of it is read, or it is said what is wrong with which file. */
  async function tried(read: () => Promise<ForeignRun>): Promise<void> {
    const all = async (): Promise<void> => {
      const run = await read();
      for (const one of [run.startedAt, run.heardAt]) assert.ok(one instanceof Date);
      JSON.stringify([run.config, run.summary, await listed(run.rows()), await listed(run.system()), await listed(run.console())]);
    };
    await within(MOST_MEMORY, () => valueOf(all, ['ForeignError'], folder));
  }

  const wandb = recorded('wandb', '0.16.2', 'offline-run-20261123_132647-k3x9ab12', 'run-k3x9ab12.wandb');
  const newest = recorded('wandb', '0.31.0', 'offline-run-20261123_132647-k3x9ab12', 'run-k3x9ab12.wandb');
  property(
    'of W&B',
    mutatedBytes([wandb, newest, withEmptyRow(wandb, 40_000)]),
    async bytes => {
      writeFileSync(path.join(folder, 'run-x.wandb'), bytes);
      await tried(() => readWandb(folder));
    },
    { cases: 300 },
  );

  property(
    'of TensorBoard',
    mutatedBytes([recorded('tensorboard', 'old', 'events.out.tfevents.1700000000.host'), emptyEvents(40_000)]),
    async bytes => {
      writeFileSync(path.join(folder, 'events.out.tfevents.1'), bytes);
      await tried(() => readEvents({ folder, files: ['events.out.tfevents.1'] }));
    },
    { cases: 300 },
  );

  property(
    'as CSV',
    mutatedBytes([
      recorded('csv', 'keras', 'training.csv'),
      recorded('csv', 'lightning', 'version_0', 'metrics.csv'),
      Buffer.from(`epoch,loss\n0,1\n${'1\n'.repeat(2000)}`),
    ]),
    async bytes => {
      writeFileSync(path.join(folder, 'x.csv'), bytes);
      await tried(() => readCsv(folder, 'x.csv'));
    },
    { cases: 300 },
  );

  property(
    'of MLflow',
    mutatedBytes([
      Buffer.from('1700000000000 0.5 1\n'.padEnd(20_000, '\n')),
      Buffer.from("artifact_uri: file:///x\nend_time: 2\nrun_id: '5'\nstart_time: 1\nstatus: 3\nuser_id: ada\n"),
    ]),
    async bytes => {
      const home = path.join(folder, 'run');
      mkdirSync(path.join(home, 'metrics'), { recursive: true });
      writeFileSync(path.join(home, 'meta.yaml'), bytes);
      writeFileSync(path.join(home, 'metrics', 'loss'), bytes);
      await tried(() => readFileRun(home));
    },
    { cases: 200 },
  );

  property(
    'as a database',
    mutatedBytes([recorded('mlflow', 'mlflow.db')]),
    async bytes => {
      writeFileSync(path.join(folder, 'mlflow.db'), bytes);
      const runs = await valueOf(() => sqliteRuns({ folder, name: 'mlflow.db', programs }), ['ForeignError'], folder);
      for (const run of runs?.slice(0, 3) ?? []) await tried(run.read);
    },
    { cases: 60 },
  );

  property(
    'as YAML',
    mutatedBytes([recorded('csv', 'lightning', 'version_0', 'hparams.yaml')]),
    async bytes => {
      await within(MOST_MEMORY, () => valueOf(() => parseYaml(bytes.toString('utf8'), folder), ['ForeignError'], folder));
    },
    { cases: 300 },
  );
});
