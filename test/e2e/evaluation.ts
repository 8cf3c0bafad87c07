import assert from 'node:assert/strict';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { untilReads } from '../until';
import { countPredictions, readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

/** Tests of a workbench that shows the tree of a folder, whose newest run is `baseline`; it lists files by VS Code's own dialog. */
export function testEvaluation(workbench: () => Workbench): void {
  let run: string;
  let counts: number[][];

  before('read what the run predicted', async () => {
    const { folder } = workbench();
    const { id } = (await readConfigs(folder)).at(-1)!;
    run = path.join(runsFolder(folder), id);
    counts = await countPredictions(folder, id);
  });

  const matrix = (): Locator => workbench().dashboard().getByRole('grid', { name: 'Confusion matrix' });
  const cell = (truth: number, predicted: number): Locator =>
    matrix().getByRole('gridcell', { name: new RegExp(`^true ${truth}, predicted ${predicted}:`) });
  const shownNumbers = async (): Promise<number[][]> => {
    const rows = await matrix().locator('tbody tr').all();
    return Promise.all(
      rows.map(async row =>
        (await row.locator('[aria-label^="true"]:is(td)').allTextContents()).map(text => Number(text.replaceAll(',', ''))),
      ),
    );
  };

  it('opens from the tree and has the counts of the predictions on the disk', async () => {
    const { page } = workbench();
    await workbench()
      .treeRow(/^baseline/)
      .locator('.monaco-tl-twistie')
      .click();
    await page.getByRole('treeitem', { name: /^Confusion matrix/ }).click();
    await matrix().waitFor();
    await untilReads('the counts', shownNumbers, counts);
    const wrong = counts
      .flatMap((cells, truth) => cells.filter((_, predicted) => predicted !== truth))
      .reduce((sum, count) => sum + count, 0);
    assert.equal(await matrix().locator('tfoot td').last().textContent(), wrong.toLocaleString('en-US'));
    await workbench().screenshot('evaluation');
  });

  it('is one stop of the Tab key; the arrow keys go from cell to cell, each says what it is', async () => {
    const { page } = workbench();
    await workbench().dashboard().getByRole('radio', { name: 'Counts' }).focus();
    // Past the menu of exports.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expectFocus(cell(0, 0));
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await expectFocus(cell(2, 0));
    await page.keyboard.press('End');
    await expectFocus(cell(2, 9));
    await page.keyboard.press('Control+End');
    await expectFocus(cell(9, 9));
    const right = counts[9]![9]!;
    const share = ((100 * right) / counts[9]!.reduce((sum, count) => sum + count, 0)).toFixed(2);
    assert.equal(
      await cell(9, 9).getAttribute('aria-label'),
      `true 9, predicted 9: ${right.toLocaleString('en-US')} images, ${share} % of all 9s`,
    );
    await workbench().screenshot('evaluation-cell');
    await page.keyboard.press('Tab');
    await matrix().locator(':focus').waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+Tab');
    await expectFocus(cell(9, 9));
  });

  it('is normalised with the keyboard, by row and by column', async () => {
    const { page } = workbench();
    const choice = (name: string): Locator => workbench().dashboard().getByRole('radio', { name, exact: true });
    const sumsNear100 = async (sums: readonly number[]): Promise<void> => {
      // Each cell is rounded to a hundredth.
      for (const sum of sums) assert.ok(Math.abs(sum - 100) <= 0.05, `${sum}`);
    };
    await choice('Counts').focus();
    await page.keyboard.press('ArrowRight');
    await untilReads('the choice of rows', () => choice('By row').isChecked(), true);
    const byRow = await shownNumbers();
    await sumsNear100(byRow.map(row => row.reduce((sum, value) => sum + value, 0)));
    await page.keyboard.press('ArrowRight');
    await untilReads('the choice of columns', () => choice('By column').isChecked(), true);
    const byColumn = await shownNumbers();
    const taken = byColumn[0]!.map((_, predicted) => byColumn.reduce((sum, row) => sum + row[predicted]!, 0));
    await sumsNear100(taken.filter(sum => sum > 0));
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
    await untilReads('the counts', shownNumbers, counts);
  });

  it('is saved as CSV, SVG and PNG where the person says', async () => {
    const csv = await save('Save as CSV…', '.csv');
    const [, ...rows] = csv.toString('utf8').trimEnd().split('\r\n');
    assert.deepEqual(
      rows.map(row => row.split(',').map(Number)),
      counts.map((row, truth) => [truth, ...row]),
    );
    const svg = (await save('Save as SVG…', '.svg')).toString('utf8');
    const [, width, height] = /^<svg [^>]*width="(\d+(?:\.\d+)?)" height="(\d+(?:\.\d+)?)"/.exec(svg) ?? [];
    assert.ok(width && height, svg.slice(0, 200));
    const png = await save('Save as PNG…', '.png');
    // The header chunk of a PNG file: width and height. Twice the drawing's, for dense screens.
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * Number(width)) <= 2, `${png.readUInt32BE(16)} for ${width}`);
    assert.ok(Math.abs(png.readUInt32BE(20) - 2 * Number(height)) <= 2);
  });

  it('sorts the classes by the head of a column', async () => {
    const table = workbench().dashboard().getByRole('table', { name: 'Per class' });
    const recalls = async (): Promise<number[]> => (await table.locator('tbody:not(.means) td:nth-child(3)').allTextContents()).map(Number);
    const ascending = counts
      .map((row, of) => Number((row[of]! / row.reduce((sum, count) => sum + count, 0)).toFixed(4)))
      .toSorted((a, b) => a - b);
    await table.getByRole('button', { name: 'Recall' }).click();
    await untilReads('the recalls', recalls, ascending);
    assert.equal(await table.getByRole('columnheader', { name: 'Recall' }).getAttribute('aria-sort'), 'ascending');
    await table.getByRole('button', { name: 'Recall' }).click();
    await untilReads('the recalls', recalls, ascending.toReversed());
  });

  it('lists the artifacts and opens one', async () => {
    const { page } = workbench();
    const dashboard = workbench().dashboard();
    await dashboard.getByRole('tab', { name: 'Artifacts' }).click();
    await dashboard.getByRole('row', { name: /predictions\.npy/ }).waitFor();
    await workbench().screenshot('artifacts');
    await dashboard.getByRole('button', { name: 'Open summary.json' }).click();
    await page.getByRole('tab', { name: /summary\.json/ }).waitFor();
  });

  async function expectFocus(expected: Locator): Promise<void> {
    const name = await expected.getAttribute('aria-label');
    await untilReads('the focus', () => workbench().dashboard().locator(':focus').getAttribute('aria-label'), name);
  }

  /** Saves the matrix through VS Code's own dialog under the name that it proposes, and gives what is then on the disk. */
  async function save(choice: string, ending: string): Promise<Buffer> {
    const { page, quickInput, folder } = workbench();
    const dashboard = workbench().dashboard();
    const name = `${path.basename(run)}-confusion-matrix${ending}`;
    // It listens from here on; the one of fs/promises would not before it is waited for.
    const watcher = watch(folder);
    const changes = on(watcher, 'change', { close: ['close'] }) as AsyncIterable<[string, string | null]>;
    await dashboard.getByRole('button', { name: 'Export the confusion matrix' }).click();
    await dashboard.getByRole('menuitem', { name: choice }).click();
    assert.equal(await quickInput.proposedPath(ending), path.join(folder, name));
    await page.keyboard.press('Enter');
    try {
      for await (const [, changed] of changes) {
        const bytes = changed === name ? await readFile(path.join(folder, name)) : Buffer.of();
        // It is created first and written then.
        if (bytes.length > 0) return bytes;
      }
    } finally {
      watcher.close();
    }
    throw new Error(`${name} was not written.`);
  }
}
