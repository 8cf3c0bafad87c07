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
    for (const key of ['ArrowRight', 'Shift+ArrowRight', 'ArrowLeft', 'Home', 'ArrowRight']) {
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
