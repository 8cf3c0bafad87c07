import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MOST_NOTES } from '../../../src/contract/notes';
import { changeNotes, readNotesToEdit } from '../../../src/runFolder/notes';
import { writeRun } from './writtenRun';

describe('the notes of a run', () => {
  let folder: string;
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-notes-'));
    folder = writeRun(base, { id: '20260102-030405-abcd' });
  });
  afterEach(() => rmSync(base, { recursive: true }));
  const file = (): string => path.join(folder, 'notes.md');
  const write = (content: string | Uint8Array): void => writeFileSync(file(), content);
  const kept = (): string => readFileSync(file(), 'utf8');

  it('are empty at first, and saved as they are typed', async () => {
    assert.deepEqual(await readNotesToEdit(folder), { text: '', whyNotEdited: null });
    assert.equal(await changeNotes(folder, { before: '', text: 'More filters.\n' }), 'More filters.\n');
    assert.equal(kept(), 'More filters.\n');
    assert.deepEqual(await readNotesToEdit(folder), { text: 'More filters.\n', whyNotEdited: null });
  });

  it('are no file as long as nothing is typed', async () => {
    await changeNotes(folder, { before: '', text: '' });
    assert.ok(!existsSync(file()));
  });

  it('keep what was changed in the file meanwhile', async () => {
    write('one\ntwo\nthree\n');
    assert.equal(await changeNotes(folder, { before: 'one\ntwo\n', text: 'ONE\ntwo\n' }), 'ONE\ntwo\nthree\n');
    assert.equal(kept(), 'ONE\ntwo\nthree\n');
  });

  it('keep the ends of their lines', async () => {
    write('one\r\ntwo\r\n');
    const { text } = await readNotesToEdit(folder);
    assert.equal(text, 'one\ntwo\n');
    await changeNotes(folder, { before: text, text: `${text}three\n` });
    assert.equal(kept(), 'one\r\ntwo\r\nthree\r\n');
  });

  it('lose nothing when several are at work at once', async () => {
    const words = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(words.map(word => changeNotes(folder, { before: '', text: word })));
    assert.deepEqual(kept().split('\n').toSorted(), words);
  });

  it('leave out what came along unseen', async () => {
    assert.equal(await changeNotes(folder, { before: '', text: 'co\u00adpied\u200b\u202e' }), 'copied');
  });

  const unfit: [string, string | Uint8Array, RegExp][] = [
    ['that have characters that cannot be seen', 'a\u202eb', /cannot be seen/],
    ['that are no UTF-8 text', Uint8Array.of(0x61, 0xff), /not UTF-8/],
    ['that are too long', 'x'.repeat(MOST_NOTES + 1), /too long/],
  ];
  for (const [what, content, why] of unfit) {
    it(`${what} are only read`, async () => {
      write(content);
      const { text, whyNotEdited } = await readNotesToEdit(folder);
      assert.match(whyNotEdited ?? '', why);
      await assert.rejects(changeNotes(folder, { before: text, text: 'other' }), why);
      assert.deepEqual(readFileSync(file()), Buffer.from(content));
    });
  }

  it('are not read through a link, nor is what it leads to changed', async () => {
    const secret = path.join(base, 'secret');
    writeFileSync(secret, 'a secret');
    symlinkSync(secret, file());
    const { text, whyNotEdited } = await readNotesToEdit(folder);
    assert.equal(text, '');
    assert.match(whyNotEdited ?? '', /link/);
    await assert.rejects(changeNotes(folder, { before: '', text: 'x' }), /link/);
    assert.equal(readFileSync(secret, 'utf8'), 'a secret');
  });

  it('make no folder again that was deleted', async () => {
    rmSync(folder, { recursive: true });
    await assert.rejects(changeNotes(folder, { before: '', text: 'x' }), /not there any more/);
    assert.ok(!existsSync(folder));
  });
});
