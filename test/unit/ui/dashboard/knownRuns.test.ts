import assert from 'node:assert/strict';
import { appendFileSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { initialRun } from '../../../../src/contract/runState';
import { runPaths } from '../../../../src/runFolder/paths';
import { readRun } from '../../../../src/runFolder/readRun';
import { KnownRuns } from '../../../../src/ui/dashboard/knownRuns';
import { writeRun } from '../../runFolder/writtenRun';

describe('runs that are known', () => {
  const id = '20260102-030405-abcd';
  let runs: string;
  let folder: string;
  let file: string;
  let whole: string;
  let seconds = 0;

  beforeEach(() => {
    runs = mkdtempSync(path.join(os.tmpdir(), 'digits-known-'));
    folder = writeRun(runs, { id });
    file = runPaths(folder).events;
    whole = readFileSync(file, 'utf8');
  });
  afterEach(() => rmSync(runs, { recursive: true }));

  /** The file is written at another time than before, however coarse the file system's clock is. */
  const touch = (): void => utimesSync(file, 1_800_000_000, 1_800_000_000 + ++seconds);

  it('are the same object as long as their file is the same', async () => {
    const known = new KnownRuns();
    const first = await known.read({ folder });
    assert.deepEqual(first, await readRun(folder));
    assert.equal(await known.read({ folder }), first);
    known.keepOnly(new Set());
    assert.notEqual(await known.read({ folder }), first);
  });

  it('are read on where their file has grown, and not from its beginning', async () => {
    const known = new KnownRuns();
    const [last = '', ...before] = whole.trimEnd().split('\n').toReversed();
    writeFileSync(
      file,
      before
        .toReversed()
        .map(line => `${line}\n`)
        .join(''),
    );
    touch();
    await known.read({ folder });
    const beginning = openSync(file, 'r+');
    writeSync(beginning, 'no JSON at all');
    closeSync(beginning);
    appendFileSync(file, `${last}\n`);
    touch();
    const run = await known.read({ folder });
    writeFileSync(file, whole);
    assert.deepEqual(run, await readRun(folder));
  });

  it('are read anew where their file is another one', async () => {
    const known = new KnownRuns();
    await known.read({ folder });
    const changed = whole.replaceAll('"loss":0', '"loss":1');
    assert.notEqual(changed, whole);
    assert.equal(changed.length, whole.length);
    for (const text of [changed, whole.slice(0, whole.indexOf('\n') + 1), whole]) {
      writeFileSync(file, text);
      touch();
      assert.deepEqual(await known.read({ folder }), await readRun(folder));
    }
  });

  it('are as at the beginning where there is nothing, or nothing that can be read', async () => {
    const known = new KnownRuns();
    assert.equal(await known.read({ folder: path.join(runs, 'none') }), initialRun);
    writeFileSync(file, `no JSON\n${whole}`);
    touch();
    assert.equal(await known.read({ folder }), initialRun);
    rmSync(file);
    assert.equal(await known.read({ folder }), initialRun);
    writeFileSync(file, whole);
    assert.deepEqual(await known.read({ folder }), await readRun(folder));
  });

  it('are what a reading at once gives, however the file came to be', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 6 }), async cuts => {
        const known = new KnownRuns();
        for (const end of [...cuts, whole.length]) {
          writeFileSync(file, whole.slice(0, end));
          touch();
          // Two that ask at once read it once.
          const [one, other] = await Promise.all([known.read({ folder }), known.read({ folder })]);
          assert.equal(one, other);
          assert.deepEqual(one, await readRun(folder));
        }
      }),
      { numRuns: 30 },
    );
  });
});
