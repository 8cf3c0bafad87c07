import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runConfig } from '../../../src/contract/formats/config';
import { parseValue } from '../../../src/contract/formats/parse';
import { defaultParameters } from '../../../src/contract/parameters';
import { arrange, defaultArrangement } from '../../../src/experiment/arrangement';
import { runLabel } from '../../../src/experiment/runLabel';
import { varyingParameters } from '../../../src/experiment/differences';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readConfig, readOverview, readRun } from '../../../src/runFolder/readRun';
import { describeListed, trainableParameters, type LabRun } from '../../../src/runs/labRun';
import { eventsOfRun } from '../cli/events';
import { digits } from '../cli/testCli';
import { writeRun } from './writtenRun';

const known = '20260301-101500-wand';
const bare = '20260301-101600-bare';
const trained = '20260301-101700-here';
const why = /this run was recorded by Weights & Biases: it was not trained here, so that it cannot be resumed, rerun, reproduced,/;

describe('a run that was imported', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-imported-'));
  const runs = path.join(folder, '.digits', 'runs');
  const done = async (...args: string[]): Promise<string> => {
    const { exitCode, out, err } = await digits(args, { cwd: folder });
    assert.deepEqual([exitCode, err], [0, ''], out);
    return out;
  };
  before(() => {
    cpSync(path.resolve('test', 'fixtures', 'imported-runs'), runs, { recursive: true });
    writeRun(runs, { id: trained, parameters: { num_filters: 16 } });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('reads with what its source knew, and is completed when that did not say', async () => {
    const { config, status, summary, labels, readOnly } = await readOverview(path.join(runs, known));
    assert.ok(config.kind === 'imported');
    assert.deepEqual(config.parameters, { epochs: 3, batch_size: 64, num_filters: 64, learning_rate: 0.001, optimizer: 'adam' });
    assert.deepEqual([config.dataset?.name, config.author, config.parent], ['MNIST', 'ada', null]);
    assert.deepEqual([status, summary?.testAccuracy, labels.name, readOnly], ['completed', 0.9812, 'From W&B', null]);
    assert.equal((await readRun(path.join(runs, known))).epochs.length, 3);
    const other = await readOverview(path.join(runs, bare));
    assert.ok(other.config.kind === 'imported');
    assert.deepEqual([other.status, other.summary, other.config.parameters, other.config.dataset], ['completed', undefined, {}, undefined]);
  });

  it('is listed beside the others, sorted and filtered', async () => {
    const rows = (out: string): string[] => [...out.matchAll(/^\d{8}-\d{6}-(\w{4}).*$/gm)].map(([row]) => row.split(/ {2,}/).join('|'));
    assert.deepEqual(rows(await done('list', '--columns', 'id,status,num_filters,seed,test_accuracy,author')), [
      `${trained}|completed|16|0|99.12 %|·`,
      `${known}|completed|64|·|98.12 %|ada`,
      `${bare}|completed|·|·|·|·`,
    ]);
    const ids = async (...args: string[]): Promise<string[]> => rows(await done('list', '--columns', 'id', ...args));
    assert.deepEqual(await ids('--sort', '-num_filters'), [known, trained, bare]);
    assert.deepEqual(await ids('--filter', 'num_filters>=64'), [known]);
    assert.deepEqual(await ids('--filter', 'seed=0'), [trained]);
    assert.deepEqual(await ids('--filter', 'elsewhere'), [known]);
    assert.match(await done('list'), /num_filters/);
    const { length } = (await listRuns(runs)).runs;
    assert.equal((JSON.parse(await done('list', '--json')) as unknown[]).length, length);
  });

  it('is shown without an engine, and with its source', async () => {
    const out = await done('show', known);
    for (const line of [
      /^From W&B {2}completed$/m,
      /^ {2}data {5}MNIST$/m,
      /^ {2}source {3}imported from Weights & Biases, ada\/digits\/k3x9$/m,
      /^ {2}num_filters +64 +· default 32$/m,
      /^ {2}seed +unknown$/m,
      /validation loss, by epoch/,
    ]) {
      assert.match(out, line);
    }
    assert.doesNotMatch(out, /^ {2}engine/m);
    assert.match(await done('show', bare), /^ {2}source {3}imported from NumPy files$/m);
  });

  it('is not resumed, reproduced or evaluated: the reason is told', async () => {
    for (const args of [
      ['train', '--resume', known],
      ['reproduce', known],
      ['evaluate', known],
    ]) {
      const { exitCode, out, err } = await digits(args, { cwd: folder });
      assert.deepEqual([exitCode, out], [1, ''], args.join(' '));
      assert.match(err, why);
    }
    await assert.rejects(readConfig(path.join(runs, known)), why);
  });

  it('is arranged by the views, which tell why it is not trained again', async () => {
    const rows = (await listRuns(runs)).runs.map(overview => describeListed(overview, undefined, undefined));
    const [imported, empty, own] = rows as [LabRun, LabRun, LabRun];
    assert.deepEqual([imported.status, imported.summary?.testAccuracy, imported.parameters.num_filters], ['completed', 0.9812, 64]);
    const groups = (group: string, filter = ''): string[] =>
      arrange(rows, { ...defaultArrangement, group, filter }).map(({ label, runs: { length } }) => `${label} (${length})`);
    assert.deepEqual(groups('num_filters').toSorted(), ['num_filters 16 (1)', 'num_filters 64 (1)', 'num_filters unknown (1)']);
    assert.deepEqual(groups('none', 'num_filters=64'), [' (1)']);
    assert.equal(runLabel(empty), 'imported');
    const varying = varyingParameters(rows.map(({ parameters }) => parameters));
    assert.deepEqual([varying.includes('num_filters'), varying.includes('seed')], [true, false]);
    for (const one of [imported, empty]) assert.throws(() => trainableParameters(one), /recorded by .* cannot be resumed, rerun,/);
    assert.deepEqual(trainableParameters(own), { ...defaultParameters, ...own.parameters });
  });
});

describe('the kind of a run', () => {
  const config = eventsOfRun().flatMap(event => (event.type === 'runStarted' ? [event.config] : []))[0]!;
  const read = (value: object): unknown => parseValue(runConfig, value, 'config.json');

  it('is trained where it is not said', () => {
    const { kind: _, ...rest } = config;
    assert.deepEqual(read(rest), config);
    assert.equal(read(config), config);
  });

  it('decides what must be there', () => {
    const { engine: _, ...rest } = config;
    assert.throws(() => read(rest), /^FormatError: config\.json: engine: it is missing; expected an object\.$/);
    assert.throws(
      () => read({ ...config, kind: 'dreamt' }),
      /^FormatError: config\.json: kind: found "dreamt"; expected "trained" or "imported"\.$/,
    );
    assert.throws(() => read({ ...config, kind: 'imported' }), /^FormatError: config\.json: source: it is missing; expected an object\.$/);
    assert.throws(() => parseValue(runConfig, 5, 'config.json'), /^FormatError: config\.json: found 5; expected an object\.$/);
  });
});
