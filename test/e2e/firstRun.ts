import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { untilReads } from '../until';
import { Dashboard } from './dashboard';
import { countPredictions, readConfigs, readSummary } from './runFiles';
import { TrainForm } from './trainForm';
import type { Workbench } from './workbench';

export function matrixOf(workbench: Workbench): Locator {
  return workbench.dashboard().getByRole('grid', { name: 'Confusion matrix' });
}

/** Of the confusion matrix that a dashboard shows. */
export async function shownCounts(workbench: Workbench): Promise<number[][]> {
  const rows = await matrixOf(workbench).locator('tbody tr').all();
  const texts = await Promise.all(rows.map(row => row.locator('td[aria-label^="true"]').allTextContents()));
  return texts.map(cells => cells.map(text => Number(text.replaceAll(',', ''))));
}

/** Of the test images, as the dashboard has it. */
export async function accuracyOf(folder: string, id: string): Promise<string> {
  return `${(100 * (await readSummary(folder, id)).testAccuracy!).toFixed(2)} %`;
}

/** Of the validation images, as the tree has it. */
export async function validationAccuracyOf(folder: string, id: string): Promise<string> {
  return `${(100 * (await readSummary(folder, id)).best!.valAccuracy!).toFixed(2)} %`;
}

/** The way from an empty folder to a run's confusion matrix, as tests of a `describe` with a workbench. */
export function testFirstRun(workbench: () => Workbench): void {
  const form = (): TrainForm => new TrainForm(workbench());
  const dashboard = (): Dashboard => new Dashboard(workbench().dashboard());

  it('starts from the palette with the keyboard alone, and its curves appear', async () => {
    await form().open();
    await form().choosePreset('Quick look');
    await form().set('epochs', 6);
    await form().set('num_filters', 8);
    await form().set('activation_fun', 'tanh');
    await workbench().screenshot('form-filled');
    await form().start();
    await dashboard().progress.waitFor();
    await dashboard().title.filter({ hasText: 'num_filters 8 · activation_fun tanh' }).waitFor();
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
    await row.filter({ hasText: await validationAccuracyOf(folder, config!.id) }).waitFor();
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
    await matrixOf(workbench()).waitFor();
    const counts = await countPredictions(workbench().folder, config!.id);
    assert.equal(
      counts.flat().reduce((sum, count) => sum + count, 0),
      10_000,
    );
    await untilReads('the counts', () => shownCounts(workbench()), counts);
  });
}
