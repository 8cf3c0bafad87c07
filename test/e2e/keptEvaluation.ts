import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { untilReads } from '../until';
import { waitUntilKept } from './keptState';
import { readArrays, readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

const CLASS = 4;
const PAGE = 12;

/** A test of a workbench that shows the tree of a folder, whose newest run is `baseline`: all that its evaluation keeps, by one reload. */
export function testKeptEvaluation(workbench: () => Workbench): void {
  const frame = (): FrameLocator => workbench().dashboard();
  const choice = (name: string): Locator => frame().getByRole('radio', { name, exact: true });
  const cell = (): Locator => frame().getByRole('gridcell', { name: new RegExp(`^true ${CLASS}, predicted ${CLASS}:`) });
  const drawer = (): Locator => frame().locator('.evaluation .imagesDrawer:visible').first();
  const shownImages = async (): Promise<number[]> => {
    const labels = await drawer()
      .locator('.thumbnail')
      .evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''));
    return labels.map(label => Number(/^Image (\d+):/.exec(label)?.[1]));
  };
  const threshold = (): Locator => frame().getByRole('region', { name: 'Threshold' });
  const plot = (): Locator => threshold().getByRole('region', { name: 'Precision–recall' }).locator('.plot');
  const field = (): Locator => threshold().getByRole('textbox', { name: 'Threshold as a number' });

  it('is as it was left: the shares, the images of a cell, the curves and their threshold', async () => {
    const { folder, page } = workbench();
    const run = path.join(runsFolder(folder), (await readConfigs(folder)).at(-1)!.id);
    const { truth, predicted } = await readArrays(run);
    const secondPage = truth.flatMap((of, i) => (of === CLASS && predicted[i] === CLASS ? [i] : [])).slice(PAGE, 2 * PAGE);
    await workbench()
      .treeRow(/^baseline/)
      .click();
    await frame().getByRole('tab', { name: 'Evaluation' }).click();
    await choice('Counts').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await cell().click();
    await drawer().getByText('Index', { exact: true }).click();
    await drawer().getByRole('button', { name: 'Next images' }).click();
    await untilReads('the second page', shownImages, secondPage);
    await threshold().getByRole('combobox', { name: 'Curves of' }).selectOption(String(CLASS));
    await threshold().getByText('0–1', { exact: true }).click();
    await plot().focus();
    for (const key of ['+', '+']) await plot().press(key);
    const zoomed = await plot().getAttribute('aria-label');
    assert.match(zoomed!, /recall (?!0\.00 % to 100)/);
    await field().fill('0.8125');
    await field().press('Enter');

    for (const kept of [/normalisation\W+column\b/, /openCell.*offset\W+12\b/, /threshold\W+0\.8125\b/]) await waitUntilKept(page, kept);
    await workbench().reload();

    await untilReads('the second page', shownImages, secondPage);
    assert.equal(await cell().getAttribute('aria-selected'), 'true');
    await untilReads('the choice of columns', () => choice('By column').isChecked(), true);
    assert.match((await cell().textContent())!, /^\d+\.\d+$/);
    await untilReads('the threshold', () => field().inputValue(), '0.8125');
    assert.equal(await threshold().getByRole('combobox').inputValue(), String(CLASS));
    assert.ok(await threshold().getByRole('radio', { name: '0–1' }).isChecked());
    assert.equal(await plot().getAttribute('aria-label'), zoomed);
    // As it was found.
    await drawer().getByRole('button', { name: 'Close the images' }).click();
    await choice('By column').focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
    await untilReads('the choice of counts', () => choice('Counts').isChecked(), true);
  });
}
