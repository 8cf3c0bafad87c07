import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ComparisonPlan } from '../../../src/contract/effects';
import type { TrainedConfig } from '../../../src/contract/run';
import type { RunSummary } from '../../../src/contract/summary';
import type { EffectJson } from '../../../src/queries/effectJson';
import { outputOf } from '../../processes';
import { fewDigits } from '../data/fewDigits';
import { digits as digitsHere, type CliResult } from './testCli';

/** Of the real program, with the real trainer. */
describe('digits effect', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-effect-'));
  const home = path.join(folder, '.digits');
  const runs = path.join(home, 'runs');
  const few = fewDigits(folder);
  after(() => rmSync(folder, { recursive: true }));

  const quick = ['--dataset', few, '--epochs', '1', '--train-samples', '200', '--validation-samples', '100', '--threads', '1'];
  const digits = (...args: string[]): Promise<CliResult> =>
    outputOf(spawn(process.execPath, [path.resolve('dist/cli.js'), 'effect', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }));
  async function effects(...args: string[]): Promise<EffectJson[]> {
    const { out, err, exitCode } = await digits(...args, '--json');
    assert.equal(exitCode, 0, err);
    return JSON.parse(out) as EffectJson[];
  }
  const read = (...names: string[]): unknown => JSON.parse(readFileSync(path.join(...names), 'utf8'));
  const plans = (): ComparisonPlan[] =>
    readdirSync(path.join(home, 'comparisons'))
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map(id => read(home, 'comparisons', id, 'comparison.json') as ComparisonPlan);
  const question = ['num_filters', '2', '4', ...quick];

  it('trains the levels with each seed, says what the change did, and keeps it', async () => {
    const { out, err, exitCode } = await digits(...question, '--seeds', '2', '--hypothesis', 'More see more.', '--expect', 'higher');
    assert.equal(exitCode, 0, err);
    assert.match(out, /^Changing num_filters from 2 to 4 /);
    assert.match(out, /^verdict: estimate\. Two pairs are too few for a verdict\.$/m);
    for (const line of out.split('\n')) assert.ok(line.length <= 80 || line.startsWith('Report: '), line);
    const [plan] = plans();
    assert.deepEqual([plan!.factor, plan!.levels, plan!.seeds, plan!.engine, plan!.threads], ['num_filters', [2, 4], [0, 1], 'onnx', 1]);
    for (const { id, level, seed } of plan!.runs) {
      const { parameters, engine, design } = read(runs, id, 'config.json') as TrainedConfig;
      assert.deepEqual(
        [parameters.num_filters, parameters.seed, parameters.batch_size, engine.name, engine.threads, design],
        [level, seed, 128, 'onnx', 1, `comparisons/${plan!.id}`],
      );
    }
    assert.match(readFileSync(path.join(home, 'comparisons', plan!.id, 'report.md'), 'utf8'), /Effect of one parameter: num_filters 2 → 4/);
    assert.match(
      readFileSync(path.join(home, 'KNOWLEDGE.md'), 'utf8'),
      new RegExp(`## num_filters .*\\n\\n- \\*\\*estimate\\*\\*.*comparisons/${plan!.id}/report\\.md`),
    );
  });

  it('answers the same question again without training, with the figures of the run folders', async () => {
    const before = readdirSync(runs);
    const all = await effects(...question);
    assert.deepEqual(readdirSync(runs), before);
    const [plan] = plans();
    const summaryOf = (level: number, seed: number): RunSummary =>
      read(runs, plan!.runs.find(run => run.level === level && run.seed === seed)!.id, 'summary.json') as RunSummary;
    const figures: Readonly<Record<string, (summary: RunSummary) => number>> = {
      val_accuracy: ({ final }) => final!.valAccuracy!,
      val_loss: ({ final }) => final!.valLoss!,
      test_accuracy: ({ testAccuracy }) => testAccuracy!,
      test_loss: ({ testLoss }) => testLoss!,
      macro_f1: ({ macro }) => macro!.f1!,
      macro_auroc: ({ macro }) => macro!.auroc!,
    };
    assert.deepEqual(
      all.map(({ metric }) => metric),
      [...Object.keys(figures), 'duration'],
    );
    for (const [metric, of] of Object.entries(figures)) {
      const effect = all.find(one => one.metric === metric)!;
      const [d0, d1] = [0, 1].map(seed => of(summaryOf(4, seed)) - of(summaryOf(2, seed))) as [number, number];
      assert.deepEqual(
        effect.pairs.map(({ difference }) => difference),
        [d0, d1],
        metric,
      );
      const mean = (d0 + d1) / 2;
      // t(1) of 0.975 is tan(0.475π).
      const half = (Math.tan(0.475 * Math.PI) * Math.abs(d0 - d1)) / 2;
      assert.equal(effect.mean, mean);
      if (d0 === d1) assert.equal(effect.low, null);
      else assert.ok(Math.abs(effect.low! - (mean - half)) < 1e-9 && Math.abs(effect.high! - (mean + half)) < 1e-9, metric);
    }
  });

  it('adds seeds, which are marked when results could be seen', async () => {
    const [effect] = await effects(...question, '--seeds', '3');
    assert.deepEqual([effect!.n, effect!.verdict], [3, 'estimate']);
    const [plan] = plans();
    assert.deepEqual(
      [plan!.seeds, plan!.runs.filter(({ late }) => late).map(({ seed }) => seed)],
      [
        [0, 1],
        [2, 2],
      ],
    );
  });

  it('refuses a pair that differs in something else, names it, and settles it when asked', async () => {
    const [plan] = plans();
    const { id } = plan!.runs.find(({ level, seed }) => level === 4 && seed === 1)!;
    const file = path.join(runs, id, 'config.json');
    const config = read(file) as TrainedConfig;
    writeFileSync(file, JSON.stringify({ ...config, parameters: { ...config.parameters, batch_size: 64 } }));
    const before = readdirSync(runs).length;
    const [effect] = await effects(...question);
    assert.equal(effect!.n, 2);
    assert.deepEqual(
      effect!.refused.map(({ seed, confounders }) => [seed, confounders]),
      [[1, [{ name: 'batch_size', values: ['128', '64'] }]]],
    );
    const { out } = await digits(...question);
    assert.match(out, /not identified: also batch_size 128 → 64/);
    assert.match(out, /--settle/);
    const [settled] = await effects(...question, '--settle');
    assert.deepEqual([settled!.n, settled!.refused.length, readdirSync(runs).length], [3, 0, before + 1]);
  });

  it('plans its own runs for another question, and reuses those that match, marked', async () => {
    const before = readdirSync(runs).length;
    const [first] = await effects('num_filters', '4', '2', ...quick, '--seeds', '1');
    assert.deepEqual([first!.n, first!.verdict, readdirSync(runs).length], [1, 'single run', before]);
    assert.ok(
      plans()
        .at(-1)!
        .runs.every(({ late }) => late),
    );
    const fresh = await digits('num_filters', '4', '2', ...quick, '--seeds', '1', '--fresh');
    assert.equal(fresh.exitCode, 0, fresh.err);
    assert.deepEqual(plans().at(-1)!.seeds, [3]);
    // Of a single pair the test images tell what they leave open.
    assert.match(fresh.out, /\(Newcombe\), p [\d<. ]+\s*\(McNemar, exact\)/);
  });

  it('goes on after it was killed, with the runs that it had planned', async () => {
    const args = ['batch_size', '32', '64', ...quick, '--seeds', '2', '--jobs', '1'];
    const count = plans().length;
    const child = spawn(process.execPath, [path.resolve('dist/cli.js'), 'effect', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = outputOf(child);
    // When its first run is done and the second one begins.
    child.stderr.on('data', (text: Buffer) => {
      if (text.toString().includes('1 of 4')) child.kill('SIGKILL');
    });
    await ended;
    assert.equal(plans().length, count + 1);
    const planned = plans()
      .at(-1)!
      .runs.map(({ id }) => id);
    const [effect] = await effects(...args);
    assert.equal(effect!.n, 2);
    assert.deepEqual(
      plans()
        .at(-1)!
        .runs.map(({ id }) => id),
      planned,
    );
    for (const id of planned) assert.ok(existsSync(path.join(runs, id, 'summary.json')), id);
  });

  it('says of a question that cannot be asked what is wrong with it', async () => {
    const here = (...args: string[]): Promise<CliResult> => digitsHere(['effect', ...args], { cwd: folder });
    for (const [args, message] of [
      [['fitlers', '2', '4'], /there is no parameter "fitlers"; expected one of epochs, /],
      [['seed', '1', '2'], /seeds are the replicates/],
      [['num_filters', '2'], /expected two levels of num_filters at least/],
      [['num_filters', '2', '2'], /a level is given twice/],
      [['num_filters', '2', '1000'], /--num-filters 1000: expected a whole number/],
      [['num_filters', '2', '4', '--num-filters', '8'], /num_filters is what changes/],
      [['num_filters', '2', '4', '--seeds', '0'], /--seeds 0: expected a whole number from 1 to 200/],
      [['num_filters', '2', '4', '--expect', 'none'], /how small is no effect\?/],
      [['num_filters', '2', '4', '--metric', 'f1'], /--metric f1: expected one of val_accuracy/],
      [['num_filters', '2', '4', '--margin', '1'], /it is given with --expect none/],
      [['num_layers', '2', '6'], /num_layers|--num-layers/],
      [['num_filters', '2', '4', '--baseline', 'nobody'], /There is no run "nobody"/],
    ] as const) {
      const { exitCode, out, err } = await here(...args);
      assert.ok(exitCode === 2 || exitCode === 1, args.join(' '));
      assert.equal(out, '');
      assert.match(err, message);
    }
    assert.equal(existsSync(path.join(folder, 'comparisons')), false);
  });
});
