import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { WandbServer } from '../wandbServer/wandbServer';
import { readConfigs, trainRuns } from './runFiles';
import { TrainForm } from './trainForm';
import { useWorkbench } from './useWorkbench';

describe('Weights & Biases', () => {
  let server: WandbServer;
  const workbench = useWorkbench(async () => {
    server = await WandbServer.start();
    return {
      settings: { 'digitsLab.wandb.mode': 'online', 'digitsLab.openDashboard': false, 'digitsLab.notifications': 'none' },
      machineSettings: { 'digitsLab.wandb.baseUrl': server.url },
      fill: (folder: string) => trainRuns(folder, ['--name', 'earlier']),
    };
  });
  after(async () => {
    assert.deepEqual(server.breaches, []);
    await server.close();
  });

  const run = (name: string | RegExp): Locator => workbench().treeRow(name);
  const toggle = (of: Locator): Promise<void> => of.locator('.monaco-tl-twistie').click();
  /** The row below a run that is open, with its state. */
  const state = (words: string): Locator =>
    workbench()
      .page.locator('.monaco-list-row[aria-level="2"]')
      .filter({ hasText: `Weights & Biases${words}` });
  const notification = (text: string): Promise<Locator> => workbench().notification(text);
  const clearNotifications = (): Promise<void> => workbench().runCommand('Notifications: Clear All Notifications');
  const small = { epochs: 2, train_samples: 1000, validation_samples: 500 };

  it('takes a key that the server accepts, and no other', async () => {
    const { quickInput } = workbench();
    await workbench().activity('Digits Lab').click();
    await workbench().runCommand('Digits: Sign in to Weights & Biases');
    await quickInput.waitFor('Sign in to Weights & Biases');
    await quickInput.filter('not-a-key');
    assert.match(await quickInput.complaint(), /This cannot be a key: expected at least 40 characters after the dash, got 5/);
    await workbench().screenshot('wandb-sign-in');
    await quickInput.enter('f'.repeat(40));
    const refused = await notification('refused the key');
    await workbench().screenshot('wandb-refused');
    await refused.getByRole('button', { name: 'Try Again' }).click();
    await quickInput.waitFor('Sign in to Weights & Biases');
    await quickInput.enter(server.key);
    await notification(`Signed in to ${new URL(server.url).host} as digits.`);
    // What was asked is over.
    await workbench().page.locator('.notifications-center').getByText('whose key this is').first().waitFor({ state: 'detached' });
    await workbench().screenshot('wandb-signed-in');
    await clearNotifications();
  });

  it('sends a run while it trains, and links to its page', async () => {
    const { page, folder } = workbench();
    await new TrainForm(workbench()).train(small);
    const row = run(/^epochs 2\b.*, completed, /);
    await row.waitFor();
    await toggle(row);
    await state('synced').waitFor();
    const { id } = (await readConfigs(folder)).at(-1)!;
    const sent = server.state.runs[`digits/digits-lab/${id}`];
    assert.deepEqual([sent?.finished, sent?.exitCode, sent?.history.length], [true, 0, 3]);
    await workbench().screenshot('wandb-synced');
    // The stand-in has no pages.
    await page.context().route(`**/runs/${id}`, route => route.fulfill({ body: 'the page of the run' }));
    const opening = page.waitForEvent('popup');
    await state('synced').click();
    const opened = await opening;
    await opened.waitForURL(`**/digits/digits-lab/runs/${id}`);
    await opened.close();
    await toggle(row);
  });

  it('sends a run from its menu that was not recorded', async () => {
    const earlier = run(/^earlier/);
    await workbench().chooseFromMenu(earlier, 'Sync to Weights & Biases');
    await toggle(earlier);
    await state('synced').waitFor();
    await toggle(earlier);
    const { id } = (await readConfigs(workbench().folder))[0]!;
    assert.equal(server.state.runs[`digits/digits-lab/${id}`]?.finished, true);
  });

  it('keeps a run while there is no key, and sends it after signing in', async () => {
    const { quickInput, folder } = workbench();
    await workbench().runCommand('Digits: Sign out of Weights & Biases');
    await notification('Signed out of');
    await clearNotifications();
    await new TrainForm(workbench()).train({ ...small, seed: 9 });
    const row = run(/^seed 9, completed, .*W&B: queued/);
    await row.waitFor();
    await toggle(row);
    await state('queued').hover();
    await workbench().page.locator('.workbench-hover').getByText('no key').waitFor();
    await workbench().screenshot('wandb-queued');
    await workbench().runCommand('Digits: Sign in to Weights & Biases');
    await quickInput.waitFor('Sign in to Weights & Biases');
    await quickInput.enter(server.key);
    await state('synced').waitFor();
    const { id } = (await readConfigs(folder)).at(-1)!;
    assert.equal(server.state.runs[`digits/digits-lab/${id}`]?.history.length, 3);
  });
});
