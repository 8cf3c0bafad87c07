import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CONSOLE_LINES, readConsoleTail } from '../../../../src/runFolder/recording/consoleTail';

describe('the end of a console', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-console-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (text: string): void => writeFileSync(path.join(folder, 'console.log'), text);

  it('is empty without a file', async () => assert.deepEqual(await readConsoleTail(folder), { lines: [], hasMore: false }));

  it('has the lines as a terminal shows them', async () => {
    write('plain\n\u001b[32mgreen\u001b[0m\r\n 10%|#  |\r 50%|## |\r100%|###|\n\nlast, not ended');
    assert.deepEqual(await readConsoleTail(folder), { lines: ['plain', 'green', '100%|###|', '', 'last, not ended'], hasMore: false });
  });

  it('has the last ones of many, none of them cut', async () => {
    write(Array.from({ length: 30_000 }, (_, i) => `line ${i}\n`).join(''));
    const { lines, hasMore } = await readConsoleTail(folder);
    assert.deepEqual(
      [lines.length, lines[0], lines.at(-1), hasMore],
      [CONSOLE_LINES, `line ${30_000 - CONSOLE_LINES}`, 'line 29999', true],
    );
  });
});
