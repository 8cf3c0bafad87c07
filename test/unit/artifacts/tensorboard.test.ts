import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { crc32c, maskedCrc32c } from '../../../src/artifacts/tensorboard/crc32c';
import { eventFile, eventFileName } from '../../../src/artifacts/tensorboard/eventFile';
import { runBegunEvent, runEndedEvent, scalarEvent, textEvent, versionEvent } from '../../../src/artifacts/tensorboard/eventMessages';
import { tfRecord } from '../../../src/artifacts/tensorboard/tfRecord';
import { replay } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import { exportedRun, type ExportedRun } from '../../../src/report/exported/exportedRun';
import { eventsOfRun } from '../cli/events';
import { recordsOf } from './tensorboardRecords';

const recorded = JSON.parse(readFileSync('test/fixtures/tensorboard/events.json', 'utf8')) as {
  readonly hex: string;
  readonly scalars: Readonly<Record<string, readonly (readonly [number, number | string])[]>>;
  readonly text: string;
};

/** As scripts/makeTensorboardFixtures.py has it. */
const BEGIN_MS = 1_770_000_000_125;
const scalars: readonly (readonly [step: number, seconds: number, tag: string, value: number])[] = [
  [1, 1, 'loss', 0.25],
  [1, 1, 'val_loss', 0.1],
  [2, 2.5, 'loss', NaN],
  [300_000, 3, 'loss', -Infinity],
  [0, 4, 'batch/accuracy', 0],
];

describe('an event file of TensorBoard', () => {
  it('has the check sums of RFC 3720, masked as TensorFlow masks them', () => {
    // Of its test vectors: 32 bytes of zeros, of ones, and counted up.
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
    assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
    assert.equal(crc32c(new TextEncoder().encode('123456789')), 0xe3069283);
    // Of 0x8a9136aa by the formula, worked out with whole numbers in Python.
    assert.equal(maskedCrc32c(new Uint8Array(32)), 0x0fd7fffa);
  });

  it('is byte for byte what TensorBoard’s own messages and writer make', () => {
    const events = [
      versionEvent(BEGIN_MS),
      runBegunEvent(BEGIN_MS, { activation: 'relu', dropout: 0, filters: 32 }),
      textEvent({ timeMs: BEGIN_MS, step: 0 }, 'config', recorded.text),
      ...scalars.map(([step, seconds, tag, value]) => scalarEvent({ timeMs: BEGIN_MS + 1000 * seconds, step }, tag, value)),
      runEndedEvent(BEGIN_MS + 9000, false),
    ];
    assert.equal(Buffer.concat(events.map(tfRecord)).toString('hex'), recorded.hex);
  });

  it('was read by EventAccumulator as the numbers that went in', () => {
    const words = (value: number): number | string => (Number.isNaN(value) ? 'nan' : value === -Infinity ? '-inf' : Math.fround(value));
    for (const tag of Object.keys(recorded.scalars))
      assert.deepEqual(
        recorded.scalars[tag],
        scalars.flatMap(([step, , of, value]) => (of === tag ? [[step, words(value)]] : [])),
      );
    assert.deepEqual(Object.keys(recorded.scalars), [...new Set(scalars.map(([, , tag]) => tag))].toSorted());
  });

  it('tells of a run its version, parameters, texts, every point by step, and its end', () => {
    const run = replay(eventsOfRun({ dropout: 0.25 }));
    const config = run.config!;
    const exported: ExportedRun = exportedRun({
      id: config.id,
      status: 'completed',
      config: { ...config, author: 'Ada | <b>' },
      labels: { name: 'The first', tags: ['a', 'b'], pinned: false, archived: false },
      notes: '# Why',
      summary: summarize(run),
      run,
    });
    assert.equal(eventFileName(exported), 'events.out.tfevents.1767323045.digits-lab');
    const records = recordsOf(Buffer.concat([...eventFile(exported)]));
    const of = (tag: string): (readonly [number, number])[] =>
      records.flatMap(({ tag: found, step, value }) => (found === tag && value !== undefined ? [[step, value] as const] : []));
    assert.equal(records[0]!.version, 'brain.Event:2');
    assert.deepEqual(
      of('loss'),
      [1, 2].map(epoch => [epoch, Math.fround(0.2583)]),
    );
    assert.deepEqual(
      of('batch/loss').map(([step]) => step),
      [215, 430, 645, 860],
    );
    assert.deepEqual(of('test_accuracy'), [[2, Math.fround(0.9912)]]);
    const texts = records.flatMap(({ tag, text }) => (text === undefined ? [] : [[tag, text] as const]));
    assert.deepEqual(
      texts.map(([tag]) => tag),
      ['config', 'notes'],
    );
    const [[, table]] = texts as [readonly [string, string]];
    assert.match(table, /^\| name \| The first \|$/m);
    assert.match(table, /^\| dropout \| 0\.25 \|$/m);
    assert.ok(!table.includes('<b>') && !table.includes('Ada |'), 'what the folder says is text');
    assert.deepEqual([records[1]!.tag, records.at(-1)!.tag], ['_hparams_/session_start_info', '_hparams_/session_end_info']);
  });
});
