import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { writeTestedRun } from '../runFolder/testedRunFolder';
import { writeRun } from '../runFolder/writtenRun';
import { assertDocumented } from './documentedFields';
import { digits, type CliResult } from './testCli';

/** As far as the test looks at it. */
interface Written {
  readonly baseline: string;
  readonly runs: readonly {
    readonly id: string;
    readonly label: string;
    readonly parameters: { readonly num_filters: number };
    readonly making: Readonly<Record<string, string>>;
    readonly metrics: Readonly<Record<string, number | null>>;
    readonly differences: Readonly<Record<string, { readonly value: number; readonly better: boolean | null } | null>>;
    readonly paired: {
      readonly outcome: string;
      readonly onlyRun: number;
      readonly onlyBaseline: number;
      readonly halfWidth: number;
    } | null;
  }[];
  readonly groups: readonly {
    readonly label: string;
    readonly runs: readonly string[];
    readonly metrics: Readonly<Record<string, { readonly mean: number; readonly count: number } | null>>;
  }[];
  readonly config: Readonly<Record<'differing' | 'equal' | 'making', readonly string[]>>;
  readonly singleRuns: string;
}

describe('digits compare', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-compare-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true }));
  const ids = ['20260101-000001-aaaa', '20260101-000002-bbbb', '20260101-000003-cccc', '20260101-000004-dddd'] as const;
  const [one, two, three, four] = ids;
  /** Ends with those accuracies. */
  const ending =
    (valAccuracy: number, accuracy: number) =>
    (all: TrainerEvent[]): TrainerEvent[] =>
      all.map(event => {
        if (event.type === 'epochEnded') return { ...event, valAccuracy };
        return event.type === 'evaluated' ? { ...event, accuracy } : event;
      });
  const truth = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  before(() => {
    writeTestedRun(runs, { id: one, events: ending(0.98, 0.8) }, truth, [0, 1, 2, 3, 4, 5, 6, 7, 0, 0]);
    writeTestedRun(
      runs,
      { id: two, parameters: { num_filters: 64 }, labels: { name: 'wide' }, events: ending(0.99, 0.9) },
      truth,
      [1, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    writeTestedRun(runs, { id: three, parameters: { seed: 1 }, events: ending(0.97, 0.7) }, [...truth, 1], [...truth, 1]);
    writeRun(runs, { id: four, parameters: { dropout: 0.1 }, events: all => all.slice(0, 4) });
  });
  const compare = (...args: string[]): Promise<CliResult> =>
    digits(['compare', ...args], { cwd: folder, trainerFile: path.resolve('dist/trainer.js') });
  async function compared(...args: string[]): Promise<Written> {
    const { out, err, exitCode } = await compare(...args, '--json');
    assert.equal(exitCode, 0, err);
    return JSON.parse(out) as Written;
  }

  it('writes everything as JSON, in full', async () => {
    const written = await compared(one, 'wide');
    assertDocumented('compare', written);
    for (const run of written.runs) assertDocumented('compare', run);
    assert.equal(written.baseline, one);
    const [first, second] = written.runs;
    assert.deepEqual([first!.label, second!.label, second!.parameters.num_filters], ['num_filters 32', 'wide', 64]);
    assert.deepEqual([second!.metrics['val_accuracy'], second!.metrics['test_accuracy']], [0.99, 0.9]);
    assert.deepEqual(second!.differences['val_accuracy'], { value: 0.99 - 0.98, better: true });
    assert.equal(first!.differences['val_accuracy'], null);
    assert.deepEqual(written.config.differing, ['num_filters']);
    assert.ok(written.config.equal.includes('seed') && written.config.making.length === 0);
    assert.equal(second!.making['threads'], '2');
    // The wide one alone reads 8 and 9, the other one alone 0.
    const { outcome, onlyRun, onlyBaseline, halfWidth } = second!.paired!;
    assert.deepEqual([outcome, onlyRun, onlyBaseline], ['paired', 2, 1]);
    assert.ok(Math.abs(halfWidth - (1.96 * Math.sqrt(3 - 1 / 10)) / 10) < 1e-4);
    assert.match(written.singleRuns, /within ±33\.\d\d points/);
  });

  it('shows the runs, what differs and what single runs tell', async () => {
    const { out, exitCode } = await compare(one, 'wide');
    assert.equal(exitCode, 0);
    for (const pattern of [
      /^run +num_filters +val_accuracy +val_loss +test_accuracy/m,
      /^num_filters 32 +32 +98\.00 % baseline/m,
      /^wide +64 +99\.00 % +\+1\.00 .*90\.00 % \+10\.00/m,
      /^ {2}num_filters {2}32 → 64$/m,
      /^ {2}\d+ equal parameters: epochs 2, batch_size 128/m,
      /^On the test images, against num_filters 32$/m,
      /\+10\.00 ± 33\.\d\d points: 2 of 10 images right only here, 1 only there/,
      /^One run each\. Against the baseline/m,
    ])
      assert.match(out, pattern);
  });

  it('fits a terminal, the telling columns first, and says what it leaves out', async () => {
    const { out, err } = await digits(['compare', ...ids.slice(0, 3)], {
      cwd: folder,
      isTerminal: true,
      trainerFile: path.resolve('dist/trainer.js'),
    });
    for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
    assert.match(out, /^run +num_filters +seed +val_accuracy +test_accuracy/m);
    assert.match(err, /No room for .*id/);
  });

  it('compares with the run that is named, which need not be among the others', async () => {
    const written = await compared(one, 'wide', '--baseline', 'wide');
    assert.deepEqual([written.baseline, written.runs.map(({ id }) => id)], [two, [one, two]]);
    assert.deepEqual(written.runs[0]!.differences['val_accuracy'], { value: 0.98 - 0.99, better: false });
    const other = await compared(one, '--baseline', 'wide');
    assert.deepEqual(
      other.runs.map(({ id }) => id),
      [two, one],
    );
  });

  it('says why two runs cannot be compared image by image', async () => {
    const { out, exitCode } = await compare(one, three, four);
    assert.equal(exitCode, 0);
    assert.match(out, /different images: 10 and 11 of them/);
    assert.match(out, /dropout 0\.1\n +.*this run was not tested: its training did not come to the end \(interrupted\)/);
    assert.match(out, /interrupted/);
  });

  it('groups runs over their seeds', async () => {
    const { groups } = await compared(one, 'wide', three, '--group', 'replicates');
    assert.deepEqual(
      groups.map(({ label, runs: of }) => [label, of]),
      [
        ['num_filters 32', [one, three]],
        ['wide', [two]],
      ],
    );
    const { mean, count } = groups[0]!.metrics['val_accuracy']!;
    assert.equal(count, 2);
    assert.ok(Math.abs(mean - 0.975) < 1e-15);
    const { out } = await compare(one, 'wide', three, '--group', 'replicates');
    assert.match(out, /^num_filters 32 +32 +0, 1 +97\.50 ± 0\.71 % \(N 2\) baseline/m);
  });

  it('needs two different runs and a known grouping', async () => {
    for (const [args, message] of [
      [[one], /expected at least two different runs/],
      [[one, one.slice(0, -1)], /expected at least two different runs/],
      [[one, two, '--group', 'nonsense'], /--group nonsense: expected one of none, replicates, epochs/],
      [[], /missing required argument/],
    ] as const) {
      const { exitCode, err, out } = await compare(...args);
      assert.deepEqual([exitCode, out], [2, ''], err);
      assert.match(err, message);
    }
    const { exitCode, err } = await compare(one, 'no such run');
    assert.equal(exitCode, 1);
    assert.match(err, /There is no run "no such run"/);
  });
});
