import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Workbench } from '../../test/e2e/workbench';
import { SlurmCluster } from '../../test/slurmCluster';

const plan = {
  schemaVersion: 1,
  kind: 'grid',
  name: 'How many filters',
  base: { epochs: 12, train_samples: 12000 },
  parameters: { num_filters: [8, 12, 16, 24, 32] },
};

/** A picture of a sweep at a real Slurm: what Slurm does of each task, one of which was cancelled, and the curves of one that runs. */
export async function takeAtSlurm(file: string): Promise<void> {
  const cluster = await SlurmCluster.start();
  try {
    const workbench = await Workbench.open({
      fill: folder => writeFile(path.join(folder, 'filters.digits.json'), JSON.stringify(plan)),
      settings: { 'workbench.colorTheme': 'Dark Modern', 'window.commandCenter': false, 'digitsLab.notifications': 'none' },
      machineSettings: { 'digitsLab.slurm.minutes': 30, 'digitsLab.slurm.megabytes': 1000 },
    });
    try {
      await take(workbench, file);
    } finally {
      await workbench.close();
    }
  } finally {
    await cluster.stop();
  }
}

async function take(workbench: Workbench, file: string): Promise<void> {
  const { page, quickInput } = workbench;
  const row = (name: RegExp) => page.getByRole('tree', { name: 'Queue' }).getByRole('treeitem', { name }).first();
  await workbench.activity('Digits Lab').click();
  await page.getByRole('button', { name: 'Comparisons Section' }).click();
  await page.mouse.move(350, 404);
  await page.mouse.down();
  await page.mouse.move(430, 404, { steps: 4 });
  await page.mouse.up();
  await workbench.runCommand('Digits: Submit to Slurm…');
  await quickInput.pick('filters.digits.json');
  await quickInput.waitFor(`Submit to Slurm: ${plan.name}`);
  await quickInput.pick('Submit');
  const first = row(/RUNNING on n\d · 1\/12/);
  await first.hover();
  await first.getByRole('button', { name: 'Cancel' }).click();
  await row(/CANCELLED/).waitFor();
  await row(/RUNNING on n\d · [5-8]\/12/).click();
  const dashboard = workbench.dashboard();
  await dashboard.locator('canvas').first().waitFor();
  await dashboard.locator('body').evaluate('document.fonts.ready.then(() => undefined)');
  // Nothing is pointed at.
  await page.mouse.move(640, 782, { steps: 5 });
  await page.locator('.monaco-hover:visible').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: file });
}
