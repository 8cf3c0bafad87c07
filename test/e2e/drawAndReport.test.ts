import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainedConfig } from '../../src/contract/run';
import { untilReads } from '../until';
import { wear } from './accessibility';
import { Dashboard } from './dashboard';
import { readConfigs, runsFolder, trainRuns } from './runFiles';
import { one, SheetOfPaper, zero } from './sheet';
import { useWorkbench } from './useWorkbench';

/** A model that reads digits, and one that has seen few. */
const runs = [
  ['--name', 'practised', '--train-samples', '10000', '--epochs', '4', '--num-filters', '8'],
  ['--name', 'beginner', '--train-samples', '2000'],
];

const themes = { dark: 'Dark Modern', light: 'Light Modern', contrast: 'Default High Contrast' };

describe('a run that was tested', () => {
  const workbench = useWorkbench({
    fill: async folder => {
      await wear(folder, themes.dark);
      await trainRuns(folder, ...runs);
    },
  });
  const sheet = (): SheetOfPaper => new SheetOfPaper(workbench().page, workbench().dashboard());
  let configs: TrainedConfig[];
  before(async () => {
    configs = await readConfigs(workbench().folder);
    await workbench().activity('Digits Lab').click();
  });

  describe('reads what is drawn', () => {
    before(async () => {
      await workbench()
        .treeRow(/^practised/)
        .dblclick();
      await new Dashboard(workbench().dashboard()).tab('Draw a digit').click();
      await sheet().sheet.waitFor();
    });

    it('a 1 and a 0 that are drawn with the mouse, side by side with another run', async () => {
      await sheet().draw(one);
      await untilReads('the answer', () => sheet().answer(), '1');
      await untilReads('the runs', () => sheet().runs.allTextContents(), ['practised', 'beginner']);
      await workbench().screenshot('draw-one');
      await sheet().clear.click();
      await sheet().draw(zero);
      await untilReads('the answer', () => sheet().answer(), '0');
      await sheet()
        .said.filter({ hasText: /^practised: 0, \d/ })
        .waitFor({ state: 'attached' });
      for (const [kind, theme] of Object.entries(themes)) {
        await wear(workbench().folder, theme);
        await workbench()
          .dashboard()
          .locator(`body.vscode-${kind === 'contrast' ? 'high-contrast' : kind}`)
          .waitFor();
        await workbench().screenshot(`draw-zero-${kind}`);
      }
      await wear(workbench().folder, themes.dark);
    });

    it('takes a line back, and clears', async () => {
      await sheet().clear.click();
      await sheet().runs.first().waitFor({ state: 'hidden' });
      await sheet().draw(one);
      await sheet().runs.first().waitFor();
      await sheet().undo.click();
      await sheet().runs.first().waitFor({ state: 'hidden' });
      assert.ok(await sheet().undo.isDisabled());
    });

    it('a 1 that is drawn by the keyboard alone', async () => {
      const { page } = workbench();
      await new Dashboard(workbench().dashboard()).tab('Draw a digit').focus();
      await page.keyboard.press('Tab');
      await sheet().frame.locator('.sheet:focus').waitFor();
      await page.keyboard.press('Space');
      for (let i = 0; i < 14; i++) await page.keyboard.press('ArrowDown');
      await workbench().screenshot('draw-keyboard');
      await page.keyboard.press('Space');
      await untilReads('the answer', () => sheet().answer(), '1');
      await page.keyboard.press('Delete');
      await sheet().runs.first().waitFor({ state: 'hidden' });
    });

    it('a picture that is pasted, dark on light or light on dark', async () => {
      await sheet().pastePicture('#102030', '#f4f0e8');
      await untilReads('the answer', () => sheet().answer(), '1');
      await sheet().clear.click();
      await sheet().runs.first().waitFor({ state: 'hidden' });
      await sheet().pastePicture('white', 'black');
      await untilReads('the answer', () => sheet().answer(), '1');
    });

    it('fits a narrow window', async () => {
      await workbench().page.setViewportSize({ width: 640, height: 900 });
      await workbench().screenshot('draw-narrow');
      await workbench().page.setViewportSize({ width: 1280, height: 800 });
    });
  });

  describe('is reported on', () => {
    const report = (config: TrainedConfig): string => path.join(runsFolder(workbench().folder), config.id, 'report.md');

    it('from its menu, and opens in the preview with its pictures', async () => {
      await workbench().chooseFromMenu(workbench().treeRow(/^practised/), 'Write Report');
      const preview = workbench().dashboard();
      await preview.getByRole('heading', { level: 1, name: 'practised' }).waitFor();
      const picture = preview.getByRole('img', { name: /^Confusion matrix/ });
      await untilReads(
        'the width of the matrix',
        () => picture.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
        true,
      );
      assert.match(await readFile(report(configs[0]!), 'utf8'), /# practised/);
      await workbench().screenshot('report');
      await preview.getByRole('heading', { name: 'Curves' }).scrollIntoViewIfNeeded();
      await workbench().screenshot('report-curves');
      await preview.getByRole('heading', { name: 'Configuration' }).scrollIntoViewIfNeeded();
      await workbench().screenshot('report-configuration');
    });

    it('from its dashboard', async () => {
      await workbench()
        .treeRow(/^beginner/)
        .click();
      await new Dashboard(workbench().dashboard()).title.filter({ hasText: 'beginner' }).waitFor();
      await workbench().dashboard().getByRole('button', { name: 'More actions' }).click();
      await workbench().dashboard().getByRole('menuitem', { name: 'Write report' }).click();
      await untilReads('the report', async () => existsSync(report(configs[1]!)), true);
    });
  });
});
