import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { newRunId } from '../../../../src/contract/runId';
import { thisProcess } from '../../../../src/runFolder/owner';
import { readOverview } from '../../../../src/runFolder/readRun';
import { readRecording } from '../../../../src/runFolder/recording/readRecording';
import { RecordingWriter, type RecordingOptions } from '../../../../src/runFolder/recording/recordingWriter';
import { recordingLimits } from '../../../../src/runFolder/recording/recordingLimits';
import { FakeClock } from '../../util/fakeClock';

describe('the writer of what another tool records', () => {
  let runsFolder: string;
  const open: RecordingWriter[] = [];
  beforeEach(() => (runsFolder = mkdtempSync(path.join(os.tmpdir(), 'digits-recorded-'))));
  afterEach(async () => {
    for (const one of open.splice(0)) await one.release().catch(() => undefined);
    rmSync(runsFolder, { recursive: true });
  });
  const startedAt = '2026-01-31T12:00:00.000Z';
  const begin = async (options: RecordingOptions = {}): Promise<RecordingWriter> => {
    const writer = await RecordingWriter.create(
      { runsFolder, source: { tool: 'other 1.0', run: 'a/b' }, name: 'first', tags: ['x'], facts: { startedAt, config: { lr: 0.5 } } },
      options,
    );
    open.push(writer);
    return writer;
  };
  const again = async (folder: string, options: RecordingOptions = {}): Promise<RecordingWriter> => {
    const writer = await RecordingWriter.reopen(folder, options);
    open.push(writer);
    return writer;
  };
  const read = (writer: RecordingWriter, name: string): string => readFileSync(path.join(writer.folder, name), 'utf8');

  it('gives runs that began at the same time folders of their own, whichever process made them', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 150; i++) {
      // Of ids that it made long before a process knows nothing, as another one does.
      newRunId(new Date(0));
      const writer = await begin({ now: () => new Date(startedAt) });
      ids.add(writer.id);
      await writer.release();
    }
    assert.equal(ids.size, 150);
  });

  it('takes all of a run at once', async () => {
    const writer = await begin();
    writer.appendRows([
      { _step: 0, loss: 1 },
      { _step: 1, gradient: NaN },
    ]);
    writer.writeConsole(0, ['one', 'two']);
    writer.change({ summary: { test_accuracy: 0.5, epoch: 1 } });
    await writer.addFile('a/b.txt', Buffer.from('x'));
    await writer.addToArtifact('weights', '1', 'w.bin', Buffer.from('yz'));
    await writer.commitArtifact(
      {
        name: 'weights',
        type: 'model',
        version: 'v0',
        aliases: ['latest'],
        description: null,
        files: [{ path: 'w.bin', bytes: 2 }],
        missing: [],
      },
      '1',
    );
    await writer.end({ state: 'finished', exitCode: null, endedAt: '2026-01-31T12:01:00.000Z' });
    await writer.release();
    const { status, summary, config, labels } = await readOverview(writer.folder);
    assert.deepEqual([status, summary?.durationMs, summary?.testAccuracy, labels.name], ['completed', 60_000, 0.5, 'first']);
    assert.deepEqual(config.parameters, { learning_rate: 0.5 });
    const recording = (await readRecording(writer.folder))!;
    assert.deepEqual([recording.heardAt, recording.files], ['2026-01-31T12:01:00.000Z', [{ path: 'a/b.txt', bytes: 1 }]]);
    assert.equal(read(writer, 'artifacts/weights/v0/w.bin'), 'yz');
  });

  it('has each row in its file when it says so, and the rest within two seconds', async () => {
    const clock = new FakeClock();
    const writer = await begin({ clock });
    writer.appendRows([{ loss: 1 }]);
    assert.equal(read(writer, 'history.jsonl'), '{"loss":1}\n');
    writer.change({ summary: { loss: 1 } });
    assert.deepEqual((await readRecording(writer.folder))!.summary, {});
    clock.advance(2000);
    await writer.save();
    assert.deepEqual((await readRecording(writer.folder))!.summary, { loss: 1 });
  });

  it('goes on after it was killed: a torn line is cut, and what was not whole is said to be missing', async () => {
    const writer = await begin();
    writer.appendRows([{ _step: 0 }, { _step: 1 }]);
    await writer.addFile('whole.txt', Buffer.from('x'));
    await writer.addToArtifact('weights', '1', 'w.bin', Buffer.from('y'));
    await writer.release();
    appendFileSync(path.join(writer.folder, 'history.jsonl'), '{"_step":2');
    appendFileSync(path.join(writer.folder, 'console.log'), 'whole\ntorn');
    writeFileSync(path.join(writer.folder, 'files', 'late.txt'), 'not in recording.json yet');
    writeFileSync(path.join(writer.folder, 'files', `torn.txt.${process.pid}-0123abcd.tmp`), 'half');
    const second = await again(writer.folder);
    assert.deepEqual([second.historyLines.count, second.historyLines.last, second.consoleLines.count], [2, '{"_step":1}', 1]);
    second.appendRows([{ _step: 2 }]);
    await second.release();
    assert.equal(read(second, 'history.jsonl'), '{"_step":0}\n{"_step":1}\n{"_step":2}\n');
    assert.equal(read(second, 'console.log'), 'whole\n');
    const { files, missing } = (await readRecording(second.folder))!;
    assert.deepEqual(files.map(({ path: name }) => name).toSorted(), ['late.txt', 'whole.txt']);
    assert.deepEqual(missing, ['artifact weights: its upload was broken off when the process that received it ended.']);
  });

  it('reads as interrupted when its process is gone, and as running while it is there', async () => {
    const writer = await begin();
    assert.equal((await readOverview(writer.folder)).status, 'running');
    await assert.rejects(RecordingWriter.reopen(writer.folder), /working on this run/);
    await writer.release();
    assert.equal((await readOverview(writer.folder)).status, 'interrupted');
  });

  it('writes nothing more when another process has the run', async () => {
    const writer = await begin();
    writer.appendRows([{ a: 1 }]);
    writeFileSync(path.join(writer.folder, 'owner.9.json'), JSON.stringify(thisProcess(9)));
    assert.throws(() => writer.appendRows([{ a: 2 }]), /taken this run over/);
    await assert.rejects(writer.addFile('x', Buffer.from('x')), /taken this run over/);
    assert.equal(read(writer, 'history.jsonl'), '{"a":1}\n');
  });

  it('writes lines of the console again, and keeps those behind them', async () => {
    const writer = await begin();
    writer.writeConsole(0, ['a', 'bar 1%', 'c']);
    writer.writeConsole(1, ['bar 100% and more']);
    assert.equal(read(writer, 'console.log'), 'a\nbar 100% and more\nc\n');
    writer.writeConsole(1, ['b', 'c2', 'd']);
    writer.writeConsole(5, ['f\nf']);
    assert.equal(read(writer, 'console.log'), 'a\nb\nc2\nd\n\nf f\n');
  });

  it('has limits, which it says', async () => {
    const writer = await begin({
      limits: { ...recordingLimits, rowBytes: 100, rowsBytes: 60, consoleBytes: 10, files: 1, fileBytes: 3, recordingBytes: 2000 },
    });
    assert.throws(() => writer.appendRows([{ text: 'x'.repeat(100) }]), /a row has 1 kB/);
    writer.appendRows([{ text: 'x'.repeat(30) }]);
    writer.appendRows([{ text: 'y'.repeat(30) }]);
    writer.writeConsole(0, ['0123456789a']);
    assert.deepEqual([writer.historyLines.count, writer.consoleLines.count, writer.recording.missing.length], [1, 0, 2]);
    await assert.rejects(writer.addFile('a', Buffer.from('1234')), /more than 1 kB/);
    await writer.addFile('a', Buffer.from('123'));
    await writer.addFile('a', Buffer.from('12'));
    await assert.rejects(writer.addFile('b', Buffer.from('1')), /1 files already/);
    assert.throws(() => writer.change({ config: { text: 'x'.repeat(2000) } }), /expected at most/);
    const artifact = { name: 'a', type: 'model', version: 'v0', aliases: ['x'.repeat(2000)], description: null, files: [], missing: [] };
    await assert.rejects(writer.commitArtifact(artifact, '1'), /expected at most/);
    // What is refused leaves all as it was.
    await writer.save();
    assert.deepEqual((await readRecording(writer.folder))!.config, { lr: 0.5 });
    await writer.commitArtifact({ ...artifact, aliases: [] }, '1');
    await assert.rejects(begin({ limits: { ...recordingLimits, recordingBytes: 100 } }), /expected at most/);
  });

  it('counts bytes, not letters, and a file that is saved again once', async () => {
    const writer = await begin({ limits: { ...recordingLimits, recordingBytes: 3000, allFilesBytes: 10 } });
    for (const content of ['1234567', '12345678', '1']) await writer.addFile('a', Buffer.from(content));
    await writer.addFile('b', Buffer.from('123456789'));
    await assert.rejects(writer.addFile('a', Buffer.from('12')), /together/);
    await writer.addFile('a', Buffer.from('2'));
    assert.deepEqual([read(writer, 'files/a'), read(writer, 'files/b')], ['2', '123456789']);
    assert.throws(() => writer.change({ config: { text: '数'.repeat(1000) } }), /expected at most/);
  });

  it('has the last aliases of an artifact that is given more than can be read again', async () => {
    const writer = await begin();
    const artifact = { name: 'a', type: 'model', version: 'v0', aliases: ['latest'], description: null, files: [], missing: [] };
    await writer.commitArtifact(artifact, '1');
    for (let i = 0; i < 1200; i++) writer.moveAliases('a', 'v0', ['latest', `epoch-${i}`]);
    await writer.save();
    const [read] = (await readRecording(writer.folder))!.artifacts;
    assert.equal(read!.aliases.length, 1000);
    assert.deepEqual(read!.aliases.slice(-2), ['latest', 'epoch-1199']);
  });

  it('is only for runs of other tools', async () => {
    const folder = path.join(runsFolder, '20260131-120000-abcd');
    mkdirSync(folder);
    await assert.rejects(RecordingWriter.reopen(folder), /no config\.json/);
  });

  it('puts other rows in the place of those that are there, and leaves the file where they are the same', async () => {
    const writer = await begin({ limits: { ...recordingLimits, rowsBytes: 30 } });
    writer.appendRows([{ a: 1 }, { a: 2 }]);
    const rows = (...values: readonly number[]) =>
      async function* () {
        for (const a of values) yield { a };
      };
    const inode = (): number => statSync(path.join(writer.folder, 'history.jsonl')).ino;
    const before = inode();
    await writer.replaceRows(rows(1, 2));
    assert.equal(inode(), before);
    await writer.replaceRows(rows(0, 1));
    writer.appendRows([{ a: 3 }]);
    assert.deepEqual([read(writer, 'history.jsonl'), writer.historyLines.count], ['{"a":0}\n{"a":1}\n{"a":3}\n', 3]);
    await writer.replaceRows(rows(0));
    assert.equal(read(writer, 'history.jsonl'), '{"a":0}\n');
    await writer.replaceRows(rows(4, 5, 6, 7, 8));
    assert.equal(read(writer, 'history.jsonl'), '{"a":4}\n{"a":5}\n{"a":6}\n');
    assert.deepEqual(writer.recording.missing, ['history.jsonl: the rows after 3 are left out.']);
    await assert.rejects(
      // oxlint-disable-next-line require-yield
      writer.replaceRows(async function* () {
        await Promise.resolve();
        throw new Error('the file is gone');
      }),
      /the file is gone/,
    );
    assert.equal(writer.historyLines.count, 3);
    await writer.replaceSystemRows(rows(9));
    assert.equal(read(writer, 'system.jsonl'), '{"a":9}\n');
  });

  it('removes what a process that was killed had not finished', async () => {
    const writer = await begin();
    await writer.release();
    for (const name of ['history.jsonl', 'recording.json', 'followed.json'])
      writeFileSync(path.join(writer.folder, `${name}.12345-0123abcd.tmp`), 'half');
    await again(writer.folder);
    assert.deepEqual(
      readdirSync(writer.folder).filter(name => name.endsWith('.tmp')),
      [],
    );
  });
});
