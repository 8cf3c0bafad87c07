import assert from 'node:assert/strict';
import { untilReads } from '../until';
import { wear } from './accessibility';
import { Dashboard } from './dashboard';
import { one, SheetOfPaper, zero } from './sheet';
import type { Workbench } from './workbench';

const themes = { dark: 'Dark Modern', light: 'Light Modern', contrast: 'Default High Contrast' };

/** Tests of a workbench that shows the tree of a folder with a run `practised`, which reads digits well, and another one, `baseline`. */
export function testDraw(workbench: () => Workbench): void {
  const sheet = (): SheetOfPaper => new SheetOfPaper(workbench().page, workbench().dashboard());

  const box = () => workbench().treeRow(/^baseline/).getByRole('checkbox'); // prettier-ignore

  before('check the other run', async () => {
    await box().click();
    await workbench()
      .treeRow(/^practised/)
      .click();
    await new Dashboard(workbench().dashboard()).tab('Draw a digit').click();
    await sheet().sheet.waitFor();
  });
  after(() => box().click());

  it('a 1 and a 0 that are drawn with the mouse, side by side with another run', async () => {
    await sheet().draw(one);
    await untilReads('the answer', () => sheet().answer(), '1');
    await untilReads('the runs', () => sheet().runs.allTextContents(), ['practised', 'baseline']);
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

  it('is there again when the tab was hidden', async () => {
    await workbench().runCommand('File: New Untitled Text File');
    await sheet().sheet.waitFor({ state: 'hidden' });
    await workbench()
      .page.getByRole('tab', { name: /^practised/ })
      .click();
    await untilReads('the answer', () => sheet().answer(), '0');
    await workbench().screenshot('draw-again');
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
}
