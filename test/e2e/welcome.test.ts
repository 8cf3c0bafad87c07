import assert from 'node:assert/strict';
import { trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

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
