import type { Locator } from 'playwright-core';
import { ComparisonPage } from '../../test/e2e/comparisonPage';
import { Workbench } from '../../test/e2e/workbench';
import { spread } from './spread';

export interface ComparisonBench {
  /** Workspaces: one with 1,000 runs, one with 50 of 100 epochs. */
  readonly many: string;
  readonly compared: string;
  readonly times: number;
}

type Note = (what: string, value: number) => void;

const settings = { 'workbench.colorTheme': 'Default Dark Modern' };

/** Measures as often as asked; lines for a person, each with the median and, in brackets, the least and the most. */
export async function measureComparison({ many, compared, times }: ComparisonBench): Promise<string[]> {
  const figures = new Map<string, number[]>();
  const note: Note = (what, value) => {
    process.stderr.write(`${what}: ${value.toFixed(1)}\n`);
    figures.set(what, [...(figures.get(what) ?? []), value]);
  };
  for (let i = 0; i < times; i++) {
    await inWorkbench(compared, workbench => compare(workbench, note));
    await inWorkbench(many, workbench => scroll(workbench, note));
  }
  return [...figures].map(([what, values]) => `${what}: ${spread(values, 1)}`);
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
  // Each name of a curve has its last value once the curve is there.
  await shown.frame.locator('.runKey .value:empty').waitFor({ state: 'detached' });
  await shown.frame.locator('.runKey .value').first().waitFor();
  note('Compare Runs to all curves of 50 runs of 100 epochs, ms', performance.now() - began);
  const targets: readonly (readonly [string, Locator])[] = [
    ['a click on a row', shown.grid.getByRole('rowheader').nth(3)],
    ['a click on a head', shown.head('Val. accuracy')],
    ['a click on a box', shown.grid.getByRole('checkbox').nth(2)],
    ['a click on a name of a curve', shown.keys.getByRole('button').first()],
  ];
  for (const [what, target] of targets) note(`${what} to the next frame, ms`, await clickToFrame(target));
  await workbench.screenshot('compared-50');
}

/** From a click to the end of the frame that shows what it did. */
async function clickToFrame(target: Locator): Promise<number> {
  // What the click schedules is drawn in the first frame, which has ended when the second one begins.
  await target.evaluate<void, undefined>(`element => {
    const root = element.ownerDocument.documentElement;
    delete root.dataset.frameMs;
    element.ownerDocument.addEventListener('click', ({ timeStamp }) => {
      const note = () => (root.dataset.frameMs = String(performance.now() - timeStamp));
      requestAnimationFrame(() => requestAnimationFrame(note));
    }, { capture: true, once: true });
  }`);
  await target.click();
  const html = target.page().frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('html[data-frame-ms]');
  return Number(await html.getAttribute('data-frame-ms'));
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
  // Down and up again by five rows a frame, as a quick turn of the wheel does.
  const deltas = await frame.locator('.gridScroller').evaluate<number[], undefined>(`async scroller => {
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
  }`);
  note('scrolling 1,000 runs: the longest frame, ms', Math.max(...deltas));
  note('scrolling 1,000 runs: frames above 50 ms of 399', deltas.filter(delta => delta > 50).length);
  note('scrolling 1,000 runs: the median frame, ms', deltas.toSorted((a, b) => a - b)[Math.floor(deltas.length / 2)]!);
  note('a click on a head of 1,000 runs to the next frame, ms', await clickToFrame(shown.head('seed')));
  const typed = performance.now();
  await filter.fill('num_filters=64');
  await frame.getByText(/^250 of 1000 runs/).waitFor();
  note('a filter of 1,000 runs, ms', performance.now() - typed);
  await workbench.screenshot('runs-table-1000');
}

async function inWorkbench(folder: string, work: (workbench: Workbench) => Promise<void>): Promise<void> {
  const workbench = await Workbench.open({ folder, settings });
  try {
    await work(workbench);
  } finally {
    await workbench.close();
  }
}
