import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { comparisonStore } from '../../../src/designs/comparisonStore';
import { MlflowServer } from '../../mlflowServer/mlflowServer';
import { idOf, planOf } from '../experiment/effects/compared';
import { row, writeRecorded } from '../runFolder/recording/writeRecorded';
import { writeRun } from '../runFolder/writtenRun';
import { assertDocumented } from './documentedFields';
import { digits, type CliRun } from './testCli';

const [one, two, three] = ['20260101-000001-aaaa', '20260101-000002-aaaa', '20260101-000003-aaaa'] as const;
const SECRET = 'marker1token';

describe('digits export', () => {
  let folder: string;
  let runs: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-export-'));
    runs = path.join(folder, '.digits', 'runs');
    writeRun(runs, { id: one, labels: { name: 'first' } });
    writeRun(runs, { id: two });
    writeRun(runs, { id: three, labels: { archived: true } });
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    for (const name of readdirSync(folder)) if (name !== '.digits') rmSync(path.join(folder, name), { recursive: true });
  });

  const call = (args: string, more: CliRun = {}): ReturnType<typeof digits> =>
    digits(['export', ...args.split(' ')], { cwd: folder, ...more });
  const made = (): string[] => readdirSync(folder).filter(name => name !== '.digits');

  it('writes into the current folder, or where --out says, and says where', async () => {
    assert.deepEqual(await call('first latest --to csv'), {
      exitCode: 0,
      out: 'Exported 2 runs to runs.csv and runs-curves.csv.\n',
      err: '',
    });
    assert.equal((await call('first --to zip')).out, `Exported 1 run to ${one}.zip.\n`);
    assert.equal((await call('--all --to json --out deep/er.json')).out, `Exported 2 runs to ${path.join('deep', 'er.json')}.\n`);
    assert.equal((await call('--all --to tensorboard')).out, 'Exported 2 runs to tensorboard.\n');
    assert.deepEqual(made().toSorted(), [`${one}.zip`, 'deep', 'runs-curves.csv', 'runs.csv', 'tensorboard']);
  });

  it('says as JSON what it wrote', async () => {
    const { out } = await call(`${one} --to json --json`);
    assertDocumented('export', JSON.parse(out) as object);
    assert.deepEqual(JSON.parse(out), { to: 'json', runs: [one], files: [path.join(folder, 'runs.json')], remarks: [] });
  });

  it('says of a recorded run what other programs get otherwise than it was', async () => {
    const id = '20260101-000004-aaaa';
    const metrics = [{ name: 'loss', step: 'part' }];
    const home = writeRecorded(runs, { id, recording: { metrics }, rows: [row(0, { loss: 1, part: 0.5 })] });
    const { exitCode, out, err } = await call(`${id} --to tensorboard`);
    assert.deepEqual([exitCode, out], [0, 'Exported 1 run to tensorboard.\n']);
    assert.match(err, /^note: 20260101-000004-aaaa: The steps that the script defined for loss are no whole numbers/);
    const { remarks } = JSON.parse((await call(`${id} --to tensorboard --force --json`)).out) as { remarks: string[] };
    assert.equal(`note: ${remarks.join()}\n`, err);
    rmSync(home, { recursive: true });
  });

  it('leaves what is there, unless --force says otherwise', async () => {
    writeFileSync(path.join(folder, 'runs.json'), 'mine');
    const refused = await call('--all --to json');
    assert.deepEqual([refused.exitCode, refused.out], [1, '']);
    assert.match(refused.err, /^digits: .*runs\.json: this is there already, and stays as it is\./);
    assert.equal(readFileSync(path.join(folder, 'runs.json'), 'utf8'), 'mine');
    assert.equal((await call('--all --to json --force')).exitCode, 0);
  });

  it('asks for what is missing, and refuses what makes no sense, before anything is done', async () => {
    for (const [args, why] of [
      ['--to csv', /which runs\? Give their ids, --all or --comparison/],
      ['first --all --to csv', /not several of them/],
      ['first --to csv --experiment x', /--experiment says nothing with --to csv/],
      ['first --to zip --no-artifacts', /--no-artifacts says nothing with --to zip/],
      ['first --to mlflow --out x', /--out says nothing with --to mlflow/],
      ['first --to mlflow', /which MLflow server\? Give its address with --tracking-uri, or in MLFLOW_TRACKING_URI/],
      ['first --to mlflow --tracking-uri sqlite:///x.db', /begins with sqlite:/],
      ['first', /required option '--to <format>' not specified/],
      ['first --to parquet', /--to parquet: expected one of tensorboard, csv, json, zip, mlflow\./],
    ] as const) {
      const { exitCode, out, err } = await call(args);
      assert.deepEqual([exitCode, out], [2, ''], args);
      assert.match(err, why);
    }
    assert.equal((await call('nothing --to csv')).exitCode, 1);
    assert.deepEqual(made(), []);
  });

  describe('to MLflow', () => {
    let server: MlflowServer;
    beforeEach(async () => {
      server = await MlflowServer.start({ authorization: `Bearer ${SECRET}` });
    });
    afterEach(() => server.close());
    const environment = { MLFLOW_TRACKING_TOKEN: SECRET };

    it('sends runs to the server of the environment or the flag, and says which', async () => {
      const named = await call('--all --to mlflow', { environment: { ...environment, MLFLOW_TRACKING_URI: `${server.url}/` } });
      assert.equal(named.exitCode, 0, named.err);
      const { host } = new URL(server.url);
      assert.equal(named.err, `Sending 2 runs with their files to the experiment digits-lab at ${host}.\n`);
      assert.deepEqual(
        named.out.trimEnd().split('\n'),
        server.state.runs.map(({ id }, i) => `${[one, two][i]}  ${server.url}/#/experiments/1/runs/${id}`),
      );
      assert.deepEqual([...server.state.runs[0]!.artifacts.keys()], ['config.json', 'events.jsonl', 'summary.json']);
      assert.deepEqual(server.state.runs[0]!.artifacts.get('events.jsonl'), readFileSync(path.join(runs, one, 'events.jsonl')));
      const flags = `first --to mlflow --tracking-uri ${server.url} --experiment mine --no-artifacts --json`;
      const asked = await call(flags, { environment });
      assert.equal(asked.exitCode, 0, asked.err);
      const last = server.state.runs.at(-1)!;
      assert.deepEqual([last.experiment, last.artifacts.size, last.name], ['2', 0, 'first']);
      assertDocumented('export', JSON.parse(asked.out) as object);
      const { experiment, runs: sent } = JSON.parse(asked.out) as { experiment: string; runs: { runId: string }[] };
      assert.deepEqual([experiment, sent[0]!.runId], ['mine', last.id]);
      assert.deepEqual(server.breaches, []);
    });

    it('takes neither address nor token from a folder, and sends a token only where it belongs', async () => {
      writeFileSync(path.join(folder, '.env'), `MLFLOW_TRACKING_URI=${server.url}\nMLFLOW_TRACKING_TOKEN=${SECRET}\n`);
      assert.equal((await call('first --to mlflow')).exitCode, 2);
      const elsewhere = { ...environment, MLFLOW_TRACKING_URI: 'https://ml.example.com' };
      const other = await call(`first --to mlflow --tracking-uri ${server.url}`, { environment: elsewhere });
      assert.equal(other.exitCode, 1);
      assert.match(other.err, /^note: MLFLOW_TRACKING_TOKEN in the environment belongs to the server that MLFLOW_TRACKING_URI names/m);
      assert.match(other.err, /^digits: .* wants to know who asks \(401/m);
      assert.ok(server.requests.every(({ authorization }) => authorization === undefined));
      assert.ok(!other.err.includes(SECRET));
    });

    it('nests the runs of a comparison in one with its verdict', async () => {
      const plan = planOf([8, 32], [0, 1], { id: '20260102-000000-abcd' });
      await comparisonStore(runs).write(plan);
      for (const { id, level, seed } of plan.runs.slice(0, 3))
        writeRun(runs, { id, parameters: { ...plan.baseline, num_filters: Number(level), seed } });
      const args = `--comparison 20260102 --to mlflow --tracking-uri ${server.url}`;
      const { exitCode, err, out } = await call(args, { environment });
      assert.equal(exitCode, 0, err);
      assert.match(err, /^note: 1 run of the comparison, not done yet, left out\.$/m);
      const [parent, ...nested] = server.state.runs;
      assert.deepEqual(
        nested.map(run => [run.tags.get('digits.id'), run.tags.get('mlflow.parentRunId')]),
        [idOf(8, 0), idOf(32, 0), idOf(8, 1)].map(id => [id, parent!.id]),
      );
      assert.deepEqual([parent!.name, parent!.params.get('levels')], ['num_filters 8 → 32', '8, 32']);
      assert.equal(parent!.tags.get('digits.verdict'), 'single run');
      assert.match(parent!.tags.get('digits.effect') ?? '', /in a single pair, which tells nothing of other seeds/);
      const figure = (name: string): number | undefined =>
        parent!.metrics.find(({ key }) => key === `effect/val_accuracy/32/${name}`)?.value;
      assert.deepEqual([figure('n'), figure('mean'), figure('low')], [1, 0, undefined]);
      assert.deepEqual([...parent!.artifacts.keys()], ['comparison.json']);
      assert.equal(out.split('\n')[0]!.split('  ')[0], plan.id);
      assert.deepEqual(server.breaches, []);
      rmSync(comparisonStore(runs).folder, { recursive: true });
      for (const { id } of plan.runs) rmSync(path.join(runs, id), { recursive: true, force: true });
    });

    it('says which comparisons there are', async () => {
      const { exitCode, err } = await call(`--comparison nothing --to csv`);
      assert.equal(exitCode, 1);
      assert.match(err, /^digits: There is no comparison "nothing"\. There are none in /);
      assert.ok(!existsSync(path.join(folder, 'runs.csv')));
    });
  });
});
