import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { scalarEvent, versionEvent } from '../../../src/artifacts/tensorboard/eventMessages';
import { tfRecord } from '../../../src/artifacts/tensorboard/tfRecord';
import type { ImportedRecordings } from '../../../src/contract/importing';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { readOverview } from '../../../src/runFolder/readRun';
import { startImport } from '../../../src/runs/process/importProcess';
import { RecordSchema } from '../../../src/tracking/wandb/wandb_pb';
import { emptyValues, field, withEmptyRow, withRecord } from './emptyParts';
import { copyOf } from './fixtures';

/** What a small recording needs, with the program itself, and half as much again. */
const HEAP_MEGABYTES = 64;

/** Files that are small for what a program would make of them that lists everything. */
describe("a stranger's recording that would become large", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-hostile-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function imported(place: string): Promise<ImportedRecordings['runs'][number]> {
    const { imported: ending } = startImport({
      file: path.resolve('dist/importer.js'),
      request: { type: 'importRuns', runsFolder: path.join(folder, 'runs'), paths: [place] },
      heapMegabytes: HEAP_MEGABYTES,
    });
    const { runs, failed } = await ending;
    if (failed.length > 0) throw new Error(failed[0]!.reason);
    return runs[0]!;
  }

  it('in event files has values without anything in them, by the million', async () => {
    const loss = (step: number): Uint8Array => tfRecord(scalarEvent({ timeMs: 1e12, step }, 'loss', 0.5));
    const long = tfRecord(field(7, Buffer.alloc(20_000_000)));
    const records = [tfRecord(versionEvent(0)), loss(1), emptyValues(8_000_000), long, loss(2)];
    writeFileSync(path.join(folder, 'events.out.tfevents.1'), Buffer.concat(records));
    const { rows, missing } = await imported(path.join(folder, 'events.out.tfevents.1'));
    assert.equal(rows, 2);
    assert.deepEqual(missing, [
      'Left out: 1 record of another kind, or of far too many parts (events.out.tfevents.1).',
      'Left out: 1 record too long to be read (events.out.tfevents.1).',
      'Only scalars and hparams are imported.',
    ]);
  });

  it('in event files has another kind and another tag with each of its values', async () => {
    const value = (i: number): Buffer =>
      field(5, field(1, Buffer.concat([field(1, Buffer.from(`tag ${i}`)), field(9, field(1, field(1, Buffer.from(`plugin ${i}`))))])));
    const records = [
      versionEvent(0),
      scalarEvent({ timeMs: 1e12, step: 1 }, 'loss', 0.5),
      ...Array.from({ length: 100_000 }, (_, i) => value(i)),
    ];
    writeFileSync(path.join(folder, 'events.out.tfevents.1'), Buffer.concat(records.map(tfRecord)));
    const { missing } = await imported(path.join(folder, 'events.out.tfevents.1'));
    assert.ok(missing.length < 30);
    assert.ok(missing.includes('Left out: 1 value of the plugin plugin 3 (tag 3).'), missing.join('\n'));
    assert.match(missing.join('\n'), /^Left out: 99,9\d\d values of other kinds \(tag \d+, .*, …\)\.$/m);
  });

  it('of W&B has rows without anything in them, by the million', async () => {
    const copy = copyOf('wandb/0.16.2/offline-run-20261123_132647-k3x9ab12');
    const file = path.join(copy, 'run-k3x9ab12.wandb');
    writeFileSync(file, withEmptyRow(readFileSync(file), 8_000_000));
    const { rows, missing } = await imported(copy);
    assert.equal(rows, 3);
    assert.deepEqual(missing, ['run-k3x9ab12.wandb: 1 record left out, of another kind or of far too many parts.']);
  });

  it('of W&B has texts without an end, and is a run that can be read', async () => {
    const copy = copyOf('wandb/0.16.2/offline-run-20261123_132647-k3x9ab12');
    const file = path.join(copy, 'run-k3x9ab12.wandb');
    // Longer than any text of a recording; all of them fit into half of the heap.
    const long = 'x'.repeat(1_100_000);
    const update = [{ key: 'long', valueJson: JSON.stringify(long) }];
    const run = { runId: long, entity: long, project: long, displayName: long, runGroup: long, jobType: long, host: long, notes: long };
    const bodies: MessageInitShape<typeof RecordSchema>[] = [
      { recordType: { case: 'run', value: { ...run, tags: [long], config: { update } } } },
      { recordType: { case: 'metric', value: { name: 'loss', stepMetric: long } } },
      { recordType: { case: 'summary', value: { update } } },
      { recordType: { case: 'outputRaw', value: { line: '\n'.repeat(2_000_000) } } },
      { recordType: { case: 'outputRaw', value: { line: '\r'.repeat(2_000_000) } } },
    ];
    let bytes: Buffer = readFileSync(file);
    for (const body of bodies) bytes = withRecord(bytes, toBinary(RecordSchema, create(RecordSchema, body)));
    writeFileSync(file, bytes);
    const { folder: home } = await imported(copy);
    const { config, labels } = await readOverview(home);
    assert.deepEqual([labels.name.length, labels.tags.map(tag => tag.length), config.kind], [1000, [1000], 'imported']);
    const recording = await readRecording(home);
    assert.deepEqual([recording?.entity?.length, recording?.group?.length, recording?.host?.length], [1000, 1000, 1000]);
    assert.deepEqual(recording?.config['long'], long);
  });

  it('of MLflow has a metric of nothing but ends of lines', async () => {
    const home = path.join(folder, 'run');
    mkdirSync(path.join(home, 'metrics'), { recursive: true });
    writeFileSync(path.join(home, 'meta.yaml'), "run_id: '5'\nstatus: 3\nstart_time: 1700000000000\nend_time: 1700000001000\n");
    writeFileSync(
      path.join(home, 'metrics', 'loss'),
      Buffer.concat([Buffer.from('1700000000000 0.5 1\n'), Buffer.alloc(150_000_000, '\n'), Buffer.from('1700000000000 0.25 2')]),
    );
    const { rows, missing } = await imported(home);
    assert.deepEqual([rows, missing], [2, []]);
  });

  it('as CSV has rows that are too short, by the million', async () => {
    writeFileSync(path.join(folder, 'x.csv'), `epoch,loss\n0,1\n${'1\n'.repeat(2_000_000)}2,0.5\n`);
    await assert.rejects(
      imported(path.join(folder, 'x.csv')),
      /more than 100,000 of its rows have fewer or more cells than its first line/,
    );
  });
});
