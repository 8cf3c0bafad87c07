import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { defaultParameters } from '../../src/contract/parameters';
import { WandbServer } from '../wandbServer/wandbServer';
import { readConfigs, runsFolder, trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

const SECRET = 'marker0of0a0secret';
const QUEUED = '20260101-000000-aaaa';

/** A folder that was cloned: a run that is to be sent to its author, a queue, and a `.env` with a key and a place of its own. */
describe('a folder that came from elsewhere, trusted, in a window that sends runs', () => {
  let server: WandbServer;
  let recorded: string;
  const workbench = useWorkbench(async () => {
    server = await WandbServer.start();
    return {
      settings: { 'digitsLab.wandb.mode': 'online', 'digitsLab.openDashboard': false, 'digitsLab.notifications': 'none' },
      machineSettings: { 'digitsLab.wandb.baseUrl': server.url },
      fill: async (folder: string) => {
        await trainRuns(folder, ['--name', 'theirs']);
        [recorded] = (await readdir(runsFolder(folder))) as [string];
        const run = path.join(runsFolder(folder), recorded);
        await writeFile(path.join(folder, '.env'), `A_SECRET=${SECRET}\n`);
        await rm(path.join(run, 'notes.md'), { force: true });
        await symlink('../../../.env', path.join(run, 'notes.md'));
        await mkdir(path.join(run, 'wandb'));
        const target = { baseUrl: server.url, entity: 'stranger', project: 'loot', group: '', jobType: '' };
        const sync = { status: 'queued', changedAt: '2026-01-02T03:04:05.000Z' };
        await writeFile(path.join(run, 'wandb', 'tracking.json'), JSON.stringify({ mode: 'online', target, sync }));
        const parameters = { ...defaultParameters, epochs: 1, train_samples: 1000, num_filters: 4 };
        const entry = { id: QUEUED, parameters, labels: { name: 'Train me' }, threads: 2 };
        await writeFile(path.join(folder, '.digits', 'queue.json'), JSON.stringify({ schemaVersion: 1, paused: false, runs: [entry] }));
      },
    };
  });
  after(async () => {
    assert.deepEqual(server.breaches, []);
    await server.close();
  });

  const waiting = (): Locator => workbench().page.getByRole('tree', { name: 'Queue' }).getByRole('treeitem');
  const isThere = (id: string): boolean => existsSync(path.join(runsFolder(workbench().folder), id));
  const uploads = (): string[] => server.requests.flatMap(({ operation }) => (operation === 'Viewer' ? [] : [operation]));
  const notification = (text: string): Promise<Locator> => workbench().notification(text);

  before('sign in', async () => {
    await workbench().activity('Digits Lab').click();
    await workbench().runCommand('Digits: Sign in to Weights & Biases');
    await workbench().quickInput.waitFor('Sign in to Weights & Biases');
    await workbench().quickInput.enter(server.key);
    await notification(`Signed in to ${new URL(server.url).host}`);
    await workbench().runCommand('Notifications: Clear All Notifications');
  });

  it('shows what waits, with who asks, and begins nothing', async () => {
    const row = waiting().filter({ hasText: 'Train me' });
    await row.filter({ hasText: 'not started by you' }).waitFor();
    await workbench()
      .treeRow(/^theirs, completed, .*W&B: queued/)
      .waitFor();
    await row.hover();
    const hover = workbench().page.locator('.workbench-hover').filter({ hasText: 'queue.json of this folder asks for this run' });
    await hover.filter({ hasText: 'Threads: 2' }).waitFor();
    await workbench().screenshot('strangers-queue');
    assert.ok(!isThere(QUEUED));
    assert.deepEqual(uploads(), []);
  });

  it('has a row for a run that cannot be read, which says why', async () => {
    const folder = path.join(runsFolder(workbench().folder), '20260101-000001-bbbb');
    await mkdir(folder);
    await writeFile(path.join(folder, 'config.json'), '{"schemaVersion": 1, "kind": "[Open](command:x)"}');
    const row = workbench().treeRow(/^20260101-000001-bbbb cannot be read: .*kind: found "\[Open\]/);
    await row.hover();
    await workbench().page.locator('.workbench-hover').filter({ hasText: 'expected "trained" or "imported".' }).waitFor();
    await workbench().screenshot('broken-run');
    await rm(folder, { recursive: true });
    await row.waitFor({ state: 'detached' });
    await workbench().page.mouse.move(800, 700);
  });

  it('sends a run when that is chosen, where the person says, without what a link leads to', async () => {
    await workbench().chooseFromMenu(workbench().treeRow(/^theirs/), 'Sync to Weights & Biases');
    const { host } = new URL(server.url);
    const question = await notification(
      `has it go to stranger/loot at ${host}, and you never had it sent there. Your settings say digits-lab at ${host}.`,
    );
    await workbench().screenshot('strangers-run');
    assert.deepEqual(uploads(), []);
    await question.getByRole('button', { name: 'Use My Settings' }).click();
    await server.until(() => server.state.runs[`digits/digits-lab/${recorded}`]?.finished === true);
    assert.deepEqual(Object.keys(server.state.runs), [`digits/digits-lab/${recorded}`]);
    assert.ok(!JSON.stringify([server.requests.map(({ body }) => body), server.state.runs]).includes(SECRET));
    await workbench().runCommand('Notifications: Clear All Notifications');
  });

  it('trains a run when that is chosen; a .env of the folder is asked about before it has that run sent elsewhere', async () => {
    const { folder } = workbench();
    await writeFile(path.join(folder, '.env'), `WANDB_TOKEN=${server.key}\nWANDB_BASE_URL=${server.url}\nWANDB_PROJECT=loot\n`);
    const row = waiting().filter({ hasText: 'Train me' });
    await row.hover();
    await row.getByRole('button', { name: 'Start', exact: true }).click();
    const { host } = new URL(server.url);
    const question = await notification(
      `has runs sent to loot at ${host}, with a key of its own. Nothing is sent there until you allow it.`,
    );
    await workbench().screenshot('strangers-env');
    await workbench()
      .treeRow(/^Train me, completed, /)
      .waitFor();
    await waiting().first().waitFor({ state: 'detached' });
    assert.deepEqual(
      (await readConfigs(folder)).map(({ id }) => id),
      [QUEUED, recorded],
    );
    assert.equal(server.state.runs[`digits/loot/${QUEUED}`], undefined);
    // The pointer may still rest where it shows what is behind another button.
    await question.getByRole('button', { name: 'Use My Settings' }).press('Enter');
    await server.until(() => server.state.runs[`digits/digits-lab/${QUEUED}`]?.finished === true);
    assert.equal(server.state.runs[`digits/loot/${QUEUED}`], undefined);
    const queue = JSON.parse(await readFile(path.join(folder, '.digits', 'queue.json'), 'utf8')) as { runs: unknown[] };
    assert.deepEqual(queue.runs, []);
  });
});
