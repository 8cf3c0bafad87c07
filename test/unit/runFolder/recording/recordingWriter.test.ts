import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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
    writer.change({ config: { text: 'x'.repeat(2000) } });
    await assert.rejects(writer.save(), /expected at most/);
  });

  it('counts bytes, not letters, and a file that is saved again once', async () => {
    const writer = await begin({ limits: { ...recordingLimits, recordingBytes: 3000, allFilesBytes: 10 } });
    for (const content of ['1234567', '12345678', '1']) await writer.addFile('a', Buffer.from(content));
    await writer.addFile('b', Buffer.from('123456789'));
    await assert.rejects(writer.addFile('a', Buffer.from('12')), /together/);
    await writer.addFile('a', Buffer.from('2'));
    assert.deepEqual([read(writer, 'files/a'), read(writer, 'files/b')], ['2', '123456789']);
    writer.change({ config: { text: '数'.repeat(1000) } });
    await assert.rejects(writer.save(), /expected at most/);
  });

  it('is only for runs of other tools', async () => {
    const folder = path.join(runsFolder, '20260131-120000-abcd');
    mkdirSync(folder);
    await assert.rejects(RecordingWriter.reopen(folder), /no config\.json/);
  });
});
