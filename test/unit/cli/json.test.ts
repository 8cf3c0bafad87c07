import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeRun } from '../runFolder/writtenRun';
import { assertDocumented } from './documentedFields';
import { digits } from './testCli';

describe('--json', () => {
  let folder: string;
  let runs: string;
  const [one, two] = ['20260101-000001-aaaa', '20260101-000002-aaaa'] as const;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-json-'));
    runs = path.join(folder, '.digits', 'runs');
    writeRun(runs, { id: one, labels: { name: 'first' } });
    writeFileSync(path.join(runs, one, 'notes.md'), 'Some words.\n');
    writeRun(runs, { id: two, events: all => all.slice(0, 4) });
    mkdirSync(path.join(runs, '20260101-000003-aaaa'));
    writeFileSync(path.join(runs, '20260101-000003-aaaa', 'config.json'), '{"schemaVersion":1}');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The one document that a command wrote. */
  async function written(args: readonly string[]): Promise<{ value: unknown; err: string; exitCode: number }> {
    const { out, err, exitCode } = await digits([...args, '--json'], { cwd: folder });
    return { value: JSON.parse(out) as unknown, err, exitCode };
  }

  it('of list names its runs as the table does, and warns on standard error', async () => {
    const { value, err } = await written(['list']);
    const listed = value as { id: string; label: string; best: boolean }[];
    for (const run of listed) assertDocumented('list', run);
    assert.deepEqual(
      listed.map(({ id, label, best }) => [id, label, best]),
      [
        [one, 'first', false],
        [two, 'epochs 2', false],
      ],
    );
    assert.match(err, /^warning: .*20260101-000003-aaaa/);
  });

  it('of show has notes and epochs', async () => {
    const shown = (await written(['show', 'first'])).value as { id: string; notes: string; epochs: unknown[] };
    assertDocumented('show', shown);
    assert.deepEqual([shown.id, shown.notes], [one, 'Some words.\n']);
    assert.ok(shown.epochs.length > 0);
  });

  it('of delete lists what was deleted', async () => {
    const { value, exitCode } = await written(['delete', 'first', two, '--yes']);
    const deleted = value as { id: string; name: string; bytes: number }[];
    assert.equal(exitCode, 0);
    for (const run of deleted) assertDocumented('delete', run);
    assert.deepEqual(
      deleted.map(({ id, name }) => [id, name]),
      [
        [one, 'first'],
        [two, ''],
      ],
    );
    assert.ok(deleted.every(({ bytes }) => bytes > 0));
    assert.ok(!existsSync(path.join(runs, one)) && !existsSync(path.join(runs, two)));
  });

  const failing: [string, string[], number, RegExp][] = [
    ['a run that there is not', ['show', 'nothing'], 1, /There is no run "nothing"/],
    ['a run that cannot be read', ['show', '20260101-000003'], 1, /20260101-000003-aaaa/],
    ['a question that nobody answers', ['delete', one], 2, /--yes says so/],
    ['a column that there is not', ['list', '--sort', 'size'], 2, /There is no column/],
    ['a flag that there is not', ['list', '--size'], 2, /unknown option/],
  ];
  for (const [what, args, code, message] of failing) {
    it(`writes nothing to standard output on ${what}`, async () => {
      const { out, err, exitCode } = await digits([...args, '--json'], { cwd: folder });
      assert.deepEqual([out, exitCode], ['', code]);
      assert.match(err, message);
    });
  }

  it('of delete is empty if the answer was no', async () => {
    const { out, err, exitCode } = await digits(['delete', one, '--json'], { cwd: folder, confirm: () => Promise.resolve(false) });
    assert.deepEqual([out, exitCode], ['', 1]);
    assert.match(err, /Nothing was deleted/);
    assert.ok(existsSync(path.join(runs, one)));
  });
});
