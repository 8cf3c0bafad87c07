import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunOverview } from '../../../src/runFolder/readRun';
import { writeRun } from '../runFolder/writtenRun';
import { unseenIn } from '../hostileText';
import { digits, type CliResult } from './testCli';

describe('what a run folder says', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-hostile-'));
  const runs = path.join(folder, '.digits', 'runs');
  const id = '20260101-000001-aaaa';
  const name = '\u001b[2J\u001b[31mred\u001b[0m\u202egnp.exe\nDeleted everything.\r\u009b2K';
  const shownName = String.raw`\u001b[2J\u001b[31mred\u001b[0m\u202egnp.exe Deleted everything.\u000d\u009b2K`;
  const tag = '\u001b]0;title\u0007tag\u2028';
  after(() => rmSync(folder, { recursive: true }));
  beforeEach(() => {
    rmSync(path.join(folder, '.digits'), { recursive: true, force: true });
    const run = writeRun(runs, { id, labels: { name, tags: [tag] } });
    writeFileSync(path.join(run, 'notes.md'), '# Hypothesis\n\u001b[2J\u202eturned\n');
    mkdirSync(path.join(run, 'wandb'));
  });
  const run = async (...args: string[]): Promise<CliResult> => {
    const result = await digits(args, { cwd: folder, isTerminal: true });
    for (const text of [result.out, result.err]) assert.equal(unseenIn(text), undefined);
    return result;
  };

  it('is shown by list, a run a line', async () => {
    const { out } = await run('list', '--columns', 'id,name,tags');
    assert.deepEqual(out.trimEnd().split('\n').slice(1), [`${id}  ${shownName}  ${String.raw`\u001b]0;title\u0007tag\u2028`}`]);
  });

  it('is as wide as it is shown', async () => {
    writeRun(runs, { id: '20260101-000002-bbbb', labels: { name: 'x', tags: [] } });
    const { out } = await run('list', '--columns', 'name,id');
    const at = out.trimEnd().split('\n').map(line => line.search(/id$|2026/)); // prettier-ignore
    assert.equal(new Set(at).size, 1, out);
  });

  it('is shown in colours of the command line alone', async () => {
    writeRun(runs, { id: '20260101-000003-cccc', events: all => all.slice(0, 4) });
    const env = { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' };
    const { stdout } = await promisify(execFile)(process.execPath, [path.resolve('dist/cli.js'), 'list'], { cwd: folder, env });
    const [header, hostile, interrupted] = stdout.split('\n');
    // eslint-disable-next-line no-control-regex
    assert.match(header!, /^\u001b\[2mid .*\u001b\[22m$/);
    assert.ok(hostile!.startsWith(`${id}  ${shownName}  `), hostile);
    assert.ok(interrupted!.includes('\u001b[33minterrupted'), interrupted);
    // eslint-disable-next-line no-control-regex
    assert.equal(unseenIn(stdout.replaceAll(/\u001b\[(?:2|22|33|39)m/g, '')), undefined);
  });

  it('is shown as names of classes, each in its line, and cut where it would take the room of the figures', async () => {
    const file = path.join(runs, id, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { dataset: object };
    const classNames = Array.from({ length: 10 }, (_, of) => `${of}\n\u001b[2J\u202e${'x'.repeat(50)}`);
    writeFileSync(file, JSON.stringify({ ...config, dataset: { ...config.dataset, classNames } }));
    const { out } = await run('show', id);
    const rows = out.split('\n').filter(line => line.includes(String.raw`\u001b[2J\u202e…`));
    assert.equal(rows.length, 20, out);
    for (const row of rows) assert.ok(row.length <= 80, row);
  });

  it('is the same value in JSON', async () => {
    const [listed] = JSON.parse((await run('list', '--json')).out) as RunOverview[];
    assert.deepEqual([listed!.labels.name, listed!.labels.tags], [name, [tag]]);
    const shown = JSON.parse((await run('show', id, '--json')).out) as RunOverview;
    assert.equal(shown.labels.name, name);
  });

  it('is shown by show, its notes set off', async () => {
    const { out } = await run('show', id);
    assert.ok(out.startsWith(`${shownName}  completed\n`), out);
    assert.ok(!/^Deleted/m.test(out));
    assert.match(out, /\nNotes\n {2}# Hypothesis\n {2}\\u001b\[2J\\u202eturned\n$/);
  });

  it('is shown by delete, in what it asks too', async () => {
    let asked = '';
    const { err } = await digits(['delete', id], {
      cwd: folder,
      confirm: question => {
        asked = question;
        return Promise.resolve(false);
      },
    });
    assert.match(err, /Nothing was deleted/);
    assert.ok(asked.startsWith(`Delete ${id} "${shownName}" (`), asked);
    const { out } = await run('delete', id, '--yes');
    assert.ok(out.startsWith(`Deleted ${id} "${shownName}" (`), out);
    assert.equal(out.trimEnd().split('\n').length, 1);
  });

  it('is shown where it cannot be read, with where it was', async () => {
    writeFileSync(path.join(runs, id, 'config.json'), '\u001b[2J{\nDeleted everything.\u202e');
    const { err } = await run('list');
    assert.match(err, /^warning: /m);
    assert.ok(!/^Deleted/m.test(err), err);
  });

  it('is shown of a folder and of arguments that it is called with', async () => {
    assert.match((await run('list', '--runs', 'no\u001b[2J\nDeleted')).err, /no\\u001b\[2J Deleted yet/);
    assert.match((await run('show', '\u202eid')).err, /There is no run "\\u202eid"/);
    assert.match((await run('list', '--sort', '\u001b[2J')).err, /There is no column "\\u001b\[2J"/);
    assert.match((await run('\u001b[2J')).err, /unknown command '\\u001b\[2J'/);
  });

  it('is shown of what was sent, and why it was not', async () => {
    const target = { baseUrl: 'https://api.wandb.ai', entity: 'us', project: 'digits', group: '', jobType: '' };
    const sync = {
      status: 'failed',
      reason: 'no\u001b[2J\nDeleted everything.\u202e',
      url: 'https://wandb.ai/\u001b[2J',
      changedAt: '2026-01-01T00:00:00.000Z',
    };
    writeFileSync(path.join(runs, id, 'wandb', 'tracking.json'), JSON.stringify({ mode: 'online', target, sync }));
    const { out: shown } = await run('show', id);
    assert.match(shown, /W&B +failed, https:\/\/wandb\.ai\/\\u001b\[2J: /);
    assert.ok(!/^Deleted/m.test(shown), shown);
    const { out, err } = await run('sync', id);
    assert.ok(!/^Deleted/m.test(out + err), out + err);
  });
});
