import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import type { RunOverview } from '../../../src/runFolder/readRun';
import { writeRun } from '../runFolder/writtenRun';
import { digits, type CliResult } from './testCli';

describe('digits list', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-list-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true }));
  /** With that accuracy and duration. */
  const ending =
    (accuracy: number, durationMs: number) =>
    (all: TrainerEvent[]): TrainerEvent[] =>
      all.map(event => {
        if (event.type === 'evaluated') return { ...event, accuracy };
        return event.type === 'runEnded' ? { ...event, durationMs } : event;
      });
  before(() => {
    writeRun(runs, { id: '20260101-000001-aaaa', parameters: { num_filters: 16 }, events: ending(0.98, 90_000) });
    writeRun(runs, {
      id: '20260101-000002-bbbb',
      parameters: { num_filters: 64, seed: 3 },
      labels: { name: 'wide', tags: ['good', 'try'], pinned: true },
      events: ending(0.995, 200_000),
    });
    writeRun(runs, { id: '20260101-000003-cccc', parameters: { num_filters: 64 }, events: all => all.slice(0, 4) });
    writeRun(runs, { id: '20260101-000004-dddd', labels: { archived: true, tags: ['old'] } });
    mkdirSync(path.join(runs, '20260101-000005-eeee'));
    // Long ago: one that was only just made is a run's that begins.
    utimesSync(path.join(runs, '20260101-000005-eeee'), 0, 0);
    mkdirSync(path.join(runs, 'not-a-run'));
  });
  const list = (...args: string[]): Promise<CliResult> => digits(['list', ...args], { cwd: folder });
  const ids = async (...args: string[]): Promise<string[]> => {
    const { exitCode, out, err } = await list(...args);
    assert.equal(exitCode, 0, err);
    return [...out.matchAll(/^\d{8}-\d{6}-(\w{4})/gm)].map(match => match[1]!);
  };

  it('shows a run a line, what varies and how it went, the archived left out', async () => {
    const { out, exitCode } = await list();
    assert.equal(exitCode, 0);
    const [header, ...lines] = out
      .trimEnd()
      .split('\n')
      .map(line => line.trim().split(/ {2,}/));
    assert.deepEqual(header, ['id', 'name', 'status', 'val_accuracy', 'test_accuracy', 'duration', 'num_filters', 'seed', 'val_loss']);
    assert.deepEqual(lines, [
      ['20260101-000001-aaaa', 'num_filters 16', 'completed', '98.22 % best', '98.00 %', '1m30s', '16', '0', '0.0612'],
      ['20260101-000002-bbbb •', 'wide', 'completed', '98.22 %', '99.50 %', '3m20s', '64', '3', '0.0612'],
      ['20260101-000003-cccc', 'num_filters 64 · seed 0', 'interrupted', '·', '·', '·', '64', '0', '·'],
    ]);
  });

  it('names what cannot be read beside the list', async () => {
    assert.match((await list()).err, /^warning: .*20260101-000005-eeee: this is no run: it has no config\.json/m);
  });

  it('shows archived runs with --all', async () => assert.deepEqual(await ids('--all'), ['aaaa', 'bbbb', 'cccc', 'dddd']));

  const sorted: [string, string[]][] = [
    ['num_filters', ['aaaa', 'bbbb', 'cccc']],
    ['-num-filters', ['bbbb', 'cccc', 'aaaa']],
    ['-test_accuracy', ['bbbb', 'aaaa', 'cccc']],
    ['test_accuracy', ['aaaa', 'bbbb', 'cccc']],
    ['-created', ['aaaa', 'bbbb', 'cccc']],
    ['-id', ['cccc', 'bbbb', 'aaaa']],
  ];
  for (const [column, order] of sorted) {
    it(`sorts by ${column}; what has no value comes last`, async () => assert.deepEqual(await ids('--sort', column), order));
  }

  const filtered: [string[], string[]][] = [
    [['status=interrupted'], ['cccc']],
    [['status!=interrupted'], ['aaaa', 'bbbb']],
    [['num_filters>=64'], ['bbbb', 'cccc']],
    [['num-filters < 64'], ['aaaa']],
    [['num_filters=64', 'seed=0'], ['cccc']],
    [['test_accuracy>0.99'], ['bbbb']],
    [['test_accuracy>99%'], ['bbbb']],
    [['duration<=90s'], ['aaaa']],
    [['duration>1.5m'], ['bbbb']],
    [
      ['validation_samples=5_000', 'dense_units=none', 'optimizer=adam'],
      ['aaaa', 'bbbb', 'cccc'],
    ],
    [['tags=good'], ['bbbb']],
    [['tags!=good'], ['aaaa', 'cccc']],
    [['try'], ['bbbb']],
    [['wid'], ['bbbb']],
    [['created>=2026-01-01'], ['aaaa', 'bbbb', 'cccc']],
    // As in the editor: several terms in one filter, words in any case, of parameters too.
    [['test_accuracy>97% num_filters=64'], ['bbbb']],
    [['WIDE seed=3'], ['bbbb']],
    [['seed=0 interrupted'], ['cccc']],
    [['num_filters=16'], ['aaaa']],
    [
      ['images_per_second>5000', 'val_loss<0.1'],
      ['aaaa', 'bbbb'],
    ],
  ];
  for (const [conditions, expected] of filtered) {
    it(`keeps to ${conditions.join(' and ')}`, async () => {
      assert.deepEqual(await ids(...conditions.flatMap(condition => ['--filter', condition])), expected);
    });
  }

  it('says when nothing fits, and when there is nothing', async () => {
    assert.match((await list('--filter', 'seed=7')).err, /^None of the 4 runs fits\.$/m);
    assert.match((await list('--runs', 'nowhere')).err, /There are no runs in .*nowhere yet\. digits train makes one/);
  });

  it('shows the columns that are asked for', async () => {
    const { out } = await list('--columns', 'seed, id,author,tags', '--filter', 'wide');
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map(line => line.trim().split(/ {2,}/)),
      [
        ['seed', 'id', 'author', 'tags'],
        ['3', '20260101-000002-bbbb •', '·', 'good,try'],
      ],
    );
  });

  it('writes JSON, sorted and filtered the same way', async () => {
    const { out } = await list('--json', '--sort', '-test_accuracy', '--filter', 'status=completed');
    const read = JSON.parse(out) as (RunOverview & { label: string; best: boolean })[];
    assert.deepEqual(
      read.map(({ config, labels, summary, status }) => [config.id, config.parameters.seed, labels.name, summary!.testAccuracy, status]),
      [
        ['20260101-000002-bbbb', 3, 'wide', 0.995, 'completed'],
        ['20260101-000001-aaaa', 0, '', 0.98, 'completed'],
      ],
    );
    assert.deepEqual(
      read.map(({ label, best }) => [label, best]),
      [
        ['wide', false],
        ['num_filters 16 · seed 0', true],
      ],
    );
  });

  it('is no wider than the terminal, and says what it has left out', async () => {
    const { out, err } = await digits(['list'], { cwd: folder, isTerminal: true });
    for (const line of out.split('\n')) assert.ok(line.length <= 80, line);
    assert.match(out, /^id +name +status +val_accuracy\n/);
    assert.match(err, /^No room for test_accuracy, duration, num_filters, seed, val_loss; --columns\nchooses\.$/m);
  });

  it('sorts names as a person counts', async () => {
    const named = path.join(folder, 'named');
    for (const [i, name] of ['run 10', 'run 9', 'Run 1'].entries()) writeRun(named, { id: `20260101-00000${i}-aaaa`, labels: { name } });
    const { out } = await list('--runs', 'named', '--sort', 'name', '--columns', 'name');
    assert.deepEqual(out.trimEnd().split('\n'), ['name', 'Run 1', 'run 9', 'run 10']);
  });

  const refused: [string[], RegExp][] = [
    [['--sort', 'size'], /There is no column "size"; there are id, name, status/],
    [['--columns', 'id,'], /There is no column ""/],
    [['--filter', 'size=3'], /There is no column "size"/],
    [['--filter', 'seed=many'], /--filter "seed=many": expected a whole number from 0/],
    [['--filter', 'test_accuracy>good'], /--filter "test_accuracy>good": expected a number, not "good"/],
    [['--filter', 'duration>1 day'], /expected a number, not "1 day"/],
    [['--filter', 'test_accuracy>99'], /--filter "test_accuracy>99": expected a share from 0 to 1 or from 0% to 100%, not "99"/],
    [['--filter', 'status=done'], /--filter "status=done": expected one of starting, running, completed/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { exitCode, out, err } = await list(...args);
      assert.equal(exitCode, 2);
      assert.match(err, message);
      assert.match(err, /See digits list --help/);
      assert.equal(out, '');
    });
  }
});
