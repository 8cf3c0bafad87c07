import assert from 'node:assert/strict';
import { runTable, type TableOptions } from '../../../src/cli/runTable';
import { plainStyle } from '../../../src/cli/textSink';
import type { ListedRun } from '../../../src/experiment/listedRun';
import { recordedBriefOf } from '../../../src/experiment/recorded/recordedBrief';
import { displayWidth } from '../../../src/util/displayWidth';
import { divergedInWords } from '../../../src/wording/divergence';
import { listed, summary, trackingOf } from '../experiment/listed';
import { recordingOf } from '../runFolder/recording/writeRecorded';

const id = (n: number): string => `20260102-030405-aaa${'abcdefghij'[n]}`;
const failed = (n: number, more: Partial<NonNullable<ListedRun['summary']>> = {}): ListedRun =>
  listed(
    {
      id: id(n),
      status: 'failed',
      summary: {
        ...summary,
        status: 'failed',
        reason: divergedInWords(1, 4, 10),
        best: null,
        final: null,
        testAccuracy: null,
        testLoss: null,
        durationMs: null,
        ...more,
      },
    },
    { learning_rate: 10 },
  );
/** Ten runs as people have them: long names, wide characters, a failed one, one that differs in everything. */
const runs: readonly ListedRun[] = [
  listed({ id: id(0) }),
  listed({ id: id(1), tracking: trackingOf('synced') }, { num_filters: 512, seed: 4_294_967_295 }, { pinned: true }),
  listed({ id: id(2) }, {}, { name: 'A name that says at great length what was tried, and why it was tried then' }),
  listed({ id: id(3) }, { dropout: 0.25 }, { name: '二つの畳み込み層と正則化なしで学習した結果の比較' }),
  listed({ id: id(4) }, { activation_fun: 'tanh' }, { name: '🚀'.repeat(20) }),
  failed(5),
  listed({ id: id(6), status: 'interrupted', summary: undefined }, { optimizer: 'momentum' }),
  listed(
    { id: id(7) },
    { batch_size: 64, patience: 3, weight_decay: 0.0001, dense_units: 128, kernel_size: 5, padding: 'same', epochs: 100 },
  ),
  listed({ id: id(8), status: 'running', summary: undefined }, { activation_fun: 'leaky_relu' }),
];
const tableOf = (
  of: readonly ListedRun[],
  columns: number,
  options: TableOptions = {},
): { lines: readonly string[]; leftOut: readonly string[] } => runTable(of, options, { isTerminal: true, columns, style: plainStyle });
/** The columns that a row's cells stand in are cut out of it by the header's. */
const headOf = (lines: readonly string[]): string[] => lines[0]!.split(/ +/);

describe('runTable', () => {
  for (const columns of [40, 60, 80, 100, 140, 200]) {
    it(`is no wider than a terminal of ${columns} columns`, () => {
      const { lines } = tableOf(runs, columns);
      assert.equal(lines.length, runs.length + 1);
      for (const line of lines) assert.ok(displayWidth(line) <= columns, `${displayWidth(line)}: ${line}`);
    });
  }

  it('has what says most at 80 columns, and says what is left out', () => {
    const { lines, leftOut } = tableOf(runs, 80);
    assert.deepEqual(headOf(lines), ['id', 'name', 'status', 'val_accuracy']);
    assert.deepEqual(leftOut.slice(0, 2), ['test_accuracy', 'duration']);
    assert.ok(leftOut.includes('wandb'));
  });

  it('has the result of the test and parameters that vary at 140 columns', () => {
    const { lines } = tableOf(runs, 140);
    assert.deepEqual(headOf(lines).slice(0, 5), ['id', 'name', 'status', 'val_accuracy', 'test_accuracy']);
    assert.ok(headOf(lines).length > 6, lines[0]);
  });

  it('keeps cells of wide characters below their heads', () => {
    const { lines } = tableOf(runs, 100);
    const at = lines[0]!.indexOf('status');
    for (const [i, { status }] of runs.entries()) {
      const line = lines[i + 1]!;
      assert.equal(displayWidth(line.slice(0, line.lastIndexOf(status))), at, line);
    }
  });

  it('calls runs without a name by what differs, within the room', () => {
    const { lines } = tableOf(runs, 80);
    const rowOf = (n: number): string => lines.find(line => line.startsWith(id(n)))!;
    assert.match(rowOf(5), / learning_rate 10 /);
    assert.match(rowOf(6), / optimizer momentum /);
    assert.match(rowOf(7), / batch_size 64 \+6 /);
  });

  it('says why a run failed where it has no values, to the end of the line or the next value', () => {
    assert.match(tableOf(runs, 80).lines[6]!, /failed {2}loss not finite in epoch 1$/);
    assert.match(tableOf(runs, 140).lines[6]!, /failed {2}loss not finite in epoch 1 {2}/);
    assert.match(tableOf([failed(0)], 80).lines[1]!, /failed {2}loss not finite in epoch 1$/);
  });

  it('does not take the place of a value for it', () => {
    const { lines } = tableOf([listed({ id: id(1) }), failed(0, { best: summary.best })], 140);
    assert.match(lines[2]!, /failed +98\.22 % +loss not finite in epo… +10 +0\.0612$/);
  });

  /** Of a script: whole, without results, and broken off. */
  const recorded = { ...recordedBriefOf(recordingOf()), project: 'mistakes', group: null, jobType: null, metric: null };
  const none = { ...summary, best: null, final: null, testAccuracy: null, testLoss: null, durationMs: null };
  const ofScripts: readonly ListedRun[] = [
    listed({ id: id(0), recorded }, { batch_size: 32 }, { name: 'whole' }),
    listed({ id: id(1), recorded, summary: none }, { batch_size: 64 }, { name: 'nothing' }),
    listed(
      { id: id(2), recorded: { ...recorded, state: 'running' as const }, status: 'interrupted', summary: undefined },
      {},
      { name: 'killed' },
    ),
    listed({ id: id(3) }, { batch_size: 128 }, { name: 'trained here' }),
  ];

  it('has what other tools recorded in a column of its own', () => {
    for (const width of [120, 200]) {
      const { lines, leftOut } = tableOf(ofScripts, width);
      const at = lines[0]!.indexOf('recorded');
      assert.deepEqual(
        lines.slice(1).map(line => line.slice(at)),
        ['mistakes', 'finished · mistakes', 'crashed · mistakes', '·'],
      );
      assert.ok(!leftOut.includes('recorded'));
    }
  });

  it('has it behind the status where there is no room for that, but in the place of no accuracy', () => {
    const { lines } = tableOf(ofScripts, 80);
    assert.deepEqual(headOf(lines), ['id', 'name', 'status', 'val_accuracy', 'test_accuracy']);
    assert.doesNotMatch(lines[1]!, /mistakes/);
    assert.match(lines[2]!, /completed {2}finished · mistakes$/);
    assert.match(lines[3]!, /interrupted {2}crashed · mistakes$/);
  });

  it('marks the best by validation, and only in the columns that it chose itself', () => {
    const better = listed({ id: id(1), summary: { ...summary, best: { ...summary.best!, valAccuracy: 0.999 } } });
    const all = [listed({ id: id(0) }), better];
    const { lines } = tableOf(all, 80);
    assert.deepEqual(
      lines.slice(1).map(line => / best(?= |$)/.test(line)),
      [false, true],
    );
    assert.equal(lines[1]!.indexOf(' %'), lines[2]!.indexOf(' %'), 'the numbers stay below each other');
  });
});
