import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sweepFile } from '../../../src/contract/formats/sweepFile';
import { parseJson } from '../../../src/contract/formats/parseJson';
import type { Sweep } from '../../../src/contract/sweeps';
import { readOverview } from '../../../src/runFolder/readRun';
import { outputOf } from '../../processes';
import { until } from '../../until';
import { fewDigits } from '../data/fewDigits';
import type { CliResult } from './testCli';

const plan = {
  schemaVersion: 1,
  name: 'Filters and dropout',
  kind: 'grid',
  // From where the plan lies.
  base: { dataset: './digits-500-100', epochs: 1, validation_samples: 100 },
  parameters: { num_filters: [2, 4], dropout: [0, 0.5] },
  seeds: 2,
};

interface SweepJson {
  readonly id: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly runs: readonly {
    readonly id: string;
    readonly state: string;
    readonly valAccuracy: number;
    readonly reused: boolean;
    readonly values: object;
    readonly seed: number;
  }[];
  readonly settings: readonly { readonly rank: number; readonly mean: number; readonly n: number; readonly runs: readonly string[] }[];
  readonly best: { readonly mean: number; readonly of: number; readonly isOptimistic: boolean };
  readonly shares: { readonly kind: string; readonly shares: readonly { readonly name: string }[]; readonly residual: object };
}

