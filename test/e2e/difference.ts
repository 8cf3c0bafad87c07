import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { untilReads } from '../until';
import { ComparisonPage } from './comparisonPage';
import { readArrays, readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

/** The one with fewer filters. */
const NARROW = /^num_filters 2\b/;

/** Tests of a workbench that shows the comparison of a run `baseline`, its first, one with fewer filters, its fourth, and `again`, its sixth. */
export function testDifference(workbench: () => Workbench): void {
  const page = (): ComparisonPage => new ComparisonPage(workbench().dashboard());
  const section = (): Locator => page().frame.getByRole('region', { name: 'Difference matrix' });
  const cell = (truth: number, predicted: number): Locator =>
    section().getByRole('gridcell', { name: new RegExp(`^true ${truth}, read as ${predicted}:`) });
  /** Without the corner between the heads. */
  const shownCells = (): Promise<string[]> => section().locator('tbody [role=gridcell]').allTextContents();
  const drawer = (): Locator => section().locator('.imagesDrawer');
  const shownImages = async (): Promise<number[]> => {
    const labels = await drawer()
      .locator('.thumbnail')
      .evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''));
    return labels.map(label => Number(/^Image (\d+):/.exec(label)?.[1])).toSorted((a, b) => a - b);
  };
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await workbench().page.keyboard.press(key);
  };
  const focusedLabel = (): Promise<string | null> => page().frame.locator(':focus').getAttribute('aria-label');
  const classes = Array.from({ length: 10 }, (_, of) => of);
  let truth: number[];
  let predictedBefore: number[];
  let predictedAfter: number[];

  /** The images of a class that one run takes for a class and the other one does not. */
  const changed = (t: number, p: number, from: readonly number[], to: readonly number[]): number[] =>
    truth.flatMap((of, i) => (of === t && from[i] === p && to[i] !== p ? [i] : []));
  const fixed = (t: number, p: number): number[] => changed(t, p, predictedBefore, predictedAfter);
  const caused = (t: number, p: number): number[] => changed(t, p, predictedAfter, predictedBefore);

  before('open the comparison', async () => {
    const { folder } = workbench();
    const configs = await readConfigs(folder);
    const [first, narrow, again] = await Promise.all([0, 3, 5].map(at => readArrays(path.join(runsFolder(folder), configs[at]!.id))));
    ({ truth, predicted: predictedBefore } = first!);
    predictedAfter = narrow!.predicted;
    assert.deepEqual(again!.predicted, predictedBefore, 'A run and its repetition are the same.');
    await page().row('again').waitFor();
    await page().frame.getByRole('combobox', { name: 'baseline' }).selectOption({ label: 'baseline' });
    await page().row(NARROW).getByRole('rowheader').click();
    await section().getByText('baseline → num_filters 2').waitFor();
  });

  it('has in every cell what the change fixed and caused, counted from the arrays on the disk', async () => {
    await cell(0, 0).waitFor();
    const expected = classes.flatMap(t =>
      classes.map(p => {
        const [won, lost] = t === p ? [caused(t, p).length, fixed(t, p).length] : [fixed(t, p).length, caused(t, p).length];
        if (won + lost === 0) return '';
        const gain = won - lost;
        return gain === 0 ? `±${won}` : `${gain > 0 ? '+' : '−'}${Math.abs(gain).toLocaleString('en-US')}`;
      }),
    );
    await untilReads('the cells', shownCells, expected);
    const newlyRight = classes.reduce((sum, of) => sum + caused(of, of).length, 0);
    await section()
      .getByText(`Of 10,000 test images ${newlyRight.toLocaleString('en-US')} are newly right`)
      .waitFor();
    await section().scrollIntoViewIfNeeded();
    await workbench().screenshot('difference-vscode-dark');
  });

  it('lists exactly the images of a cell, by mouse and by keyboard', async () => {
    const places = classes.flatMap(t => classes.map(p => [t, p] as const));
    const isShort = (images: readonly number[]): boolean => images.length > 0 && images.length <= 12;
    const place = places.find(([t, p]) => t !== p && isShort(fixed(t, p)) && isShort(caused(t, p)));
    assert.ok(place, 'There is a cell with some of both.');
    const [t, p] = place;
    await cell(t, p).click();
    await untilReads('the fixed images', shownImages, fixed(t, p));
    await section()
      .getByText(`${caused(t, p).length} caused`, { exact: true })
      .click();
    await untilReads('the caused images', shownImages, caused(t, p));
    await workbench().screenshot('difference-images');
    await drawer().getByRole('button', { name: 'Close the images' }).click();
    await untilReads('the focus', async () => (await focusedLabel())?.startsWith(`true ${t}, read as ${p}:`), true);
    // By keyboard: to the same cell from the first one.
    await press('Control+Home', ...Array<string>(t).fill('ArrowDown'), ...Array<string>(p).fill('ArrowRight'), 'Enter');
    await untilReads('the fixed images', shownImages, fixed(t, p));
    await untilReads('the focus', async () => (await focusedLabel())?.startsWith('Image '), true);
    await press('Escape');
    await untilReads('the focus', async () => (await focusedLabel())?.startsWith(`true ${t}, read as ${p}:`), true);
  });

  it('of a run with itself is zero', async () => {
    await page().row('again').getByRole('rowheader').click();
    await section().getByText('each is read as before: the matrix is zero').waitFor();
    await untilReads('the cells', shownCells, Array<string>(100).fill(''));
  });

  it('stands beside the configurations in the diff editor, their parameters first', async () => {
    await page().row(NARROW).getByRole('rowheader').click();
    await section().getByText('baseline → num_filters 2').waitFor();
    await cell(0, 0).click();
    await drawer().locator('.thumbnail').first().waitFor();
    const images = await shownImages();
    await page().diff.getByRole('button', { name: 'Open in diff editor' }).click();
    const { page: window } = workbench();
    await window.getByRole('tab', { name: /^baseline ↔ num_filters 2: configuration/ }).waitFor();
    await window.locator('.monaco-diff-editor').getByText('"num_filters": 2').first().waitFor();
    await workbench().screenshot('config-diff');
    // The panel's page, which went when it was hidden, has its images again.
    await window.getByRole('tab', { name: /^Comparison of/ }).click();
    await untilReads('the images', shownImages, images);
  });
}
