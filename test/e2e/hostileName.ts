import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { writeRun } from '../unit/runFolder/writtenRun';
import { runsFolder } from './runFiles';
import type { Workbench } from './workbench';

const name = '[Open](command:workbench.action.openSettings) $(trash) ![x](https://example.com/x.png) www.example.com <b>|&lt; \u202e';
const shown = name.replace('\u202e', String.raw`\u202e`);
const tag = '[tag](command:workbench.action.openSettings) $(trash)';

/** Puts runs into a folder whose name and tags are a stranger's. */
export function writeHostileRuns(folder: string): void {
  writeRun(runsFolder(folder), { id: '20260101-000001-aaaa', labels: { name: 'plain', tags: [tag] } });
  writeRun(runsFolder(folder), { id: '20260101-000002-bbbb', labels: { name, tags: [] } });
}

/**
 * Tests that such text is seen as it is, wherever VS Code would make something else of it: of a workbench that shows the tree of a folder with
 * such runs, in which none is selected.
 */
export function testHostileName(workbench: () => Workbench): void {
  const row = (): Locator => workbench().treeRow(/^\[Open\]/);
  /** Waits until the text stands there, with no link, icon or picture in it. */
  const isText = async (place: Locator, text: string): Promise<void> => {
    await place.waitFor();
    const found = ((await place.textContent()) ?? '').replaceAll('\u2060', '').replaceAll('\u00a0', ' ');
    assert.ok(found.includes(text), found);
    assert.equal(await place.locator('a[href], img, .codicon-trash').count(), 0, await place.innerHTML());
  };

  /** Points at the row until its tooltip is there: what is drawn anew under the pointer shows none. */
  const tooltip = async (): Promise<Locator> => {
    const { page } = workbench();
    const found = page.locator('.workbench-hover .hover-contents').filter({ hasText: 'Test accuracy' });
    for (let tries = 1; ; tries++) {
      await row().hover({ position: { x: 150, y: 10 } });
      try {
        await found.waitFor({ timeout: 10_000 });
        return found;
      } catch (error) {
        if (tries === 5) throw error;
        await page.mouse.move(800, 700);
      }
    }
  };

  it('is text in the tree, and in its tooltip', async () => {
    // The rest of a long name is in the tooltip.
    await isText(row().locator('.monaco-icon-label'), '[Open](com…');
    await isText(await tooltip(), shown);
    await workbench().screenshot('hostile-tree');
  });

  it('is text in a list, also while it is searched for', async () => {
    const { quickInput } = workbench();
    // Of all runs, since none is selected yet.
    await workbench().runCommand('Digits: Open Dashboard');
    await isText(quickInput.row('[Open]'), shown);
    await quickInput.filter('(trash)');
    await quickInput.row('plain').waitFor({ state: 'detached' });
    await isText(quickInput.row('[Open]'), shown);
    await workbench().screenshot('hostile-list');
    await quickInput.cancel();
  });

  it('is text on its tab and in the dashboard', async () => {
    await row().click({ position: { x: 150, y: 10 } });
    await isText(workbench().dashboard().locator('h1'), shown);
    await isText(workbench().page.locator('.tabs-container .tab.active .monaco-icon-label'), shown);
  });

  it('is text above a list, and in one of tags', async () => {
    const { quickInput, page } = workbench();
    await workbench().runCommand('Digits: Edit Tags…');
    await quickInput.waitFor('Edit tags of');
    await isText(page.locator('.quick-input-title'), shown);
    await isText(quickInput.row('[tag]'), tag);
    await workbench().screenshot('hostile-input');
    await quickInput.cancel();
  });

  it('is text in a notification', async () => {
    await workbench().runCommand('Digits: Open on Weights & Biases');
    const notification = await workbench().notification('has no page at Weights & Biases yet');
    await isText(notification.locator('.notification-list-item-message'), `“${shown}” has no page`);
    await workbench().screenshot('hostile-notification');
  });
}