/** Of the real program, with the real trainer. */
describe('digits sweep', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-sweep-'));
  fewDigits(folder);
  after(() => rmSync(folder, { recursive: true }));

  const begin = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [path.resolve('dist/cli.js'), 'sweep', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const sweep = (...args: string[]): Promise<CliResult> => outputOf(begin(...args));
  const write = (name: string, content: object): string => {
    writeFileSync(path.join(folder, name), JSON.stringify(content));
    return name;
  };
  const sweeps = path.join(folder, '.digits', 'sweeps');
  const runs = path.join(folder, '.digits', 'runs');
  const kept = (): Sweep[] =>
    readdirSync(sweeps).map(id => parseJson(sweepFile, readFileSync(path.join(sweeps, id, 'sweep.json'), 'utf8'), id));

  /** The processes that say that they train a run. */
  const trainers = (): number[] =>
    readdirSync(runs).flatMap(id => {
      const file = path.join(runs, id, 'owner.json');
      return existsSync(file) ? [(JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid] : [];
    });

  it('shows the runs in their order before anything is trained', async () => {
    const { out, err, exitCode } = await sweep(write('mnist.digits.json', { ...plan, base: { epochs: 1 } }), '--dry-run');
    assert.equal(exitCode, 0, err);
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.length, 9);
    assert.match(lines[0]!, /^0 +num_filters \d · dropout [\d.]+ +seed 0$/);
    assert.match(lines[8]!, /^8 runs \(4 settings, 2 seeds each\); training takes roughly [\d ms]+ on this machine\.$/);
    assert.ok(!existsSync(path.join(folder, '.digits')));
  });

  it('refuses a plan that cannot be run, with the place and what to do', async () => {
    const cases: readonly [object, RegExp][] = [
      [{ ...plan, kind: 'greed' }, /^digits: .*bad\.digits\.json: kind: found "greed"; expected "grid" or "random"\.$/m],
      [
        { ...plan, base: {}, parameters: { num_layers: [2, 6] } },
        /^digits: bad\.digits\.json: parameters: 1 of 2 combinations are no network, the first num_layers 6: /m,
      ],
    ];
    for (const [bad, message] of cases) {
      const { err, exitCode } = await sweep(write('bad.digits.json', bad));
      assert.equal(exitCode, 2);
      assert.match(err, message);
    }
    assert.match((await sweep('none.digits.json')).err, /there is no such file; expected the plan of a sweep/);
    assert.ok(!existsSync(path.join(folder, '.digits')));
  });

  it('goes on where it was killed, with the same runs, and keeps what was finished', async () => {
    const killed = begin(write('plan.digits.json', plan), '--jobs', '1');
    const firstDone = new Promise<void>(
      resolve => void killed.stderr!.on('data', (text: Buffer) => String(text).includes('2 of 8') && resolve()),
    );
    await firstDone;
    killed.kill('SIGKILL');
    await new Promise(resolve => void killed.on('close', resolve));
    const [before] = kept();
    const finished = before!.runs.slice(0, 2).map(({ id }) => path.join(runs, id, 'summary.json'));
    const times = finished.map(file => statSync(file).mtimeMs);
    // The trainer ends itself; whether it was at its third run or between two is all the same.
    await until({ isSo: () => trainers().every(pid => !isAlive(pid)), what: 'no trainer is left', seen: trainers });

    const { out, err, exitCode } = await sweep('plan.digits.json');
    assert.equal(exitCode, 0, err);
    assert.deepEqual(kept(), [before]);
    assert.deepEqual(
      finished.map(file => statSync(file).mtimeMs),
      times,
    );
    assert.deepEqual(readdirSync(runs).toSorted(), before!.runs.map(({ id }) => id).toSorted());
    for (const { id } of before!.runs) {
      const { status, config } = await readOverview(path.join(runs, id));
      assert.deepEqual([status, config.design], ['completed', `sweeps/${before!.id}`]);
    }
    assert.match(out, /^8 runs: 8 done$/m);
    assert.match(out, /winner's\s+curse/);
    assert.match(out, /^ +residual /m);
    assert.match(out, /^Report: \.digits/m);
    assert.match(readFileSync(path.join(sweeps, before!.id, 'report.md'), 'utf8'), /^# Filters and dropout$/m);
  });

  it('trains nothing again, and says the same as JSON', async () => {
    const { out, exitCode } = await sweep('plan.digits.json', '--json');
    assert.equal(exitCode, 0);
    const { counts, settings, best, shares, runs: told, id } = JSON.parse(out) as SweepJson;
    assert.equal(kept()[0]!.id, id);
    assert.deepEqual([counts['done'], told.length, settings.length], [8, 8, 4]);
    assert.deepEqual(
      settings.map(({ rank }) => rank),
      settings.map(({ mean }) => 1 + settings.filter(other => other.mean > mean).length),
    );
    assert.deepEqual([best.mean, best.of, best.isOptimistic], [settings[0]!.mean, 4, true]);
    assert.deepEqual([shares.kind, shares.shares.map(({ name }) => name)], ['grid', ['num_filters', 'dropout', 'seed']]);
    for (const run of told) {
      const { summary } = await readOverview(path.join(runs, run.id));
      assert.equal(run.valAccuracy, summary!.final!.valAccuracy);
    }
  });

  it('takes runs that exist for those of another plan that match, and trains the others', async () => {
    const wider = { ...plan, name: 'Wider', parameters: { num_filters: [2, 4, 8] }, base: { ...plan.base, dropout: 0.5 }, seeds: [1] };
    const { out, err, exitCode } = await sweep(write('wider.digits.json', wider), '--json');
    assert.equal(exitCode, 0, err);
    const { runs: told } = JSON.parse(out) as SweepJson;
    assert.equal(told.filter(({ reused }) => reused).length, 2);
    const existing = kept()[0]!.runs.map(({ id }) => id);
    for (const { id, reused } of told) assert.equal(existing.includes(id), reused);
    assert.equal(kept().length, 2);
  });

  it('is stopped by Ctrl-C, and goes on from there', async () => {
    const more = write('more.digits.json', { ...plan, seeds: [10, 11, 12], base: { ...plan.base, epochs: 2 } });
    const stopped = begin(more, '--jobs', '1');
    await new Promise<void>(resolve => void stopped.stderr!.on('data', (text: Buffer) => String(text).includes('1 of 12') && resolve()));
    stopped.kill('SIGINT');
    assert.equal(await new Promise(resolve => void stopped.on('close', resolve)), 130);
    const { exitCode, err } = await sweep(more);
    assert.equal(exitCode, 0, err);
    assert.equal(kept().length, 3);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
