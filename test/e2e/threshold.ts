import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { until, untilReads } from '../until';
import { readArrays, type RunArrays } from './runArrays';
import { readConfigs, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

const CLASS = 4;
/** Beside those between the scores that there are. */
const TYPED = ['0', '0.0001', '0.9995', '1'];

interface Shown {
  readonly threshold: string;
  readonly counts: readonly number[];
  readonly measures: readonly string[];
}

/** Tests of a workbench that shows the tree of a folder, whose newest run is `baseline`. */
export function testThreshold(workbench: () => Workbench): void {
  let id: string;
  let arrays: RunArrays;
  const section = (): Locator => workbench().dashboard().getByRole('region', { name: 'Threshold' });
  const slider = (): Locator => section().getByRole('slider', { name: 'Threshold' });
  const field = (): Locator => section().getByRole('textbox', { name: 'Threshold as a number' });
  const plot = (name: string): Locator => section().getByRole('region', { name }).locator('.plot');
  const figure = (name: string): Locator => section().locator(`.figure.${name} dd:not(.interval)`);

  const shown = async (): Promise<Shown> => ({
    threshold: await field().inputValue(),
    counts: await Promise.all(
      ['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives'].map(async name =>
        Number((await figure(name).textContent())!.replaceAll(',', '')),
      ),
    ),
    measures: await Promise.all(['precision', 'recall', 'specificity', 'f1'].map(async name => (await figure(name).textContent())!)),
  });
  /** Counted anew from the arrays on the disk. */
  const recount = (threshold: string): Shown => {
    const counts = [0, 0, 0, 0];
    for (const [i, label] of arrays.truth.entries()) {
      const isTaken = arrays.probabilities[i]![CLASS]! >= Number(threshold);
      counts[label === CLASS ? (isTaken ? 0 : 2) : isTaken ? 1 : 3]!++;
    }
    const [tp, fp, fn, tn] = counts as [number, number, number, number];
    const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`);
    return {
      threshold,
      counts,
      measures: [share(tp, tp + fp), share(tp, tp + fn), share(tn, tn + fp), share(2 * tp, 2 * tp + fp + fn)],
    };
  };
  /** Checks what is shown at the threshold that is shown, which is another one than before. */
  const checkMoved = async (before: string): Promise<string> => {
    now = before;
    await until({ isSo: () => now !== before, seen: () => now, on: look => [everyLook(look)] });
    assert.deepEqual(await shown(), recount(now));
    return now;
  };
  /** A score that such a share of the images does not reach, as a person may type it. */
  const scoreAt = (share: number): string => {
    const sorted = arrays.probabilities.map(row => row[CLASS]!).toSorted((a, b) => a - b);
    return String(Number(sorted[Math.floor(share * sorted.length)]!.toFixed(5)));
  };
  /** Of all thresholds with such a precision; equal scores are taken together. */
  const bestRecall = (precision: number): string => {
    const sorted = arrays.truth
      .map((label, i) => ({ isOwn: label === CLASS, score: arrays.probabilities[i]![CLASS]! }))
      .toSorted((a, b) => b.score - a.score);
    let [own, best] = [0, 0];
    for (const [i, { isOwn, score }] of sorted.entries()) {
      own += isOwn ? 1 : 0;
      if (score !== sorted[i + 1]?.score && own >= precision * (i + 1)) best = own;
    }
    return `${((100 * best) / own).toFixed(2)} %`;
  };
  let now = '';
  const everyLook = (look: () => void) => {
    const timer = setInterval(() => {
      void field()
        .inputValue()
        .then(value => {
          now = value;
          look();
        });
    }, 20);
    return { dispose: () => clearInterval(timer) };
  };

  before('open the evaluation', async () => {
    const { folder } = workbench();
    id = (await readConfigs(folder)).at(-1)!.id;
    arrays = await readArrays(folder, id);
    await workbench()
      .treeRow(/^baseline/)
      .click();
    await workbench().dashboard().getByRole('tab', { name: 'Evaluation' }).click();
    await section().getByRole('combobox', { name: 'Curves of' }).selectOption(String(CLASS));
    await untilReads('the counts at first', shown, recount('0.5'));
    await section().scrollIntoViewIfNeeded();
    await workbench().screenshot('threshold');
  });

  it('has the counts of the arrays at thresholds that are typed', async () => {
    for (const threshold of [...TYPED, ...[0.02, 0.2, 0.5, 0.7, 0.9, 0.99].map(scoreAt)]) {
      await field().fill(threshold);
      await field().press('Enter');
      await untilReads('the counts', shown, recount(threshold));
    }
  });

  it('has them while the slider is moved by keys, finely near its ends', async () => {
    await slider().focus();
    let last = await field().inputValue();
    for (const key of ['ArrowLeft', 'ArrowLeft', 'PageDown', 'PageDown', 'ArrowRight']) {
      await slider().press(key);
      last = await checkMoved(last);
    }
    await slider().press('End');
    await untilReads('the counts', shown, recount('1'));
    await slider().press('ArrowLeft');
    assert.ok(Number(await checkMoved('1')) > 0.99998);
    await slider().press('Home');
    await untilReads('the counts', shown, recount('0'));
    assert.match((await slider().getAttribute('aria-valuetext'))!, /^0, precision \d+\.\d+ %, recall 100\.00 %$/);
  });

  it('has them where the slider and the curves are clicked', async () => {
    let last = await field().inputValue();
    const box = async (of: Locator) => (await of.boundingBox())!;
    for (const share of [0.3, 0.62]) {
      const { width, height } = await box(slider());
      await slider().click({ position: { x: share * width, y: height / 2 } });
      last = await checkMoved(last);
    }
    for (const name of ['ROC', 'Precision–recall']) {
      const { width, height } = await box(plot(name));
      await plot(name).click({ position: { x: 0.5 * width, y: 0.3 * height } });
      last = await checkMoved(last);
    }
  });

  it('goes along both curves with the arrow keys, and reads out where it is', async () => {
    await plot('ROC').focus();
    let last = await field().inputValue();
    for (const key of ['ArrowRight', 'PageDown', 'ArrowLeft', 'Home', 'ArrowRight']) {
      await plot('ROC').press(key);
      last = await checkMoved(last);
    }
    const [, recall] = recount(last).measures;
    const announced = section().getByRole('region', { name: 'ROC' }).getByRole('status');
    await untilReads('what is read out', async () => (await announced.textContent())!.includes(`recall ${recall}`), true);
    await plot('Precision–recall').focus();
    await plot('Precision–recall').press('End');
    await untilReads('the counts', shown, recount('0'));
  });

  it('tells on both curves of the threshold that is pointed at on one', async () => {
    const { width, height } = (await plot('ROC').boundingBox())!;
    await plot('ROC').hover({ position: { x: 0.4 * width, y: 0.3 * height } });
    const told = (name: string): Promise<string | null> => plot(name).locator('.tip b').first().textContent();
    await plot('Precision–recall').locator('.tip').waitFor();
    await untilReads('the same threshold', async () => (await told('ROC')) === (await told('Precision–recall')), true);
    await workbench().screenshot('threshold-both');
    await slider().hover();
    await plot('Precision–recall').locator('.tip').waitFor({ state: 'hidden' });
  });

  it('lists behind each count just the images that it counts', async () => {
    await field().fill('0.5');
    await field().press('Enter');
    for (const [name, title, isOwn, isTaken] of [
      ['falseNegatives', 'False negatives', true, false],
      ['falsePositives', 'False positives', false, true],
      ['truePositives', 'True positives', true, true],
    ] as const) {
      const expected = arrays.truth.flatMap((label, i) =>
        (label === CLASS) === isOwn && arrays.probabilities[i]![CLASS]! >= 0.5 === isTaken ? [i] : [],
      );
      await figure(name).getByRole('button').click();
      const drawer = section().getByRole('region', { name: `${title} at 0.5, class 4` });
      await drawer.getByText(`${expected.length.toLocaleString('en-US')} images ·`).waitFor();
      await drawer.getByText('Index', { exact: true }).click();
      const shownIndices = async (): Promise<number[]> =>
        (await drawer.locator('.thumbnail').evaluateAll(all => all.map(one => one.getAttribute('aria-label') ?? ''))).map(label =>
          Number(/^Image (\d+):/.exec(label)?.[1]),
        );
      await untilReads(`the first ${title}`, shownIndices, expected.slice(0, 12));
    }
    await workbench().screenshot('threshold-side');
    await workbench().page.keyboard.press('Escape');
    await section().locator('.countButton:focus').waitFor();
  });

  it('says which images change sides, and from where', async () => {
    await field().fill('0.5');
    await field().press('Enter');
    await section().getByText('Move the threshold to see which images change sides.').waitFor();
    const to = scoreAt(0.9);
    await field().fill(to);
    await field().press('Enter');
    const scores = arrays.probabilities.map(row => row[CLASS]!);
    const [low, high] = [Math.min(Number(to), 0.5), Math.max(Number(to), 0.5)];
    const crossing = scores.filter(score => score >= low && score < high).length.toLocaleString('en-US');
    await section().getByText(`From 0.5 to ${to}, ${crossing} images change sides:`).waitFor();
    await section().getByRole('button', { name: 'Show images' }).click();
    const drawer = section().getByRole('region', { name: `From 0.5 to ${to}, class 4` });
    await drawer.getByText(`${crossing} images`).waitFor();
    await drawer.locator(':focus').waitFor();
    await workbench().screenshot('threshold-images');
    await workbench().page.keyboard.press('Escape');
    await section().locator('button:focus', { hasText: 'Show images' }).waitFor();
    await section().getByRole('button', { name: 'Compare from here' }).click();
    await section().getByText('Move the threshold to see which images change sides.').waitFor();
  });

  it('is zoomed freely by a rectangle, the wheel and keys, and goes back', async () => {
    const roc = plot('ROC');
    const range = async (): Promise<number[]> => {
      const label = (await roc.getAttribute('aria-label'))!;
      const found = /rate ([\d.]+) % to ([\d.]+) %, recall ([\d.]+) % to ([\d.]+) %/.exec(label) ?? assert.fail(label);
      return found.slice(1).map(Number);
    };
    const width = async (): Promise<number> => {
      const [from, to] = (await range()) as [number, number];
      return to - from;
    };
    const usual = await range();
    await roc.scrollIntoViewIfNeeded();
    const { x, y, width: w, height: h } = (await roc.boundingBox())!;
    const { mouse } = workbench().page;
    await mouse.move(x + 0.4 * w, y + 0.2 * h);
    await mouse.down();
    await mouse.move(x + 0.6 * w, y + 0.4 * h, { steps: 4 });
    await mouse.up();
    await untilReads('a part', async () => (await width()) < usual[1]! / 3, true);
    await workbench().screenshot('threshold-part');
    const part = await width();
    await roc.focus();
    await mouse.wheel(0, 240);
    await untilReads('more of it', async () => (await width()) > part, true);
    await roc.press('+');
    await untilReads('less of it', async () => (await width()) < part, true);
    const before = await range();
    await roc.press('Shift+ArrowLeft');
    await untilReads('what lies to the left', async () => (await range())[0]! < before[0]!, true);
    await section().getByRole('button', { name: 'Reset zoom' }).click();
    await untilReads('what is usually shown', range, usual);
    await roc.press('-');
    await untilReads('more than the corner', async () => (await width()) > usual[1]! || (await width()) === 100, true);
    await roc.press('0');
    await untilReads('the corner', range, usual);
  });

  it('moves a threshold over the answers about all classes, and none over the macro mean', async () => {
    await section().getByRole('combobox').selectOption('micro');
    for (const threshold of [0.05, 0.5, 0.9]) {
      let [tp, fp] = [0, 0];
      for (const [i, label] of arrays.truth.entries()) {
        for (const [of, p] of arrays.probabilities[i]!.entries()) {
          if (p >= threshold && of === label) tp++;
          else if (p >= threshold) fp++;
        }
      }
      const images = arrays.truth.length;
      await field().fill(String(threshold));
      await field().press('Enter');
      await untilReads('the answers', async () => (await shown()).counts, [tp, fp, images - tp, 9 * images - fp]);
    }
    await workbench().screenshot('threshold-micro');
    await section().getByRole('combobox').selectOption('macro');
    await section()
      .getByText(/^There is no slider here:/)
      .waitFor();
    assert.ok(await slider().isHidden());
    await section().getByRole('combobox').selectOption(String(CLASS));
  });

  it('stands beside the matrix in a wide window, and is jumped to in a narrow one', async () => {
    const { page } = workbench();
    const matrix = workbench().dashboard().getByRole('grid', { name: 'Confusion matrix' });
    const jump = workbench().dashboard().getByRole('navigation').getByRole('button', { name: 'Threshold' });
    await jump.click();
    await untilReads('the section below the top', async () => ((await section().boundingBox())?.y ?? 0) < 260, true);
    await workbench().screenshot('threshold-jumped-to');
    await page.setViewportSize({ width: 1720, height: 1000 });
    await jump.waitFor({ state: 'hidden' });
    const [beside, of] = [(await section().boundingBox())!, (await matrix.boundingBox())!];
    assert.ok(beside.x > of.x + of.width && beside.y < of.y + of.height, JSON.stringify({ beside, of }));
    await matrix.scrollIntoViewIfNeeded();
    await workbench().screenshot('evaluation-wide');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('is that of the class whose row is clicked, which stands out among the scores', async () => {
    const table = workbench().dashboard().getByRole('table', { name: 'Per class' });
    const current = (): Promise<string[]> => table.locator('[aria-current] th').allTextContents();
    await untilReads('the row of the class', current, [String(CLASS)]);
    await table.getByRole('row', { name: /^7 / }).click();
    await untilReads('the class', () => section().getByRole('combobox').inputValue(), '7');
    await untilReads('the row of the class', current, ['7']);
    await section().getByRole('combobox').selectOption(String(CLASS));
  });

  it('tells the recall at a precision, and sets the threshold that gives it', async () => {
    const precision = section().getByRole('textbox', { name: 'Least precision in percent' });
    await precision.fill('52.5');
    await precision.press('Enter');
    const row = section().locator('.tradeOff p').first();
    const words = (await row.locator('output').textContent())!;
    const [, recall, threshold] = /^recall is (\d+\.\d\d %), from threshold (\S+)$/.exec(words) ?? assert.fail(words);
    assert.equal(recall, bestRecall(0.525));
    await row.getByRole('button', { name: 'Set' }).click();
    await untilReads('the threshold', shown, recount(threshold!));
  });

  it('has the areas of `digits show --json`, of a class and of the means', async () => {
    const { folder } = workbench();
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/cli.js', 'show', id, '--runs', runsFolder(folder), '--json']);
    const { summary } = JSON.parse(stdout) as { summary: Record<'macro' | 'micro', Areas> & { perClass: Areas[] } };
    const areas = section().locator('.areas strong');
    for (const [value, { auroc, averagePrecision }] of [
      ['macro', summary.macro],
      ['micro', summary.micro],
      [String(CLASS), summary.perClass[CLASS]!],
    ] as const) {
      await section().getByRole('combobox').selectOption(value);
      await untilReads(`the areas of ${value}`, () => areas.allTextContents(), [auroc.toFixed(4), averagePrecision.toFixed(4)]);
    }
  });

  it('shows a table instead of a curve', async () => {
    const roc = section().getByRole('region', { name: 'ROC' });
    await roc.getByRole('button', { name: 'ROC as a table' }).click();
    assert.deepEqual(await roc.getByRole('columnheader').allTextContents(), ['threshold', 'false positive rate', 'recall']);
    const rows = await roc.locator('tbody tr').all();
    assert.ok(rows.length > 10 && rows.length <= 100, String(rows.length));
    const [threshold, , recall] = await rows[5]!.locator('th, td').allTextContents();
    assert.equal(recount(threshold!).measures[1], recall);
    await roc.getByRole('button', { name: 'ROC as a table' }).click();
  });
}

interface Areas {
  readonly auroc: number;
  readonly averagePrecision: number;
}
