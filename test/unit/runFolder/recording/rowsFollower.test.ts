import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import type { RecordedRow } from '../../../../src/contract/recording';
import { RowsFollower } from '../../../../src/runFolder/recording/rowsFollower';
import { toJsonLine } from '../../../../src/util/jsonLines';

describe('the follower of rows', () => {
  let folder: string;
  let rows: RecordedRow[];
  let follower: RowsFollower;
  const file = (): string => path.join(folder, 'history.jsonl');
  const begin = (): void => {
    rows = [];
    follower = new RowsFollower(folder, 'history.jsonl', { onRow: row => rows.push(row), onRestart: () => (rows = []) });
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-rows-'));
    begin();
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const readAll = async (): Promise<void> => {
    for (let hasMore = true; hasMore;) hasMore = await follower.readMore();
  };

  it('has none while there is no file, then those that are there and those that come', async () => {
    await readAll();
    assert.deepEqual(rows, []);
    writeFileSync(file(), toJsonLine({ a: 1 }));
    await readAll();
    appendFileSync(file(), toJsonLine({ a: 2, b: { c: 'é' } }) + toJsonLine({ a: 3 }));
    await readAll();
    assert.deepEqual(rows, [{ a: 1 }, { a: 2, b: { c: 'é' } }, { a: 3 }]);
    assert.deepEqual(follower.leftOut, []);
  });

  it('waits for the end of a line that is being written, wherever it is cut', async () => {
    const text = Buffer.from([{ a: 1 }, { b: 'é→🎉' }, { c: [1, { d: null }] }].map(toJsonLine).join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: text.length }), { maxLength: 6 }), async cuts => {
        rmSync(file(), { force: true });
        begin();
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        for (let i = 1; i < at.length; i++) {
          appendFileSync(file(), text.subarray(at[i - 1], at[i]));
          await readAll();
        }
        assert.deepEqual(rows, [{ a: 1 }, { b: 'é→🎉' }, { c: [1, { d: null }] }]);
        assert.deepEqual(follower.leftOut, []);
      }),
      { numRuns: 60 },
    );
  });

  it('passes over lines that are no rows, counts them and says where the first is', async () => {
    writeFileSync(file(), `{"a":1}\n{"a":2,"b\n\n[1]\n{"a":3}\n`);
    await readAll();
    assert.deepEqual(rows, [{ a: 1 }, { a: 3 }]);
    assert.deepEqual(follower.leftOut, ['history.jsonl: 2 lines are no rows of values and are passed over, the first is line 2.']);
    writeFileSync(file(), 'no row\n');
    await readAll();
    assert.deepEqual([rows, follower.leftOut], [[], ['history.jsonl, line 1: this is no row of values; it is passed over.']]);
  });

  it('begins again with a file that became shorter, and with another one of its name', async () => {
    writeFileSync(file(), toJsonLine({ a: 1 }) + toJsonLine({ a: 2 }));
    await readAll();
    writeFileSync(file(), toJsonLine({ a: 9 }));
    await readAll();
    assert.deepEqual(rows, [{ a: 9 }]);
    writeFileSync(`${file()}.new`, toJsonLine({ b: 1 }) + toJsonLine({ b: 2 }) + toJsonLine({ b: 3 }));
    renameSync(`${file()}.new`, file());
    await readAll();
    assert.deepEqual(rows, [{ b: 1 }, { b: 2 }, { b: 3 }]);
  });

  it('reads a long file in pieces, and passes over a line that is longer than any row', async () => {
    const long = { text: 'x'.repeat(3_000_000) };
    writeFileSync(file(), toJsonLine({ a: 1 }) + toJsonLine(long) + `"${'y'.repeat(20_000_000)}"\n` + toJsonLine({ a: 2 }));
    let pieces = 0;
    for (let hasMore = true; hasMore; pieces++) hasMore = await follower.readMore();
    assert.ok(pieces >= 3, `${pieces}`);
    assert.deepEqual(rows, [{ a: 1 }, long, { a: 2 }]);
    assert.match(follower.leftOut.join(), /line 3/);
  });

  it('goes through no link', async () => {
    if (process.platform === 'win32') return;
    writeFileSync(path.join(folder, 'elsewhere'), toJsonLine({ a: 1 }));
    symlinkSync('elsewhere', file());
    await assert.rejects(readAll(), /history\.jsonl/);
    assert.deepEqual(rows, []);
  });
});
