import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from '../../test/e2e/workbench';
import { clickToFrame } from './clickToFrame';
import type { Note } from './comparison';

/** The cells of the matrix of ten classes are opened so often. */
const ROUNDS = 2;

/** The images are there, and not those of the cell before: while they are looked up the drawer is busy. */
const HAS_IMAGES = `(() => {
  const drawer = document.querySelector('.evaluation > .imagesDrawer');
  return !drawer.hidden && !drawer.hasAttribute('aria-busy') && drawer.querySelector('.thumbnail') !== null;
})()`;

/** A click on each cell of a confusion matrix that has images, to its thumbnails, and what memory the page takes meanwhile. */
export async function openCells(workbench: Workbench, note: Note): Promise<void> {
  const began = performance.now();
  await workbench
    .treeRow(/, completed, /)
    .first()
    .click();
  const frame = workbench.dashboard();
  await frame.getByRole('tab', { name: 'Evaluation' }).click();
  await frame.getByRole('gridcell', { name: /^true 0, predicted 0:/ }).waitFor();
  note('a click on a run to its matrix, ms', performance.now() - began);
  const cells = await filledCells(frame);
  const session = await workbench.page.context().newCDPSession(workbench.page);
  const times: number[] = [];
  let before = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    // What the first round loads is kept.
    if (round === 1) before = await heapBytes(session);
    for (const cell of cells) {
      const ms = await clickToFrame(frame, cell, { when: HAS_IMAGES });
      if (round > 0) times.push(ms);
      else if (times.length === 0 && cell === cells[0]) note('the first click on a cell to its images, ms', ms);
    }
  }
  const sorted = times.toSorted((a, b) => a - b);
  note('a click on a cell of 10,000 images to its thumbnails: the median, ms', sorted[Math.floor(sorted.length / 2)]!);
  note('a click on a cell of 10,000 images to its thumbnails: 95 % are below, ms', sorted[Math.floor(0.95 * sorted.length)]!);
  const after = await heapBytes(session);
  note('memory of the scripts of the window, MB', after / 1e6);
  note(`memory that ${times.length} opened cells have added, MB`, (after - before) / 1e6);
}

/** Of ten classes; of one that has none it is said in words. */
function filledCells(frame: FrameLocator): Promise<Locator[]> {
  return frame.getByRole('gridcell', { name: /^true \d, predicted \d: \d/ }).all();
}

/** Of everything in the window's process, once what is not used any more is gone. */
async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await setTimeout(500);
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
