import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RecordedChanges, RecordedRun } from '../../../../src/contract/recorded';
import { KnownRecordings, type CurvesRequest } from '../../../../src/ui/dashboard/knownRecordings';
import { LOOK_MS, RecordingPage } from '../../../../src/ui/dashboard/recordingPage';
import { until } from '../../../until';
import { keysOf, logRows, longRows, recordingOf, row, writeRecorded, type RecordedOptions } from '../../runFolder/recording/writeRecorded';
import { FakeClock } from '../../util/fakeClock';

const id = '20261125-120000-aaaa';

describe('a recording that is shown', () => {
  let runs: string;
  let known: KnownRecordings;
  beforeEach(() => {
    runs = mkdtempSync(path.join(os.tmpdir(), 'digits-recordings-'));
    known = new KnownRecordings();
  });
  afterEach(() => rmSync(runs, { recursive: true }));
  const write = (options: Partial<RecordedOptions> = {}): string => writeRecorded(runs, { id, ...options });
  const read = async (folder: string): Promise<RecordedRun> => {
    for (;;) {
      const { shown, hasMore } = await known.of(folder).read();
      if (!hasMore) return shown ?? assert.fail('Nothing was recorded.');
    }
  };
  const ask = (more: Partial<CurvesRequest> = {}): CurvesRequest => ({ source: 'metrics', keys: ['loss'], xUnit: 'steps', smoothing: 0, range: null, ...more }); // prettier-ignore

  it('has state, settings, keys, figures of the machine and console', async () => {
    const folder = write({ rows: longRows(20, 12), system: [row(0, { 'system.cpu': 5 })], console: 'Epoch 1\nEpoch 2\n' });
    const { facts, scalars, console } = await read(folder);
    assert.deepEqual([facts.state, facts.project, facts.config[1]], ['finished', 'mnist', { name: 'optimizer.name', value: 'adam' }]);
    assert.deepEqual([scalars.rows, scalars.metrics.map(({ key }) => key)], [20, keysOf(12)]);
    assert.deepEqual(scalars.system.map(({ key, last }) => [key, last]), [['system.cpu', 5]]); // prettier-ignore
    assert.deepEqual([console.lines, scalars.remarks], [['Epoch 1', 'Epoch 2'], []]);
    const [curve] = known.of(folder).curves(ask());
    assert.deepEqual([curve?.axis, curve?.total, curve?.measured.values[0]], ['_step', 20, longRows(1, 1)[0]!['loss']]);
    const [cpu] = known.of(folder).curves(ask({ source: 'system', keys: ['system.cpu', 'none'] }));
    assert.deepEqual([cpu?.key, cpu?.axis], ['system.cpu', 'time']);
    assert.equal(known.of(folder).values({ source: 'metrics', key: 'loss', xUnit: 'time' }).steps[1], 100);
    assert.throws(() => known.of(folder).values({ source: 'metrics', key: 'none', xUnit: 'time' }), /no metric none/);
  });

  it('is nothing of a run of arrays', async () => {
    const folder = write();
    rmSync(path.join(folder, 'recording.json'));
    assert.deepEqual(await known.of(folder).read(), { shown: null, hasMore: false });
  });

  it('follows what is added, and is the same object while nothing is', async () => {
    const folder = write({ rows: longRows(3, 5), isLive: true });
    const before = await read(folder);
    const same = await read(folder);
    for (const part of ['facts', 'scalars', 'console'] as const) assert.equal(same[part], before[part], part);
    logRows(folder, [row(3, { loss: 9, new: 1 })]);
    appendFileSync(path.join(folder, 'console.log'), 'Epoch 1\n');
    const now = await read(folder);
    assert.deepEqual([now.facts === before.facts, now.scalars.rows, now.scalars.metrics.at(-1)?.key], [true, 4, 'new']);
    assert.deepEqual(now.console.lines, ['Epoch 1']);
    writeFileSync(
      path.join(folder, 'recording.json'),
      JSON.stringify(
        recordingOf({
          metrics: [
            { name: 'loss', step: 'epoch' },
            { name: 'new', hidden: true },
          ],
        }),
      ),
    );
    const defined = await read(folder);
    assert.deepEqual(defined.scalars.metrics.map(({ key, step }) => [key, step]).slice(0, 1), [['loss', 'epoch']]); // prettier-ignore
    assert.ok(!defined.scalars.metrics.some(({ key }) => key === 'new'));
    assert.equal(known.of(folder).curves(ask())[0]?.axis, 'epoch');
  });

  it('says what cannot be read, and shows the rest', async () => {
    const folder = write({ rows: longRows(3, 5), console: 'a\n' });
    await read(folder);
    writeFileSync(path.join(folder, 'recording.json'), '{"schemaVersion":1}');
    appendFileSync(path.join(folder, 'history.jsonl'), 'no row\n');
    const { facts, scalars } = await read(folder);
    assert.equal(facts.state, 'finished');
    assert.match(scalars.remarks.join('\n'), /recording\.json: state: it is missing[^]*history\.jsonl, line 4/);
  });

  it('knows a key by the text that a page may show', async () => {
    const folder = write({ rows: [row(0, { 'a\u202e/b': 1 })] });
    await read(folder);
    assert.deepEqual(known.of(folder).curves(ask({ keys: [String.raw`a\u202e/b`] })).map(({ total }) => total), [1]); // prettier-ignore
  });

  it('of ten thousand rows of fifty keys comes in pieces, and whole', async () => {
    const folder = write({ rows: longRows(10_000, 50) });
    const first = await known.of(folder).read();
    assert.ok(first.hasMore && first.shown!.scalars.rows < 10_000);
    const { scalars } = await read(folder);
    assert.deepEqual([scalars.rows, scalars.metrics.length], [10_000, 50]);
    const curves = known.of(folder).curves(ask({ keys: keysOf(50) }));
    assert.ok(curves.every(({ measured, total }) => total === 10_000 && measured.steps.length <= 1_002));
  });

  describe('on a page', () => {
    let clock: FakeClock;
    let isRunning: boolean;
    let told: RecordedChanges[];
    let whole: (RecordedRun | null)[];
    let page: RecordingPage;
    const open = (folder: string): RecordingPage =>
      (page = new RecordingPage({
        recording: known.of(folder),
        clock,
        isRunning: () => isRunning,
        tellWhole: recorded => whole.push(recorded),
        tell: changes => told.push(changes),
      }));
    beforeEach(() => {
      clock = new FakeClock();
      isRunning = true;
      [told, whole] = [[], []];
    });
    afterEach(() => page.dispose());

    it('tells once a second what is new while the run goes on', async () => {
      const folder = write({ rows: longRows(3, 5), isLive: true });
      const recorded = await open(folder).load();
      assert.equal(recorded?.scalars.rows, 3);
      logRows(folder, longRows(1, 5, 3));
      clock.advance(LOOK_MS);
      await until({ isSo: () => told.length === 1 && clock.pending === 1, seen: () => told });
      assert.deepEqual([Object.keys(told[0]!), told[0]!.scalars?.rows], [['scalars'], 4]);
      clock.advance(LOOK_MS);
      await until({ isSo: () => clock.pending === 1, seen: () => clock.pending });
      assert.equal(told.length, 1, 'nothing is new');
      isRunning = false;
      clock.advance(LOOK_MS);
      await page.look();
      assert.equal(clock.pending, 0);
    });

    it('tells all of a long recording', async () => {
      isRunning = false;
      const recorded = await open(write({ rows: longRows(10_000, 50) })).load();
      assert.ok(recorded!.scalars.rows < 10_000);
      await page.look();
      assert.equal(told.at(-1)?.scalars?.rows, 10_000);
    });

    it('tells what is recorded only later, and nothing once it is gone', async () => {
      const folder = write({ rows: longRows(3, 5) });
      const recording = path.join(folder, 'recording.json');
      rmSync(recording);
      assert.equal(await open(folder).load(), null);
      writeFileSync(recording, JSON.stringify(recordingOf()));
      await page.look();
      assert.equal(whole[0]?.scalars.rows, 3);
      page.dispose();
      logRows(folder, longRows(1, 5, 3));
      await page.look();
      assert.deepEqual([told.length, clock.pending], [0, 0]);
    });
  });
});
