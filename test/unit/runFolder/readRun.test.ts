import assert from 'node:assert/strict';
import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import { changeLabels } from '../../../src/runFolder/labels';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readConfig, readEvents, readOverview } from '../../../src/runFolder/readRun';
import { writeRun } from './writtenRun';

describe('a run folder, when it is read', () => {
  let runs: string;
  beforeEach(() => (runs = mkdtempSync(path.join(os.tmpdir(), 'digits-read-'))));
  afterEach(() => rmSync(runs, { recursive: true }));
  const id = '20260102-030405-abcd';
  const write = (folder: string, name: string, text: string): void => writeFileSync(path.join(folder, name), text);

  it('of a run that has ended is asked for its config, labels and summary alone', async () => {
    const folders = ['a', 'b', 'c'].map(letter => writeRun(runs, { id: `20260102-030405-aaa${letter}`, labels: { name: letter } }));
    const opened = [mock.method(fs, 'open'), mock.method(fs, 'openSync'), mock.method(promises, 'readFile'), mock.method(promises, 'open')];
    try {
      assert.equal((await listRuns(runs)).runs.length, 3);
      const read = opened.flatMap(method => method.mock.calls.map(call => call.arguments[0] as string)).toSorted();
      const expected = folders.flatMap(folder => ['config.json', 'labels.json', 'summary.json'].map(name => path.join(folder, name)));
      assert.deepEqual(read, expected.toSorted());
    } finally {
      mock.restoreAll();
    }
  });

  it('without a summary has the one that its events tell', async () => {
    const folder = writeRun(runs, { id });
    const written = await readOverview(folder);
    for (const summary of [undefined, '{"torn": ', '[]', '{"status": "done"}']) {
      if (summary === undefined) rmSync(path.join(folder, 'summary.json'));
      else write(folder, 'summary.json', summary);
      assert.deepEqual(await readOverview(folder), written);
    }
  });

  it('whose events do not end is interrupted', async () => {
    const folder = writeRun(runs, { id, events: all => all.slice(0, -1) });
    const { status, summary } = await readOverview(folder);
    assert.deepEqual([status, summary], ['interrupted', undefined]);
    write(folder, 'events.jsonl', '');
    assert.equal((await readOverview(folder)).status, 'interrupted');
    rmSync(path.join(folder, 'events.jsonl'));
    assert.equal((await readOverview(folder)).status, 'interrupted');
  });

  it('passes over the kinds of events that other versions have', async () => {
    const folder = writeRun(runs, { id });
    const before = await readEvents(folder);
    const file = path.join(folder, 'events.jsonl');
    const [first, ...rest] = readFileSync(file, 'utf8').split('\n');
    const others = ['{"type":"engineChecked","time":"2026-01-02T03:04:05.000Z","version":"1.30.0","durationMs":120}', '{"type":"dreamt"}'];
    writeFileSync(file, [first, ...others, ...rest].join('\n'));
    assert.deepEqual(await readEvents(folder), before);
  });

  it('whose events are long ends where they end', async () => {
    const long = { type: 'logged', level: 'info', message: 'x'.repeat(1000), time: '2026-01-02T03:04:05.000Z' } as const;
    const folder = writeRun(runs, {
      id,
      events: all => [...all.slice(0, 1), ...Array.from({ length: 200 }, () => long), ...all.slice(1)],
      summary: false,
    });
    assert.equal((await readOverview(folder)).status, 'completed');
  });

  const configs: [string, RegExp][] = [
    ['', /config\.json: this is no JSON/],
    ['[]', /schemaVersion: it is missing; expected a number up to 1/],
    ['{"schemaVersion": 2}', /schema version 2; this Digits Lab reads up to 1\. Update Digits Lab/],
    ['{"schemaVersion": 1, "parameters": {}, "dataset": {}, "engine": null}', /config\.json: id: it is missing; expected text\./],
    ['{"schemaVersion": 1, "kind": "dreamt"}', /config\.json: kind: found "dreamt"; expected "trained" or "imported"\./],
  ];
  for (const [config, message] of configs) {
    it(`with the config ${config || '(empty)'} is refused, and others are listed all the same`, async () => {
      writeRun(runs, { id: '20260102-030405-aaaa' });
      const folder = writeRun(runs, { id });
      write(folder, 'config.json', config);
      await assert.rejects(readConfig(folder), { name: 'RunFolderError', message });
      const list = await listRuns(runs);
      assert.equal(list.runs.length, 1);
      assert.deepEqual(
        list.broken.map(one => one.folder),
        [folder],
      );
    });
  }

  it('is listed with however many others, by few open files', async () => {
    for (let i = 0; i < 200; i++) writeRun(runs, { id: `20260102-${String(i).padStart(6, '0')}-abcd` });
    let [open, most] = [0, 0];
    const [openFile, openFileSync, closeFile] = [fs.open, fs.openSync, fs.closeSync];
    mock.method(fs, 'openSync', (file: string, flags: number) => {
      const descriptor = openFileSync(file, flags);
      most = Math.max(most, ++open);
      return descriptor;
    });
    mock.method(fs, 'open', (file: string, flags: number, done: (error: Error | null, descriptor: number) => void) =>
      openFile(file, flags, (error, descriptor) => {
        if (!error) most = Math.max(most, ++open);
        done(error, descriptor);
      }),
    );
    mock.method(fs, 'closeSync', (descriptor: number) => {
      open--;
      closeFile(descriptor);
    });
    try {
      assert.equal((await listRuns(runs)).runs.length, 200);
    } finally {
      mock.restoreAll();
    }
    // macOS gives a program 256.
    assert.ok(most > 0 && most < 200, `${most} files at a time`);
  });

  describe('labels', () => {
    it('that are no labels are as if nothing had been said', async () => {
      const folder = writeRun(runs, { id });
      write(folder, 'labels.json', '{"name": 7, "tags": ["a", 3], "pinned": "yes", "archived": true}');
      assert.deepEqual((await readOverview(folder)).labels, { name: '', tags: ['a'], pinned: false, archived: true });
      write(folder, 'labels.json', '<<<<<<< HEAD');
      assert.deepEqual((await readOverview(folder)).labels, { name: '', tags: [], pinned: false, archived: false });
    });

    it('are changed one at a time', async () => {
      const folder = writeRun(runs, { id, labels: { name: 'first', tags: ['a'] } });
      await changeLabels(folder, { pinned: true });
      assert.deepEqual((await readOverview(folder)).labels, { name: 'first', tags: ['a'], pinned: true, archived: false });
    });

    it('that are so already are not written, nor is a lock', async () => {
      const folder = writeRun(runs, { id });
      const before = statSync(folder, { bigint: true }).mtimeNs;
      const labels = await changeLabels(folder, { name: '', tags: [], archived: false });
      assert.deepEqual(labels, { name: '', tags: [], pinned: false, archived: false });
      assert.equal(statSync(folder, { bigint: true }).mtimeNs, before);
    });

    it('keep every change of several that come at once', async () => {
      const folder = writeRun(runs, { id });
      await Promise.all([
        changeLabels(folder, { name: 'first' }),
        changeLabels(folder, { tags: ['a'] }),
        changeLabels(folder, { pinned: true }),
        changeLabels(folder, { archived: true }),
      ]);
      assert.deepEqual((await readOverview(folder)).labels, { name: 'first', tags: ['a'], pinned: true, archived: true });
      assert.deepEqual(
        readdirSync(folder).filter(name => name.startsWith('labels')),
        ['labels.json'],
      );
    });

    it('of a run that was deleted do not make its folder again', async () => {
      await assert.rejects(changeLabels(path.join(runs, id), { pinned: true }), /the run is not there any more/);
      assert.deepEqual(readdirSync(runs), []);
    });

    it('that cannot be read are not written over', async () => {
      const folder = writeRun(runs, { id });
      write(folder, 'labels.json', '<<<<<<< HEAD');
      await assert.rejects(changeLabels(folder, { pinned: true }), /labels\.json: this is no JSON/);
      assert.equal(readFileSync(path.join(folder, 'labels.json'), 'utf8'), '<<<<<<< HEAD');
    });
  });
});
