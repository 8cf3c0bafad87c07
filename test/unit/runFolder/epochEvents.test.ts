import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { applyEvents, initialRun } from '../../../src/contract/runState';
import { readEpochEvents } from '../../../src/runFolder/epochEvents';
import { runPaths } from '../../../src/runFolder/paths';
import { readRun } from '../../../src/runFolder/readRun';
import { writeRun } from './writtenRun';

describe('the epochs of a run in its file', () => {
  let runs: string;
  let folder: string;
  let file: string;
  beforeEach(() => {
    runs = mkdtempSync(path.join(os.tmpdir(), 'digits-epochs-'));
    folder = writeRun(runs, { id: '20260102-030405-abcd' });
    file = runPaths(folder).events;
  });
  afterEach(() => rmSync(runs, { recursive: true }));

  it('are those of the whole run', async () => {
    const { events, wholeBytes } = (await readEpochEvents(folder))!;
    const { epochs } = await readRun(folder);
    assert.ok(epochs.length > 0);
    assert.deepEqual(applyEvents(initialRun, events).epochs, epochs);
    assert.equal(wholeBytes, readFileSync(file).length);
    assert.equal(await readEpochEvents(path.join(runs, 'none')), undefined);
  });

  it('are read on from where the last reading ended', async () => {
    const { wholeBytes } = (await readEpochEvents(folder))!;
    const line = readFileSync(file, 'utf8').split('\n').find(one => one.includes('"epochEnded"'))!; // prettier-ignore
    appendFileSync(file, `${line}\n${line.slice(0, 50)}`);
    const more = (await readEpochEvents(folder, wholeBytes))!;
    assert.deepEqual(more.events, [JSON.parse(line)]);
    assert.equal(more.wholeBytes, Buffer.byteLength(line) + 1, 'The torn line is left for later.');
  });

  it('pass over what was torn in the middle, and what only speaks of an epoch', async () => {
    const { events } = (await readEpochEvents(folder))!;
    const said = JSON.stringify({ type: 'logged', time: '2026-01-02T03:04:05.000Z', level: 'info', message: '"type":"epochEnded"' });
    writeFileSync(file, `${said}\n{"type":"epochEnded","epoch\n${readFileSync(file, 'utf8')}`);
    assert.deepEqual((await readEpochEvents(folder))!.events, events);
  });

  it('are refused with file and place where they lie', async () => {
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/("type":"epochEnded"[^\n]*"loss":)[^,]*/, '$1"low"'));
    await assert.rejects(readEpochEvents(folder), error => {
      assert.match((error as Error).message, /events\.jsonl.*loss.*found "low".*at byte \d+/s);
      return true;
    });
  });
});
