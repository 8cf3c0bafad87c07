import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { TrainedConfig } from '../../src/contract/run';
import { untilReads } from '../until';
import { Dashboard } from './dashboard';
import { readConfigs, readSummary, runsFolder, trainRuns } from './runFiles';
import { TrainForm } from './trainForm';
import { Terminal } from './terminal';
import { useWorkbench } from './useWorkbench';

describe('the view Runs', () => {
  const workbench = useWorkbench({
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
    fill: folder => trainRuns(folder, ['--name', 'baseline', '--tag', 'first'], ['--num-filters', '8'], ['--activation-fun', 'tanh']),
  });
  let configs: TrainedConfig[];

  /** The row of a run; its parts have rows of their own below it. */
  const run = (name: string | RegExp): Locator => workbench().treeRow(name);
  const labels = async (): Promise<string[]> => {
    const rows = await workbench()
      .page.locator('.tree-explorer-viewlet-tree-view')
      .first()
      .locator('.monaco-list-row[aria-level="1"]')
      .all();
    return Promise.all(rows.map(async row => (await row.locator('.label-name').textContent()) ?? ''));
  };
  const file = (config: TrainedConfig | undefined, name: string): string => path.join(runsFolder(workbench().folder), config!.id, name);
  const labelsFile = async (config: TrainedConfig | undefined): Promise<unknown> =>
    JSON.parse(await readFile(file(config, 'labels.json'), 'utf8'));
  const editor = (name: string | RegExp): Locator => workbench().page.locator('.editor-group-container').getByRole('tab', { name });
  /** The part of a run that is open. */
  const part = (name: RegExp): Locator => workbench().page.locator('.monaco-list-row[aria-level="2"]').filter({ hasText: name });

  before(async () => {
    configs = await readConfigs(workbench().folder);
    await workbench().activity('Digits Lab').click();
  });

  it('lists what the command line trained by what differs, with its validation accuracy, the newest first', async () => {
    const summary = await readSummary(workbench().folder, configs[1]!.id);
    const accuracy = `${(100 * summary.best!.valAccuracy!).toFixed(2)} %`;
    const row = run(new RegExp(`^num_filters 8, completed, .*${accuracy}`));
    await row.waitFor();
    await row.filter({ hasText: accuracy }).waitFor();
    await untilReads('the labels', labels, ['activation_fun tanh', 'num_filters 8', 'baseline']);
    await run(/, best of those shown by validation, /).waitFor();
    assert.equal(await run(/./).getByRole('checkbox').count(), 3);
    await workbench().screenshot('runs');
  });

  it('shows the parts of a run, and opens each', async () => {
    await run(/^baseline/)
      .locator('.monaco-tl-twistie')
      .click();
    await part(/^Config/).click();
    await editor('config.json').waitFor();
    await part(/^Notes/).click();
    await workbench().dashboard().getByRole('tab', { name: 'Notes', selected: true }).waitFor();
    assert.ok(!existsSync(file(configs[0], 'notes.md')), 'Nothing is written by a click.');
    await part(/^Metrics/).click();
    await workbench().dashboard().getByRole('tab', { name: 'Live', selected: true }).waitFor();
    await part(/^Confusion matrix/).click();
    await workbench().dashboard().getByRole('tab', { name: 'Evaluation', selected: true }).waitFor();
    await part(/^Artifacts/)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench().page.locator('.monaco-list-row[aria-level="3"]').filter({ hasText: 'predictions.npy' }).waitFor();
    await workbench().screenshot('runs-parts');
  });

  it('keeps the notes that are typed in the dashboard, and what is written elsewhere meanwhile', async () => {
    await part(/^Notes/).click();
    const { notes, notesState, noteInBrief } = new Dashboard(workbench().dashboard());
    const kept = (): Promise<string> => readFile(file(configs[0], 'notes.md'), 'utf8').catch(() => '');
    await notes.fill('More filters will not help.');
    await notes.press('Control+Enter');
    await untilReads('the notes', kept, 'More filters will not help.');
    await notesState.filter({ hasText: 'Saved' }).waitFor();
    await noteInBrief.filter({ hasText: '“More filters will not help.”' }).waitFor();
    await notes.press('End');
    await workbench().page.keyboard.type(' Or will they?');
    await notes.press('Escape');
    await untilReads('what is shown', () => notes.inputValue(), 'More filters will not help.');
    await untilReads('the notes', kept, 'More filters will not help.');
    // Another window, an editor, a script.
    await writeFile(file(configs[0], 'notes.md'), 'More filters will not help.\nThey did.\n');
    await untilReads('what is shown', () => notes.inputValue(), 'More filters will not help.\nThey did.\n');
    await workbench().screenshot('notes');
    await run(/^baseline/)
      .locator('.monaco-tl-twistie')
      .click();
  });

  it('renames, pins and tags a run from its menu', async () => {
    const { quickInput, page } = workbench();
    await workbench().chooseFromMenu(run(/num_filters 8/), 'Rename…');
    await quickInput.waitFor('Rename');
    await quickInput.enter('narrow');
    await workbench().chooseFromMenu(run(/^narrow/), 'Edit Tags…');
    await quickInput.waitFor('Edit tags of narrow');
    // A new one is typed, one that exists is picked; Enter on the first row takes them.
    await quickInput.enter('small');
    await quickInput.firstRow(/Set small/);
    await quickInput.pick('first');
    await quickInput.firstRow(/Set small, first/);
    await workbench().screenshot('tags');
    await page.keyboard.press('Enter');
    await quickInput.widget.waitFor({ state: 'hidden' });
    await workbench().chooseFromMenu(run(/^narrow/), 'Pin');
    await run(/^narrow.*pinned/).waitFor();
    assert.deepEqual(await labelsFile(configs[1]), {
      ...((await labelsFile(configs[1])) as object),
      name: 'narrow',
      tags: ['small', 'first'],
      pinned: true,
      archived: false,
    });
    assert.deepEqual(await labels(), ['narrow', 'activation_fun tanh', 'baseline']);
  });

  it('hides archived runs until they are asked for', async () => {
    await workbench().chooseFromMenu(run(/^baseline/), 'Archive');
    await run(/^baseline/).waitFor({ state: 'detached' });
    await workbench().runCommand('Digits: Show Archived Runs');
    await run(/^baseline.*archived/).waitFor();
    await workbench().chooseFromMenu(run(/^baseline/), 'Restore from Archive');
    await run(/^baseline(?!.*archived)/).waitFor();
  });

  it('keeps grouping, order and filter over a reload, and filters that have a name', async () => {
    const { quickInput, page } = workbench();
    await workbench().runCommand('Digits: Group Runs By…');
    await quickInput.waitFor('Group runs by');
    await quickInput.pick('num_filters');
    await workbench().runCommand('Digits: Sort Runs By…');
    await quickInput.waitFor('Sort runs by');
    await quickInput.pick('Oldest first');
    await workbench().runCommand('Digits: Filter Runs…');
    await quickInput.waitFor('Filter runs');
    await quickInput.filter('num_filters=32');
    await quickInput.firstRow(/num_filters=32/);
    await quickInput.row('Save this filter…').click();
    await quickInput.waitFor('Save filter');
    await quickInput.enter('usual width');
    const arranged = async (): Promise<void> => {
      await run(/^num_filters 32/).waitFor();
      await run(/^narrow/).waitFor({ state: 'detached' });
      const rows = page.locator('.tree-explorer-viewlet-tree-view').first().locator('.monaco-list-row[aria-level="2"] .label-name');
      await untilReads('the rows', () => rows.allTextContents(), ['baseline', 'activation_fun tanh']);
      await page.getByText('2 of 3 · “num_filters=32”').waitFor();
    };
    await arranged();
    await workbench().screenshot('runs-arranged');
    await workbench().reload();
    await arranged();
    await workbench().runCommand('Digits: Clear Filter');
    await run(/^narrow/).waitFor();
    await workbench().runCommand('Digits: Filter Runs…');
    await quickInput.waitFor('Filter runs');
    await quickInput.row('usual width').waitFor();
    await workbench().screenshot('filters');
    await quickInput.row('usual width').click();
    await arranged();
    await workbench().runCommand('Digits: Clear Filter');
    await run(/^narrow/).waitFor();
    await workbench().runCommand('Digits: Group Runs By…');
    await quickInput.waitFor('Group runs by');
    await quickInput.pick('No groups');
    await run(/^num_filters 32/).waitFor({ state: 'detached' });
  });

  it('runs digits in a terminal', async () => {
    const { page } = workbench();
    const terminal = await Terminal.open(workbench());
    await terminal.type('digits list');
    for (const { id } of configs) await terminal.rows.getByText(id).first().waitFor();
    await workbench().screenshot('terminal');
    await workbench().runCommand('Terminal: Kill the Active Terminal Instance');
    // What moves the rows closes their menu.
    await page.locator('.part.panel').waitFor({ state: 'hidden' });
  });

  it('runs a run again with one change, and remembers where it came from', async () => {
    const { quickInput, folder } = workbench();
    await workbench().chooseFromMenu(run(/activation_fun tanh/), 'Rerun with One Change…');
    const title = 'Rerun of activation_fun tanh';
    await quickInput.waitFor(title);
    await quickInput.pick('seed');
    await quickInput.waitFor('(seed)');
    await quickInput.enter('7');
    const form = new TrainForm(workbench());
    await form.waitFor(title);
    await quickInput.firstRow(/Start training.* · seed 7/);
    await quickInput.filter('seed');
    await quickInput.row(/seed7 · was 0/).waitFor();
    await workbench().screenshot('form-rerun');
    await form.start();
    await run(/seed 7.*, completed, /).waitFor();
    const rerun = (await readConfigs(folder)).at(-1);
    assert.equal(rerun?.parent, configs[2]?.id);
    assert.deepEqual(rerun?.parameters, { ...configs[2]?.parameters, seed: 7 });
    // Its charts name the parent, as the pictures that are saved of them do.
    const names = new Dashboard(workbench().dashboard()).chart('Loss').legend;
    await untilReads('the legend', () => names.allTextContents(), ['training', 'validation', 'parent: activation_fun tanh']);
  });

  it('shows one run after the other in one panel, and keeps one open; the view follows', async () => {
    const { page } = workbench();
    await run(/^narrow/).click();
    await editor(/^narrow$/).waitFor();
    await workbench().screenshot('preview');
    await run(/^baseline/).click();
    await editor(/^baseline$/).waitFor();
    await editor(/^narrow$/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Keep Open' }).click();
    await run(/^narrow/).click();
    await editor(/^narrow$/).waitFor();
    await workbench().screenshot('preview-and-kept');
    await editor(/^baseline$/).click();
    await run(/^baseline/)
      .and(page.locator('[aria-selected="true"]'))
      .waitFor();
  });

  it('renames and deletes by key what has the focus, and brings it back', async () => {
    const { page, quickInput } = workbench();
    const folder = path.dirname(file(configs[1], 'config.json'));
    await run(/^baseline/).click();
    await page.keyboard.press('Home');
    await page.keyboard.press('F2');
    await quickInput.waitFor('Rename');
    assert.equal(await quickInput.box.inputValue(), 'narrow');
    await page.keyboard.press('Escape');
    await run(/^narrow/).click();
    await page.keyboard.press('Delete');
    await run(/^narrow/).waitFor({ state: 'detached' });
    await editor(/^narrow \(deleted\)$/).waitFor();
    assert.ok(!existsSync(folder));
    const undo = await workbench().notification('Deleted the run “narrow”.');
    await workbench().screenshot('deleted');
    await undo.getByRole('button', { name: 'Undo' }).click();
    await run(/^narrow/).waitFor();
    await editor(/^narrow$/).waitFor();
    await new Dashboard(workbench().dashboard()).title.waitFor();
    await run(/^narrow/).click();
    await page.keyboard.press('Delete');
    await run(/^narrow/).waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await run(/^narrow/).waitFor();
    assert.ok(existsSync(folder));
  });
});
