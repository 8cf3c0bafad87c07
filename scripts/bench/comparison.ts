import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { ComparisonPage } from '../../test/e2e/comparisonPage';
import { Workbench } from '../../test/e2e/workbench';
import { openCells } from './cells';
import { clickToFrame } from './clickToFrame';
import { spread } from './spread';

export interface ComparisonBench {
  /** Workspaces: one with 1,000 runs, one with 50 of 100 epochs, whose test set has 10,000 images. */
  readonly many: string;
  readonly compared: string;
  readonly times: number;
}

export type Note = (what: string, value: number) => void;

/** So often each of them is clicked. */
const CLICKS = 5;

const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

/** Measures as often as asked; lines for a person, each with the median and, in brackets, the least and the most. */
export async function measureComparison({ many, compared, times }: ComparisonBench): Promise<string[]> {
  const figures = new Map<string, number[]>();
  const note: Note = (what, value) => {
    process.stderr.write(`${what}: ${value.toFixed(1)}\n`);
    figures.set(what, [...(figures.get(what) ?? []), value]);
  };
  for (let i = 0; i < times; i++) {
    await inWorkbench(compared, async workbench => {
      await openPreview(workbench, note);
      await compare(workbench, note);
      await openCells(workbench, note);
    });
    await inWorkbench(many, workbench => scroll(workbench, note));
  }
  return [...figures].map(([what, values]) => `${what}: ${spread(values, 1)}`);
}

/** What VS Code itself takes until a page in a webview is there: its own preview of one line of Markdown, the first of a window and the next. */
async function openPreview(workbench: Workbench, note: Note): Promise<void> {
  const { page, folder, quickInput } = workbench;
  await writeFile(path.join(folder, 'page.md'), '# A page\n');
  for (const which of ['first', 'second']) {
    await quickInput.openPalette();
    await quickInput.filter('page.md');
    await quickInput.firstRow(/page\.md/);
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /^page\.md/, selected: true }).waitFor();
    const began = performance.now();
    await page.keyboard.press('Control+Shift+V');
    await workbench.dashboard().getByRole('heading', { name: 'A page' }).waitFor();
    note(`VS Code's own preview of a line of Markdown, the ${which} of a window, ms`, performance.now() - began);
    await workbench.runCommand('View: Close All Editors');
  }
}

async function compare(workbench: Workbench, note: Note): Promise<void> {
  const { page } = workbench;
  await workbench.activity('Digits Lab').click();
  const rows = page.getByRole('treeitem', { name: /, completed, / });
  await rows.first().click();
  await workbench.runCommand('View: Close All Editors');
  await rows.first().focus();
  await page.keyboard.press('Control+A');
  await rows.first().click({ button: 'right' });
  const item = page.locator('.context-view').getByRole('menuitem', { name: 'Compare Runs' });
  await item.hover();
  const began = performance.now();
  await page.keyboard.press('Enter');
  const shown = new ComparisonPage(workbench.dashboard());
  await shown.title.filter({ hasText: '50 runs' }).waitFor();
  note('Compare Runs to the rows of 50 runs, ms', performance.now() - began);
  await shown.frame.locator('.curves:not([aria-busy=true]) .runKeys:has(.value):not(:has(.value:empty))').waitFor();
  note('Compare Runs to all curves of 50 runs of 100 epochs, ms', performance.now() - began);
  const targets: readonly (readonly [string, Locator, number])[] = [
    ['a click on a row to the row that stands out', shown.grid.getByRole('rowheader').nth(3), 1],
    ['a click on a row to its curve', shown.grid.getByRole('rowheader').nth(4), 2],
    ['a click on a head to the other order', shown.head('Val. accuracy'), 1],
    ['a click on a box to its mark', shown.grid.getByRole('checkbox').nth(2), 1],
    ['a click on a name of a curve to the curves', shown.keys.getByRole('button').first(), 2],
  ];
  for (const [what, target, frames] of targets) {
    // The first of each finds code that has never run.
    for (let i = 0; i < CLICKS; i++) note(`${what}, ms`, await clickToFrame(shown.frame, target, { frames }));
  }
  await workbench.screenshot('compared-50');
}

async function scroll(workbench: Workbench, note: Note): Promise<void> {
  await workbench.activity('Digits Lab').click();
  await workbench.treeRow(/Copy 999/).waitFor();
  const began = performance.now();
  await workbench.runCommand('Digits: Open Runs Table');
  const shown = new ComparisonPage(workbench.dashboard());
  const { frame, grid, filter } = shown;
  await grid.getByRole('rowheader').first().waitFor();
  note('Open Runs Table (typed) to the rows of 1,000 runs, ms', performance.now() - began);
  const frames = await scrollThrough(frame);
  note('scrolling 1,000 runs: the longest frame, ms', Math.max(...frames));
  note(`scrolling 1,000 runs: frames above 50 ms of ${frames.length}`, frames.filter(ms => ms > 50).length);
  note('scrolling 1,000 runs: the median frame, ms', frames.toSorted((a, b) => a - b)[Math.floor(frames.length / 2)]!);
  note('a click on a head of 1,000 runs to the next frame, ms', await clickToFrame(frame, shown.head('seed')));
  const typed = performance.now();
  await filter.fill('num_filters=64');
  await frame.getByText(/^250 of 1000 runs/).waitFor();
  note('a filter of 1,000 runs, ms', performance.now() - typed);
  await workbench.screenshot('runs-table-1000');
}

/** Down and up again by five rows a frame, as a quick turn of the wheel does; how long each of 399 frames took. */
function scrollThrough(frame: FrameLocator): Promise<number[]> {
  // What is a text is not called but evaluated, in the page's own frame.
  return frame.locator('html').evaluate<number[], undefined>(`(async () => {
    const scroller = document.querySelector('.gridScroller');
    const found = [];
    let [last, step] = [performance.now(), 120];
    for (let i = 0; i < 400; i++) {
      const now = await new Promise(resolve => requestAnimationFrame(resolve));
      if (i > 0) found.push(now - last);
      last = now;
      if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) step = -120;
      scroller.scrollTop += step;
    }
    return found;
  })()`);
}

async function inWorkbench(folder: string, work: (workbench: Workbench) => Promise<void>): Promise<void> {
  const workbench = await Workbench.open({ folder, settings });
  try {
    await work(workbench);
  } finally {
    await workbench.close();
  }
}
