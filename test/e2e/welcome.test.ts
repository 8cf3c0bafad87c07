import assert from 'node:assert/strict';
import { trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

describe('an empty folder', () => {
  const workbench = useWorkbench();

  it('says what to do first', async () => {
    const { page } = workbench();
    await workbench().activity('Digits Lab').click();
    await page.getByText('No runs yet.').waitFor();
    await page.getByText('Nothing waits.').waitFor();
    await workbench().screenshot('welcome');
    await page.getByRole('button', { name: 'Train digits CNN' }).last().click();
    await workbench().quickInput.waitFor('Train digits CNN');
    await workbench().quickInput.cancel();
  });

  it('has a walkthrough of five steps, each with its page', async () => {
    const { page } = workbench();
    await page.getByText('Take the walkthrough').click();
    await page.keyboard.press('Control+b');
    const steps = page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.equal(await steps.count(), 5);
    const pages = ['Experiment management', 'A first run', 'Metrics', 'The confusion matrix', 'Change one thing'];
    const shown = page.frameLocator('.getting-started-media iframe, iframe.webview.ready').frameLocator('#active-frame');
    for (const [i, heading] of pages.entries()) {
      await steps.nth(i).click();
      await shown.getByRole('heading', { name: heading, exact: true }).waitFor();
      await workbench().screenshot(`walkthrough-${i + 1}`);
    }
  });
});

describe('a window without a folder', () => {
  const workbench = useWorkbench({ folder: 'none' });

  it('says that runs need one', async () => {
    const { page, quickInput } = workbench();
    await workbench().activity('Digits Lab').click();
    await page.getByText('Runs are kept in the folder that is open.').waitFor();
    await workbench().screenshot('no-folder');
    await workbench().runCommand('Digits: Train digits CNN');
    await page.getByText('Runs are kept in the folder that is open: open one first.').first().waitFor();
    assert.ok(await quickInput.widget.isHidden());
  });
});

describe('Restricted Mode', () => {
  const workbench = useWorkbench({
    asksForTrust: true,
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
    fill: folder => trainRuns(folder, ['--name', 'theirs']),
  });

  it('reads runs and trains nothing', async () => {
    const { page } = workbench();
    await page.getByText('Restricted Mode').first().waitFor();
    await workbench().activity('Digits Lab').click();
    await workbench()
      .treeRow(/^theirs, completed/)
      .waitFor();
    await workbench().screenshot('restricted');
    await workbench().runCommand('Digits: Train digits CNN');
    await page.getByText('Nothing is trained in Restricted Mode').first().waitFor();
  });

  it('trains once the folder is trusted', async () => {
    await workbench().runCommand('Workspaces: Manage Workspace Trust');
    await workbench().page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench().page.getByText('You trust this folder').first().waitFor();
    await workbench().runCommand('Digits: Train digits CNN');
    await workbench().quickInput.waitFor('Train digits CNN');
  });
});
