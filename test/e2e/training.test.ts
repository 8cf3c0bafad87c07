import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { replay } from '../../src/contract/runState';
import { untilReads } from '../until';
import { Dashboard } from './dashboard';
import { waitUntilKept } from './keptState';
import { countPredictions, readConfigs, readEvents, readSummary } from './runFiles';
import { TrainForm } from './trainForm';
import { useWorkbench } from './useWorkbench';

describe('an empty folder and its first runs', () => {
  const workbench = useWorkbench();
  const form = (): TrainForm => new TrainForm(workbench());
  const dashboard = (): Dashboard => new Dashboard(workbench().dashboard());
  const matrix = (): Locator => workbench().dashboard().getByRole('grid', { name: 'Confusion matrix' });
  const shownCounts = async (): Promise<number[][]> => {
    const rows = await matrix().locator('tbody tr').all();
    const texts = await Promise.all(rows.map(row => row.locator('td[aria-label^="true"]').allTextContents()));
    return texts.map(cells => cells.map(text => Number(text.replaceAll(',', ''))));
  };
  const accuracyOf = async (id: string): Promise<string> =>
    `${(100 * (await readSummary(workbench().folder, id)).testAccuracy!).toFixed(2)} %`;
  const validationAccuracyOf = async (id: string): Promise<string> =>
    `${(100 * (await readSummary(workbench().folder, id)).best!.valAccuracy!).toFixed(2)} %`;

  it('says what to do first', async () => {
    const { page } = workbench();
    await workbench().activity('Digits Lab').click();
    await page.getByText('No runs yet.').waitFor();
    await page.getByText('Nothing waits.').waitFor();
    await workbench().screenshot('welcome');
    await page.getByRole('button', { name: 'Train digits CNN' }).last().click();
    await workbench().quickInput.waitFor('Train digits CNN');
    await workbench().quickInput.cancel();
  });

  it('has a walkthrough of five steps, each with its page', async () => {
    const { page } = workbench();
    await page.getByText('Take the walkthrough').click();
    await page.keyboard.press('Control+b');
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.equal(await steps.count(), 5);
    const pages = ['Experiment management', 'A first run', 'Metrics', 'The confusion matrix', 'Change one thing'];
    const shown = page.frameLocator('.getting-started-media iframe, iframe.webview.ready').frameLocator('#active-frame');
    for (const [i, heading] of pages.entries()) {
      await steps.nth(i).click();
      await shown.getByRole('heading', { name: heading, exact: true }).waitFor();
      await workbench().screenshot(`walkthrough-${i + 1}`);
    }
    // From here on the page that is shown is a run's.
    await workbench().runCommand('View: Close All Editors');
  });

  it('starts from the palette with the keyboard alone, and its curves appear', async () => {
    await form().open();
    await form().choosePreset('Quick look');
    await form().set('epochs', 6);
    await form().set('num_filters', 8);
    await form().set('activation_fun', 'tanh');
    await workbench().screenshot('form-filled');
    await form().start();
    await dashboard().progress.waitFor();
    await dashboard().title.filter({ hasText: 'epochs 6 · num_filters 8 · activation_fun tanh' }).waitFor();
    for (const title of ['Loss', 'Accuracy'] as const) await dashboard().chart(title).plot.waitFor();
    const loss = dashboard().chart('Loss');
    await loss.toggleTable();
    await loss.rows.nth(1).waitFor();
    await loss.toggleTable();
    await workbench().screenshot('running');
  });

  it('shows the run that has ended in the tree, with its validation accuracy', async () => {
    const { folder } = workbench();
    await workbench().activity('Digits Lab').click();
    const row = workbench().treeRow(/, completed, /);
    await row.waitFor();
    const [config] = await readConfigs(folder);
    const { epochs, num_filters, activation_fun, train_samples } = config!.parameters;
    assert.deepEqual([epochs, num_filters, activation_fun, train_samples], [6, 8, 'tanh', 6000]);
    await row.filter({ hasText: await validationAccuracyOf(config!.id) }).waitFor();
    await workbench().screenshot('completed');
  });

  it('opens its confusion matrix, whose counts are those of the arrays on the disk', async () => {
    const [config] = await readConfigs(workbench().folder);
    await workbench()
      .treeRow(/, completed, /)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench()
      .treeRow(/^Confusion matrix/)
      .click();
    await matrix().waitFor();
    const counts = await countPredictions(workbench().folder, config!.id);
    assert.equal(
      counts.flat().reduce((sum, count) => sum + count, 0),
      10_000,
    );
    await untilReads('the counts', shownCounts, counts);
  });

  it('has everything still there after a reload of the window', async () => {
    const { folder } = workbench();
    const [config] = await readConfigs(folder);
    await waitUntilKept(workbench().page, /section\W+evaluation\b/);
    await workbench().reload();
    await matrix().waitFor();
    await untilReads('the counts', shownCounts, await countPredictions(folder, config!.id));
    const accuracy = await accuracyOf(config!.id);
    await workbench()
      .treeRow(new RegExp(`, completed, ${await validationAccuracyOf(config!.id)}`))
      .waitFor();
    await dashboard().tab('Live').click();
    await dashboard()
      .score.filter({ hasText: new RegExp(`^${accuracy}`) })
      .waitFor();
    const loss = dashboard().chart('Loss');
    await loss.toggleTable();
    await untilReads('the rows', () => loss.rows.count(), 6);
  });

  it('goes on by itself after a reload in the middle of a run, and so does its dashboard', async () => {
    // More than it will come to on any machine: it is stopped at the end.
    await form().train({ epochs: 3000, train_samples: 2000, validation_samples: 2000, num_filters: 4 });
    const title = dashboard().title.filter({ hasText: 'epochs 3000' });
    await title.waitFor();
    const running = workbench().treeRow(/, running, ([2-9]|\d\d+)\/3000/);
    await running.waitFor();
    const config = (await readConfigs(workbench().folder)).at(-1)!;
    await waitUntilKept(workbench().page, new RegExp(`runId\\W+${config.id}`));
    await waitUntilKept(workbench().page, new RegExp(`runsInTraining.*${config.id}`));
    await workbench().reload();
    await title.waitFor();
    await dashboard().progress.waitFor();
    await running.waitFor();
    await workbench().screenshot('resumed');
    await dashboard().action('Stop').press('Enter');
    await dashboard().score.waitFor();
    // Stop is gone; whoever works with the keyboard is still among the actions.
    await dashboard().focusedAction.waitFor();
    const events = await readEvents(workbench().folder, config.id);
    assert.equal(events.filter(({ type }) => type === 'runResumed').length, 1);
    // An epoch that ended without having been kept is done again.
    const epochs = replay(events).epochs.map(({ epoch }) => epoch);
    assert.deepEqual(
      epochs,
      epochs.map((_, i) => i + 1),
    );
    const loss = dashboard().chart('Loss');
    if (!(await loss.rows.first().isVisible())) await loss.toggleTable();
    await untilReads('the rows', () => loss.rows.count(), epochs.length);
  });
});
