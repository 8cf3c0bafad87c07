import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { untilReads } from '../until';
import { testViews, wear } from './accessibility';
import { ComparisonPage } from './comparisonPage';
import { testDifference } from './difference';
import { waitUntilKept } from './keptState';
import { trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

/** The last one is the first one's repetition. */
const runs = [
  ['--name', 'baseline'],
  ['--num-filters', '16', '--seed', '2'],
  ['--num-filters', '16', '--seed', '3'],
  ['--num-filters', '2'],
  ['--activation-fun', 'tanh'],
  ['--name', 'again'],
];

describe('runs that are compared', () => {
  const workbench = useWorkbench({
    settings: { 'window.commandCenter': false },
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      await trainRuns(folder, ...runs.map(flags => ['--epochs', '4', '--num-filters', '8', ...flags]));
    },
  });
  const page = (): ComparisonPage => new ComparisonPage(workbench().dashboard());
  const treeBox = (name: RegExp): Locator => workbench().treeRow(name).getByRole('checkbox');
  const [narrow, wide, tanh] = [/^num_filters 2\b/, /num_filters 16.*seed 2|seed 2.*num_filters 16/, /activation_fun tanh/];
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await workbench().page.keyboard.press(key);
  };
  const tab = (name: RegExp): Locator => workbench().page.locator('.editor-group-container').getByRole('tab', { name });

  before(() => workbench().activity('Digits Lab').click());

  it('are the checked ones: the boxes of the tree and of the panel are in step, by mouse and by keyboard', async () => {
    for (const name of [narrow, wide]) await treeBox(name).click();
    await workbench().page.getByText('6 · 2 checked').waitFor();
    await workbench().treeRow(wide).hover();
    await workbench().page.getByRole('button', { name: 'Compare Runs' }).first().click();
    await page().title.filter({ hasText: '2 runs' }).waitFor();
    await tab(/^Comparison of 2 runs/).waitFor();
    await untilReads('the rows', async () => (await page().names()).length, 2);

    await treeBox(tanh).click();
    await page().row(tanh).waitFor();
    await untilReads('the box', () => page().box(tanh).isChecked(), true);
    await page().box(narrow).click();
    await treeBox(narrow).and(workbench().page.locator('[aria-checked=false]')).waitFor();
    await page().title.filter({ hasText: '2 runs' }).waitFor();
    assert.equal(await page().row(narrow).count(), 1, 'It stays at hand.');

    // The tree by keyboard: its boxes are stops of the Tab key.
    await treeBox(/^again/).focus();
    await press('Space');
    await untilReads('the box', async () => page().box(/^again/).isChecked(), true); // prettier-ignore
    // The panel by keyboard.
    await page().grid.locator('[tabindex="0"]').focus();
    await press('Control+Home');
    await untilReads('the row', () => page().grid.locator('[aria-colindex]:focus').count(), 1);
    await page().row(narrow).getByRole('rowheader').focus();
    await press(' ');
    await treeBox(narrow).and(workbench().page.locator('[aria-checked=true]')).waitFor();
    await treeBox(/^baseline/).click();
    await page().title.filter({ hasText: '5 runs' }).waitFor();
    await workbench().screenshot('comparison-vscode-dark');
  });

  it('are sorted by the heads, by what was measured on the validation images at first', async () => {
    await untilReads('the order', () => page().head('Val. accuracy').getAttribute('aria-sort'), 'descending');
    await page().head('num_filters').click();
    await untilReads('the first row', async () => (await page().names())[0], 'num_filters 2');
    await page().head('num_filters').focus();
    await press('Enter');
    await untilReads('the first row', async () => wide.test((await page().names())[0] ?? ''), true);
    assert.equal(await page().head('num_filters').getAttribute('aria-sort'), 'descending');
  });

  it('are all in a table: in groups with mean, standard deviation and N over seeds, as views that have a name, and to be checked', async () => {
    await workbench().runCommand('Digits: Open Runs Table');
    await tab(/^All runs/)
      .and(workbench().page.locator('[aria-selected=true]'))
      .waitFor();
    await page().title.filter({ hasText: '6 runs' }).waitFor();
    const groups = page().frame.getByRole('combobox', { name: 'group by' });
    await groups.selectOption('replicates');
    await untilReads('the groups', async () => (await page().names()).length, 4);
    await page()
      .grid.getByText(/ ± .*\(N 2\)/)
      .first()
      .waitFor();
    await workbench().screenshot('runs-table-groups');
    await page().filter.fill('num_filters=16');
    await untilReads('the groups', async () => (await page().names()).length, 1);
    const views = page().frame.getByRole('button', { name: 'Views' });
    await views.click();
    await page().frame.getByRole('textbox', { name: 'Name of the view' }).fill('wide by seed');
    await press('Enter');
    const view = page().frame.getByRole('button', { name: 'wide by seed', exact: true });
    await view.waitFor();
    await press('Escape');
    await page().filter.fill('');
    await groups.selectOption('none');
    await untilReads('the rows', async () => (await page().names()).length, 6);
    await views.click();
    await view.click();
    await untilReads('the groups', async () => (await page().names()).length, 1);
    assert.equal(await page().filter.inputValue(), 'num_filters=16');
    // The box of a group is that of its runs.
    await page().grid.getByRole('checkbox').click();
    await workbench().page.getByText('6 · 6 checked').waitFor();
    await page().frame.getByRole('button', { name: 'Compare 6 runs' }).click();
    await page().title.filter({ hasText: '6 runs' }).waitFor();
    await page().plot.waitFor();
  });

  it('come back after a reload with their columns, the zoom and the selection', async () => {
    // Columns: moved by keyboard, dragged, and one left out.
    await page().head('num_filters').focus();
    await press('Shift+ArrowRight');
    await untilReads('the columns', async () => (await page().heads()).slice(2, 4), ['activation_fun', 'num_filters']);
    await page().head('num_filters').dragTo(page().head('activation_fun'));
    await untilReads('the columns', async () => (await page().heads()).slice(2, 4), ['num_filters', 'activation_fun']);
    const button = page().frame.getByRole('button', { name: /^Columns/ });
    await button.click();
    await page().frame.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'Test loss', exact: true }).click();
    await press('Escape');
    const columns = await page().heads();
    assert.ok(!columns.includes('Test loss'), columns.join());
    // The zoom, by keyboard; the selection, by pointer.
    await page().plot.focus();
    await press('ArrowRight', 'ArrowRight', '+');
    const zoomed = async (): Promise<string> =>
      /, (epochs [\d. to]+)\./.exec((await page().plot.getAttribute('aria-label')) ?? '')?.[1] ?? '';
    await untilReads('whether a part is shown', async () => (await zoomed()) !== 'epochs 1 to 4', true);
    const range = await zoomed();
    assert.match(range, /^epochs .* to /);
    await page().row(tanh).getByRole('rowheader').click();
    await untilReads('the selection', () => page().row(tanh).getAttribute('aria-selected'), 'true');
    const selected = await page().row(tanh).getAttribute('data-key');
    await waitUntilKept(
      workbench().page,
      new RegExp(`val_accuracy\\W+num_filters\\W+activation_fun.*selected\\W+${selected}\\b.*range\\W+from`),
    );
    await workbench().reload();
    await page().row(tanh).waitFor();
    await untilReads('the columns', () => page().heads(), columns);
    await untilReads('the zoom', zoomed, range);
    await untilReads('the selection', () => page().row(tanh).getAttribute('aria-selected'), 'true');
    await tab(/^Comparison of 6 runs/).waitFor();
    await page().frame.getByRole('button', { name: 'Reset zoom' }).click();
    await untilReads('the zoom', zoomed, 'epochs 1 to 4');
    await tab(/^All runs/).click();
    await untilReads('the filter', () => page().filter.inputValue(), 'num_filters=16');
    await tab(/^Comparison/).click();
  });

  it('have curves that the list beside them switches off and on, and a configuration diff of the two that are looked at', async () => {
    const key = page().keys.getByRole('button', { name: narrow });
    await key.click();
    await untilReads('the curve', () => key.getAttribute('aria-pressed'), 'false');
    await key.press('Enter');
    await untilReads('the curve', () => key.getAttribute('aria-pressed'), 'true');
    await page().plot.focus();
    await press('ArrowDown');
    await untilReads('the highlighted row', () => page().grid.locator('.gridRow[aria-selected=true]').count(), 1);
    await page().row(wide).getByRole('rowheader').click();
    await untilReads('the diff', () => page().diff.getByRole('rowheader').allTextContents(), [
      'num_filters',
      'num_filters',
      'seed',
      'seed',
    ]);
  });

  describe('two of them: the difference matrix', () => testDifference(workbench));

  describe('as everybody sees them', () =>
    testViews(workbench, [
      { name: 'Comparison', open: () => tab(/^Comparison/).click() },
      { name: 'RunsTable', open: () => tab(/^All runs/).click() },
    ]));
});
