import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { encodeNpy } from '../../src/artifacts/npy';
import type { TrainedConfig } from '../../src/contract/run';
import type { TrainerEvent } from '../../src/contract/trainer';
import { evaluateClassifier } from '../../src/evaluation/scores';
import { idxImages, idxLabels, writeFiles } from '../unit/data/idxFiles';
import { writeRun } from '../unit/runFolder/writtenRun';
import { writeTested } from '../unit/trainer/inspection/writeTested';
import { untilReads } from '../until';
import { runsFolder } from './runFiles';
import type { Workbench } from './workbench';

const names = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const CLASSES = names.length;
const EACH = 20;

/** What the model of this run takes for one another: O and 0, I and l, and so on. */
const alike = ['0Oo', '1Il', '2Zz', '5Ss', '8B', '9gq', 'Cc', 'Kk', 'Mm', 'Pp', 'Uu', 'Vv', 'Ww', 'Xx', 'Yy'];

/** Writes a run of 62 classes with their names, tested on a small data set of its own. */
export async function writeManyClasses(folder: string): Promise<void> {
  const dataset = path.join(folder, 'letters');
  mkdirSync(dataset, { recursive: true });
  const labels = Array.from({ length: CLASSES * EACH }, (_, i) => i % CLASSES);
  const images = idxImages(labels.length, 12, 12, pixel);
  const files = ['train', 't10k'].flatMap(of => [
    [`${of}-images-idx3-ubyte`, images],
    [`${of}-labels-idx1-ubyte`, idxLabels(labels)],
  ]);
  writeFiles(dataset, Object.fromEntries(files) as Record<string, Buffer>);
  const probabilities = labels.map((label, i) => said(label, i));
  const id = '20260101-000003-cccc';
  const scores = evaluateClassifier({ truth: labels, probabilities: probabilities.flat(), classes: CLASSES });
  const run = await writeTested(runsFolder(folder), id, dataset, { truth: labels, probabilities });
  const { dataset: identity } = JSON.parse(readFileSync(path.join(run, 'config.json'), 'utf8')) as TrainedConfig;
  const events = (all: TrainerEvent[]): TrainerEvent[] =>
    all.map(event => {
      if (event.type === 'runStarted') return { ...event, config: { ...event.config, dataset: { ...identity, classNames: names } } };
      return event.type === 'evaluated' ? { ...event, accuracy: scores.accuracy, loss: scores.logLoss, scores } : event;
    });
  writeRun(runsFolder(folder), { id, parameters: { dataset }, labels: { name: 'letters', tags: [] }, events });
  writeFileSync(
    path.join(run, 'probabilities.npy'),
    encodeNpy({ shape: [labels.length, CLASSES], data: Float32Array.from(probabilities.flat()) }),
  );
}

/** Tests of a workbench that shows the tree of a folder with such a run. */
export function testManyClasses(workbench: () => Workbench): void {
  const frame = () => workbench().dashboard();
  const matrix = (): Locator => frame().getByRole('grid', { name: 'Confusion matrix' });
  const cell = (truth: string, predicted: string): Locator =>
    matrix().getByRole('gridcell', { name: new RegExp(`^true ${truth}, predicted ${predicted}:`) });
  const drawer = (): Locator => frame().locator('.evaluation > .imagesDrawer');

  const data = (): string => path.join(workbench().folder, 'letters');

  before('open it without its data', async () => {
    await rename(data(), `${data()}-away`);
    await workbench()
      .treeRow(/^letters/)
      .click();
    await frame().getByRole('tab', { name: 'Evaluation' }).click();
    await matrix().waitFor();
  });

  it('says what is wrong with its data in the place of the pictures, and shows them when they are put back', async () => {
    await cell('O', 'o').click();
    await drawer()
      .getByRole('alert')
      .getByText(/The pictures cannot be shown: .*letters: there is no such folder/)
      .waitFor();
    assert.ok((await drawer().locator('.thumbnail').count()) > 0);
    await workbench().screenshot('images-without-data');
    await rename(`${data()}-away`, data());
    await drawer().getByRole('button', { name: 'Try again' }).click();
    await drawer().locator('canvas').first().waitFor();
    assert.ok(await drawer().getByRole('alert').isHidden());
    await drawer().getByRole('button', { name: 'Close the images' }).click();
  });

  it('has names at its edges that do not lie over one another', async () => {
    for (const heads of ['thead th[scope=col]', 'tbody th']) {
      const boxes = await Promise.all(
        (await matrix().locator(`${heads} > span:visible`).all()).map(async one => (await one.boundingBox()) ?? assert.fail()),
      );
      assert.ok(boxes.length >= CLASSES / 2, `${boxes.length}`);
      for (const [i, one] of boxes.entries())
        for (const other of boxes.slice(i + 1)) {
          const isBeside = one.x + one.width <= other.x + 0.5 || other.x + other.width <= one.x + 0.5;
          // A line is a little higher than its letters.
          const isBelow = one.y + one.height <= other.y + 1 || other.y + other.height <= one.y + 1;
          assert.ok(isBeside || isBelow, JSON.stringify([heads, one, other]));
        }
    }
    await workbench().screenshot('many-classes');
  });

  it('says the numbers of the cell with the focus, and opens its images with their names', async () => {
    await cell('O', 'o').focus();
    await frame().locator('.aboutCell').getByText('true O, predicted o', { exact: false }).waitFor();
    await workbench().page.keyboard.press('Enter');
    await frame().getByRole('region', { name: 'True O, predicted o', exact: true }).waitFor();
    await drawer().locator('.thumbnail').first().waitFor();
    assert.match(
      (await drawer().locator('.thumbnail').first().getAttribute('aria-label'))!,
      /^Image \d+: true O, predicted o\. o at 0\.900/,
    );
    await workbench().screenshot('many-classes-images');
    await workbench().page.keyboard.press('Escape');
  });

  it('has one class closer, by its name or from a list', async () => {
    await frame().getByLabel('Look closer at class').selectOption('O');
    const readAs = frame().getByRole('group', { name: '“O” were read as' });
    await untilReads('what it was read as', () => readAs.locator('.closerName').allTextContents(), ['O', 'o']);
    await matrix().getByRole('columnheader', { name: 'predicted 4', exact: true }).click();
    await frame().getByRole('group', { name: '4s were read as' }).waitFor();
    await matrix().getByRole('columnheader', { name: 'predicted O', exact: true }).click();
    await readAs.getByRole('button', { name: /^o/ }).click();
    await frame().getByRole('region', { name: 'True O, predicted o', exact: true }).waitFor();
    await workbench().screenshot('many-classes-closer');
    await drawer().getByRole('button', { name: 'Close the images' }).click();
  });
}

/** A bar whose place and slant differ from class to class. */
function pixel(at: number): number {
  const [image, row, column] = [Math.floor(at / 144), Math.floor(at / 12) % 12, at % 12];
  const distance = Math.abs(column - ((image % 7) + (row * (image % 5)) / 5));
  return Math.max(0, Math.round(255 - 120 * distance));
}

/** One of seven images of a class is taken for one that looks like it. */
function said(label: number, i: number): number[] {
  const others = alike.find(group => group.includes(names[label]!)) ?? '';
  const other = i % 7 === 0 && others !== '' ? names.indexOf(others[(others.indexOf(names[label]!) + 1) % others.length]!) : label;
  const rest = 0.1 / (CLASSES - 1);
  return names.map((_, of) => (of === other ? 0.9 : rest));
}
