import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunLabels } from '../../src/contract/labels';
import { readConfigs, runsFolder } from './runFiles';
import { TrainForm } from './trainForm';
import type { Workbench } from './workbench';

/** MNIST twice in one folder, as somebody's own data sets would lie in a workspace. */
export async function writeOwnDigits(folder: string): Promise<void> {
  const [mnist, own] = [path.resolve('dist/data/mnist'), path.join(folder, 'my-digits')];
  await mkdir(own);
  for (const name of await readdir(mnist))
    for (const prefix of ['', 'second-']) await copyFile(path.join(mnist, name), path.join(own, prefix + name));
}

/** Tests of a workbench on a folder with such data and without runs; it lists files by VS Code's own dialog. */
export function testForm(workbench: () => Workbench): void {
  const form = (): TrainForm => new TrainForm(workbench());

  it('is in the command palette as Digits: Train digits CNN', async () => {
    const { quickInput } = workbench();
    await quickInput.openPalette();
    await quickInput.filter('>train digits');
    await quickInput.row('Digits: Train digits CNN').waitFor();
    await quickInput.rows.nth(1).waitFor({ state: 'detached' });
    await quickInput.cancel();
  });

  it('begins with Start training, what will be trained, and how long that takes', async () => {
    await form().open();
    await workbench().quickInput.firstRow(
      /Start training.*roughly \d+ s · 34,826 weights · defaults.*conv 3×3×32 · pool · conv 3×3×64 · pool · dropout 0.5 · dense 10/,
    );
    await workbench().screenshot('form');
  });

  it('says at every key what is wrong with a value, and does not take it', async () => {
    const { page, quickInput } = workbench();
    await form().edit('num_filters');
    for (const bad of ['640', '-1', 'many', '']) {
      await quickInput.filter(bad);
      assert.equal(await quickInput.complaint(), 'Expected a whole number from 1 to 512.');
      await page.keyboard.press('Enter');
      assert.equal(await quickInput.box.inputValue(), bad);
    }
    await workbench().screenshot('form-bad-value');
    await quickInput.filter('64');
    await quickInput.widget.locator('.monaco-inputbox.error').waitFor({ state: 'detached' });
  });

  it('goes back without a change, by Back and by Escape', async () => {
    const { page, quickInput } = workbench();
    for (const goBack of [() => page.keyboard.press('Escape'), () => quickInput.back()]) {
      await goBack();
      await form().waitFor();
      // The list stands where one was.
      await quickInput.rows
        .locator(':scope.focused')
        .filter({ hasText: /^num_filters32/ })
        .waitFor();
      await form().edit('num_filters');
    }
    await quickInput.back();
    await form().waitFor();
  });

  it('says which parameters do not go together, and opens the one to change', async () => {
    const { page, quickInput } = workbench();
    await form().set('padding', 'same');
    await form().set('num_layers', 4);
    await form().set('padding', 'valid');
    await quickInput.firstRow(/These do not go together.*num_layers = 4: too many blocks for images of 28×28 pixels/);
    await workbench().screenshot('form-conflict');
    await page.keyboard.press('Enter');
    await quickInput.waitFor('(num_layers)');
    await quickInput.enter('3');
    await form().waitFor();
    await quickInput.firstRow(/Start training/);
  });

  it('keeps a set of parameters as a preset', async () => {
    const { quickInput } = workbench();
    await quickInput.button('Save as preset…').click();
    await quickInput.waitFor('Save as preset');
    await quickInput.enter('three blocks');
    await form().waitFor();
    await quickInput.cancel();
    await form().open();
    // What was filled in is one keystroke away, and Enter is the last run's still.
    await quickInput.firstRow(/defaults/);
    await quickInput.row(/^Draft.*num_layers 3/).waitFor();
    await form().choosePreset('three blocks');
    await quickInput.firstRow(/num_layers 3/);
  });

  it('takes an engine, which is that of the settings until another one is chosen', async () => {
    const { page, quickInput } = workbench();
    await form().choosePreset('Defaults');
    await quickInput.filter('engine');
    await quickInput.row(/^engine *auto · as in the settings *The fastest that works on this machine/).waitFor();
    await form().edit('engine');
    await quickInput.row(/^wasm.*ONNX Runtime as WebAssembly/).waitFor();
    await workbench().screenshot('form-engines');
    await quickInput.pick('wasm');
    await form().waitFor();
    await quickInput.filter('engine');
    await quickInput.row(/engine *wasm · settings auto/).waitFor();
    await workbench().screenshot('form-engine');
    await quickInput.filter('');
    await form().edit('engine');
    await page.keyboard.press('Escape');
    await form().waitFor();
  });

  it('takes a data folder of your own, one of the sets in it, and your own words', async () => {
    const { page, quickInput, folder } = workbench();
    await form().choosePreset('Defaults');
    await form().set('epochs', 1);
    await form().set('train_samples', 1000);
    await form().edit('dataset');
    await quickInput.pick('A folder of your own…');
    const own = path.join(folder, 'my-digits');
    await quickInput.takeFolder(own, 'Train on This Folder');
    await quickInput.row(/^my-digits/).waitFor();
    await workbench().screenshot('form-sets');
    await quickInput.pick('second');
    await form().waitFor();
    await form().set('name', 'my first');
    await form().set('hypothesis', 'As good as MNIST.');
    await form().edit('tags');
    await quickInput.filter('own data');
    await quickInput.row('New tag').waitFor();
    await page.keyboard.press('Enter');
    await quickInput.firstRow(/Set own data/);
    await workbench().screenshot('form-tags');
    await page.keyboard.press('Enter');
    await form().waitFor();
    await workbench().screenshot('form-filled-in');
    await form().start();
    await workbench().activity('Digits Lab').click();
    await workbench()
      .treeRow(/, completed, /)
      .waitFor();
    const [config] = await readConfigs(folder);
    assert.equal(config?.parameters.dataset, path.join(own, 'second'));
    assert.equal(config?.dataset.trainImages, 1000);
    assert.equal(config.engine.name, 'wasm');
    await workbench()
      .treeRow(/^my first, /)
      .waitFor();
    const [labels, notes] = await Promise.all(
      ['labels.json', 'notes.md'].map(name => readFile(path.join(runsFolder(folder), config.id, name), 'utf8')),
    );
    assert.deepEqual((JSON.parse(labels!) as RunLabels).tags, ['own data']);
    assert.match(notes!, /^# Hypothesis\n\nAs good as MNIST\.\n/);
  });

  it('repeats the last run with two keystrokes', async () => {
    const { page, folder } = workbench();
    await form().open();
    await page.keyboard.press('Enter');
    await workbench()
      .treeRow(/, completed, /)
      .nth(1)
      .waitFor();
    const [first, second] = await readConfigs(folder);
    assert.deepEqual(second?.parameters, first?.parameters);
  });
}
