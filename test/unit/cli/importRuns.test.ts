import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ExitCode } from '../../../src/cli/exitCode';
import type { ImportedRecordings } from '../../../src/contract/importing';
import type { RecordedRow } from '../../../src/contract/recording';
import { comparisonResult, mainEffects, type ComparisonResult } from '../../../src/experiment/effects/comparisonResult';
import { effectInWords, verdictInWords } from '../../../src/experiment/effects/effectInWords';
import { comparisonOfRuns } from '../../../src/experiment/effects/ofRuns';
import { remarksOn } from '../../../src/experiment/effects/remarks';
import { readOverview, type RunOverview } from '../../../src/runFolder/readRun';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { RecordingWriter } from '../../../src/runFolder/recording/recordingWriter';
import { until } from '../../until';
import { copyOf, recordings } from '../foreign/fixtures';
import { trainerFile } from '../trainer/forkTrainer';
import { assertDocumented } from './documentedFields';
import { digits, type CliResult } from './testCli';

type Imported = ImportedRecordings['runs'][number];

describe('digits import of what other tools recorded', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-import-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const runs = (): string => path.join(folder, '.digits', 'runs');
  const run = (...args: string[]): Promise<CliResult> => digits(args, { cwd: folder, trainerFile });
  async function imported(...args: string[]): Promise<Imported[]> {
    const { exitCode, out, err } = await run('import', '--json', ...args);
    assert.equal(exitCode, 0, err);
    const read = JSON.parse(out) as Imported[];
    for (const one of read) assertDocumented('import', one);
    return read;
  }
  const overviewOf = (id: string): Promise<RunOverview> => readOverview(path.join(runs(), id));

  it('makes a run of its own, which is there when the original is gone', async () => {
    const original = copyOf('wandb/0.16.2');
    const [one, ...others] = await imported(original);
    assert.ok(one && others.length === 0);
    rmSync(original, { recursive: true });
    const home = path.join(runs(), one.id);
    const rows = readFileSync(path.join(home, 'history.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as RecordedRow);
    assert.deepEqual([rows.length, one.rows, rows[1]?.['odd'], rows[2]?.['nested']], [3, 3, 'NaN', { deep: { value: 4 } }]);
    assert.match(readFileSync(path.join(home, 'console.log'), 'utf8'), /a line of the console/);
    assert.match(readFileSync(path.join(home, 'notes.md'), 'utf8'), /What wandb wrote\./);
    const { config, labels, status, summary } = await overviewOf(one.id);
    assert.ok(config.kind === 'imported');
    assert.deepEqual([labels.name, labels.tags, status], ['a run of wandb', ['mnist', 'small'], 'completed']);
    assert.deepEqual([config.source.tool, config.source.run], ['wandb 0.16.2', 'ada/digits/k3x9ab12']);
    assert.deepEqual(config.parameters, {
      epochs: 3,
      batch_size: 64,
      num_filters: 16,
      activation_fun: 'relu',
      learning_rate: 0.001,
      seed: 7,
    });
    assert.deepEqual(
      [summary?.testAccuracy, summary?.testLoss, summary?.final?.valAccuracy, summary?.final?.epoch, summary?.keptEpoch, summary?.epochs],
      [0.9812, 0.0601, 0.9812, 3, null, 3],
    );
    const recording = await readRecording(home);
    assert.deepEqual([recording?.group, recording?.jobType, recording?.state, recording?.missing], ['filters', 'train', 'finished', []]);
    const { out } = await run('show', one.id);
    assert.match(out, /recorded by wandb 0\.16\.2, ada\/digits\/k3x9ab12/);
  });

  it('leaves open what a log does not tell: how fast it was, and how long it took', async () => {
    const [keras] = await imported(path.join(recordings, 'csv', 'keras'));
    const { summary } = await overviewOf(keras!.id);
    assert.deepEqual([summary?.final?.imagesPerSecond, summary?.durationMs, summary?.epochs], [null, null, 3]);
    const file = path.join(runs(), keras!.id, 'summary.json');
    // As earlier versions wrote it.
    writeFileSync(
      file,
      JSON.stringify({ ...summary, final: { ...summary!.final, imagesPerSecond: 0 }, durationMs: 60_000, epochs: 0, keptEpoch: null }),
    );
    assert.equal((await run('export', keras!.id, '--to', 'csv', '--json')).exitCode, 0);
    const [head, row] = readFileSync(path.join(folder, 'runs.csv'), 'utf8')
      .split('\r\n')
      .map(line => line.split(','));
    assert.equal(row![head!.indexOf('images_per_second')], '');
    assert.match((await run('show', keras!.id)).out, /^ *took +1m00s, figures of epoch 3, the last$/m);
  });

  it('says that a run is there already, and which one', async () => {
    const place = path.join(recordings, 'csv', 'keras');
    const [first] = await imported(place);
    const { out, exitCode } = await run('import', place, path.join(place, 'training.csv'));
    assert.equal(exitCode, 0);
    assert.equal(out, `${first!.id}  keras   is there already, from keras csv, keras/training.csv\n`);
    assert.equal(readdirSync(runs()).length, 1);
  });

  it('imports a log anew whose settings came, or are others', async () => {
    const place = path.join(folder, 'f16');
    mkdirSync(place);
    writeFileSync(path.join(place, 'log.csv'), 'epoch,loss,val_loss\n0,0.5,0.4\n');
    await imported(place);
    for (const seed of [1, 2]) {
      writeFileSync(path.join(place, 'hparams.yaml'), `seed: ${seed}\n`);
      const [one] = await imported(place);
      assert.deepEqual([one?.isThere, (await overviewOf(one!.id)).config.parameters.seed], [false, seed]);
      assert.equal((await imported(place))[0]?.isThere, true);
    }
  });

  it('says of a run that its script has sent here that it is there', async () => {
    const source = { tool: 'wandb 0.31.0', run: 'local/digits/k3x9ab12' };
    const facts = { startedAt: new Date(0).toISOString(), project: 'digits' };
    const writer = await RecordingWriter.create({ runsFolder: runs(), source, name: 'sent', tags: [], notes: '', facts });
    await writer.end({ state: 'finished', exitCode: 0 });
    await writer.release();
    const [one, ...others] = await imported(copyOf('wandb/0.16.2'));
    assert.deepEqual([one?.id, one?.isThere, others], [writer.id, true, []]);
    assert.equal(readdirSync(runs()).length, 1);
  });

  it('imports a run that has gone on anew, and names the earlier one', async () => {
    const copy = copyOf('wandb/0.16.2/offline-run-20261123_132647-k3x9ab12');
    const file = path.join(copy, 'run-k3x9ab12.wandb');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
    const [before] = await imported(copy);
    assert.deepEqual([before?.state, (await overviewOf(before!.id)).status], ['running', 'interrupted']);
    assert.match(before?.missing.join() ?? '', /it ends in the middle of a record/);
    writeFileSync(file, bytes);
    const [now] = await imported(copy);
    assert.deepEqual([now?.state, now?.earlier, now?.isThere], ['finished', [before!.id], false]);
  });

  it('imports all that can be, with a line each, and says what cannot', async () => {
    const bad = path.join(folder, 'bad.csv');
    writeFileSync(bad, 'a,b\n1,2\n');
    cpSync(path.join(recordings, 'mlflow', 'mlruns'), path.join(folder, 'mlruns'), { recursive: true });
    const { out, err, exitCode } = await run('import', bad, 'mlruns', path.join(recordings, 'tensorboard'));
    assert.equal(exitCode, 1);
    assert.match(err, /error: .*bad\.csv: this is no log of a training/);
    assert.equal(out.trimEnd().split('\n').length, 4);
    assert.match(out, /^\S+ {2}all of it {3}\d+ rows of metrics, finished, from mlflow, digits\/[0-9a-f]{32}$/m);
    const alone = await run('import', bad);
    assert.deepEqual([alone.exitCode, alone.out], [1, '']);
    assert.match(alone.err, /bad\.csv: this is no log of a training/);
    const named = await run('import', 'mlruns', '--name', 'x');
    assert.deepEqual([named.exitCode, named.out], [1, '']);
    assert.match(named.err, /There are 2 runs \(.*\); a name can be given to one\./);
  });

  it('copies artifacts of MLflow, and leaves nothing of a run that cannot be read to its end', async () => {
    const made = await imported(path.join(recordings, 'mlflow', 'mlruns'));
    const outer = made.find(({ name }) => name === 'all of it')!;
    const { parameters } = (await overviewOf(outer.id)).config;
    assert.deepEqual([parameters.batch_size, parameters.learning_rate], [64, 0.001]);
    assert.equal(readFileSync(path.join(runs(), outer.id, 'files', 'results', 'predictions.txt'), 'utf8'), '7 2 1 0 4\n');
    const before = readdirSync(runs()).length;
    const folderOf = path.join(folder, 'rows');
    mkdirSync(folderOf);
    writeFileSync(path.join(folderOf, 'x.csv'), `epoch,loss\n${'0,1\n'.repeat(10)}"`);
    const { exitCode, err } = await run('import', path.join(folderOf, 'x.csv'));
    assert.equal(exitCode, 1);
    assert.match(err, /x\.csv: cannot be read/);
    assert.equal(readdirSync(runs()).length, before);
  });

  it('says of a run that diverged that it did, and of every figure which epoch it is of', async () => {
    const log = (name: string, ...lines: readonly string[]): string => {
      const file = path.join(folder, `${name}.csv`);
      writeFileSync(file, ['epoch,loss,accuracy,val_loss,val_accuracy', ...lines, ''].join('\n'));
      return file;
    };
    const [diverged, whole] = await imported(
      log('diverged', '0,0.4,0.9,0.2,0.95', '1,nan,0.1,nan,0.098'),
      log('whole', '0,0.4,0.9,0.1,0.97', '1,0.3,0.95,0.2,0.96'),
    );
    const listed = (await run('list')).out.split('\n');
    assert.match(
      listed.find(line => line.startsWith(diverged!.id))!,
      /diverged +failed .*loss not fin/,
    );
    assert.match(
      listed.find(line => line.startsWith(whole!.id))!,
      /whole +completed +96\.00 % +· +· +0\.2000$/,
    );
    const { out } = await run('show', whole!.id);
    assert.match(out, /took +2 epochs, figures of epoch 2, the last\n/);
    assert.match(out, /How it was understood\n {2}2 epochs, told apart by their epoch\. What counts are the figures of the last one/);
    assert.match((await run('show', diverged!.id)).out, /diverged {2}finished: loss not finite in epoch 2\n/);
    await run('export', '--all', '--to', 'csv');
    const [head, ...rows] = readFileSync(path.join(folder, 'runs.csv'), 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .map(line => line.split(','));
    const column = (name: string): string[] => rows.map(cells => `${cells[1]} ${cells[head!.indexOf(name)]}`).toSorted();
    assert.deepEqual(column('val_accuracy'), ['diverged 0.098', 'whole 0.96']);
    assert.deepEqual(column('val_loss'), ['diverged ', 'whole 0.2']);
    assert.deepEqual(column('status'), ['diverged failed', 'whole completed']);
  });

  it('shows the settings of a run once', async () => {
    const [one] = await imported(path.join(recordings, 'csv', 'lightning', 'version_0'));
    const { out } = await run('show', one!.id);
    assert.match(out, /\nConfig\n/);
    assert.doesNotMatch(out, /\nParameters\n/);
  });

  /** What runs that were made of logs tell of the filters; each log as its rows below its head, by filters and seed. */
  async function effectOver(
    logs: readonly { filters: number; seed?: number; head: string; rows: readonly string[] }[],
  ): Promise<ComparisonResult> {
    const places = logs.map(({ filters, seed, head, rows }, i) => {
      const home = path.join(folder, `run${i}`);
      mkdirSync(home);
      writeFileSync(path.join(home, 'hparams.yaml'), `num_filters: ${filters}\n${seed === undefined ? '' : `seed: ${seed}\n`}`);
      writeFileSync(path.join(home, 'metrics.csv'), [head, ...rows, ''].join('\n'));
      return home;
    });
    const overviews = await Promise.all((await imported(...places)).map(({ id }) => overviewOf(id)));
    const byId = new Map(overviews.map(one => [one.id, one]));
    const plan = comparisonOfRuns({ runs: overviews, factor: 'num_filters', hypothesis: null, author: null, now: new Date(), id: overviews[0]!.id }); // prettier-ignore
    return comparisonResult(plan, id => byId.get(id));
  }
  const settings = [16, 32].flatMap(filters => [1, 2].map(seed => ({ filters, seed, better: filters === 32 ? 0.01 : 0 })));

  it("answers by validation accuracy of Lightning's logs, which have no training accuracy", async () => {
    const result = await effectOver(
      settings.map(({ filters, seed, better }) => ({
        filters,
        seed,
        head: 'epoch,step,train_loss,val_acc,val_loss',
        rows: ['0,9,0.5,,', '0,9,,0.9,0.4', '1,19,0.4,,', `1,19,,${0.95 + better + seed / 1000},0.2`],
      })),
    );
    const [effect] = mainEffects(result);
    assert.deepEqual([effect?.metric, effect?.n, effect?.lacking], ['val_accuracy', 2, []]);
    assert.ok(Math.abs(effect!.mean! - 0.01) < 1e-9);
  });

  it('answers by validation accuracy where one pair has it, and says which runs lack a metric and what it would have been understood as', async () => {
    const result = await effectOver(
      settings.map(({ filters, seed, better }) => ({
        filters,
        seed,
        head: 'epoch,step,train_loss,val_acc,test_acc',
        rows: [`0,9,0.5,${seed === 1 || filters === 16 ? 0.9 : ''},`, `0,10,,,${0.95 + better}`],
      })),
    );
    const [effect] = mainEffects(result);
    assert.deepEqual([effect?.metric, effect?.n], ['val_accuracy', 1]);
    const on = (metric: string): string => effectInWords(result.effects.find(one => one.metric === metric)!);
    const last = result.runs.find(({ run: one }) => one?.config.parameters.num_filters === 32 && one.config.parameters.seed === 2)!.id;
    assert.match(
      on('val_accuracy'),
      new RegExp(
        `; 1 pair without it, as ${last} has none \\(of a script it is known where that logs val_accuracy, .* or eval_accuracy\\)\\.$`,
      ),
    );
    const lost = result.effects.find(one => one.metric === 'val_loss')!;
    assert.equal(verdictInWords(lost, result.plan, true), 'No pair has this metric.');
    assert.equal(result.effects.find(one => one.metric === 'duration')?.n, 0, 'A file has no duration.');
    assert.doesNotMatch(remarksOn(result).join(' '), /The answer is about/);
    assert.match(
      on('val_loss'),
      /there is no validation loss of (\S+, ){3}\S+ \(of a script it is known where that logs val_loss, .* or eval_loss\)\.$/,
    );
  });

  it('answers by another metric only where no pair has a validation accuracy, and says so', async () => {
    const result = await effectOver(
      settings.map(({ filters, seed, better }) => ({
        filters,
        seed,
        head: 'epoch,step,train_loss,val_acc,test_acc',
        rows: [`0,9,0.5,${filters === 16 ? 0.9 : ''},`, `0,10,,,${0.95 + better}`],
      })),
    );
    assert.deepEqual([mainEffects(result)[0]?.metric, mainEffects(result)[0]?.n], ['test_accuracy', 2]);
    assert.match(
      remarksOn(result)[0]!,
      /^The answer is about test accuracy, since no pair has a validation accuracy\. Of a script it is known where that logs val_accuracy, /,
    );
  });

  it('says of which runs a setting is not known, and how a script names it', async () => {
    const rows = ['0,9,0.5', '1,19,0.4'];
    const logs = [16, 32].map(filters => ({ filters, head: 'epoch,step,val_loss', rows }));
    await assert.rejects(
      effectOver(logs),
      /The seed is not known of \S+, \S+: a script has to have it in its settings, as seed or random_seed \(beside a CSV log: hparams\.yaml\)\. Without it/,
    );
  });

  it('that is stopped in its midst leaves nothing half written', async () => {
    writeFileSync(path.join(folder, 'metrics.csv'), `epoch,loss\n${'0,1\n'.repeat(1_000_000)}`);
    let interrupt = (): void => assert.fail('it does not mind Ctrl-C');
    const stopped = digits(['import', 'metrics.csv'], { cwd: folder, onWatch: on => (interrupt = on) });
    const there = (): string[] => (existsSync(runs()) ? readdirSync(runs()) : []);
    await until({ isSo: () => there().some(name => name.endsWith('.tmp')), what: 'a run that is being written', seen: there });
    interrupt();
    assert.deepEqual(await stopped, { exitCode: ExitCode.interrupted, out: '', err: '' });
    assert.deepEqual(there(), []);
  });

  it('says on a terminal how far it is', async () => {
    cpSync(path.join(recordings, 'csv', 'keras'), path.join(folder, 'keras'), { recursive: true });
    const { out } = await digits(['import', 'keras'], { cwd: folder, isTerminal: true });
    assert.ok(out.startsWith('\r\u001b[2Klooking through keras\r\u001b[2K'), out);
  });

  it('has them compared, and asked what one parameter did, with what is not known of them', async () => {
    for (const [filters, seed, accuracy] of [
      [16, 1, 0.97],
      [16, 2, 0.972],
      [32, 1, 0.981],
      [32, 2, 0.985],
    ] as const) {
      const home = path.join(folder, `f${filters}s${seed}`);
      mkdirSync(home);
      writeFileSync(path.join(home, 'hparams.yaml'), `num_filters: ${filters}\nseed: ${seed}\nbatch_size: 64\n`);
      writeFileSync(
        path.join(home, 'metrics.csv'),
        `epoch,step,loss,accuracy,val_loss,val_accuracy,test_accuracy\n0,9,0.5,0.9,0.4,${accuracy - 0.02},\n1,19,0.3,0.95,0.2,${accuracy - 0.01},\n1,20,,,,,${accuracy}\n`,
      );
    }
    const made = await imported('f16s1', 'f16s2', 'f32s1', 'f32s2');
    const ids = made.map(({ id }) => id);
    const compared = await run('compare', ...ids);
    assert.equal(compared.exitCode, 0, compared.err);
    assert.match(compared.out, /98\.10 %/);
    const overviews = await Promise.all(ids.map(overviewOf));
    const byId = new Map(overviews.map(one => [one.id, one]));
    const plan = comparisonOfRuns({ runs: overviews, factor: 'num_filters', hypothesis: null, author: null, now: new Date(), id: ids[0]! });
    const result = comparisonResult(plan, id => byId.get(id));
    assert.deepEqual(
      result.pairs.map(({ state }) => state),
      ['paired', 'paired'],
    );
    const means = Object.fromEntries(result.effects.map(({ metric, mean }) => [metric, mean]));
    assert.ok(Math.abs(means['test_accuracy']! - 0.012) < 1e-9);
    assert.ok(Math.abs(means['val_accuracy']! - 0.012) < 1e-9);
    const unverified = result.held.filter(({ state }) => state === 'unverified').map(({ name }) => name);
    for (const name of ['data', 'trainer build', 'engine', 'learning_rate']) assert.ok(unverified.includes(name), name);
    assert.equal(result.held.find(({ name }) => name === 'batch_size')?.state, 'equal');
    assert.ok(remarksOn(result).some(one => /^Not verified, since a run does not tell: .*\bdata\b/.test(one)));
  });
});
