import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { withSlurm } from '../slurmCluster';
import { untilReads } from '../until';
import { fewDigits } from '../unit/data/fewDigits';
import { readConfigs, readEvents } from './runFiles';
import { useWorkbench } from './useWorkbench';

/** Longer than the test. */
const plan = {
  schemaVersion: 1,
  kind: 'grid',
  base: { dataset: './digits-500-100', epochs: 5000, validation_samples: 100, batch_size: 64 },
  parameters: { num_filters: [2, 3, 4] },
};

withSlurm('a sweep at Slurm', {}, () => {
  const workbench = useWorkbench({
    fill: async folder => {
      fewDigits(folder);
      await writeFile(path.join(folder, 'filters.digits.json'), JSON.stringify(plan));
    },
    settings: { 'digitsLab.notifications': 'none' },
    machineSettings: { 'digitsLab.slurm.partition': 'debug', 'digitsLab.slurm.minutes': 30, 'digitsLab.slurm.megabytes': 500 },
  });
  /** A row of the view Queue, of which this can be read. */
  const row = (name: RegExp): Locator => workbench().page.getByRole('tree', { name: 'Queue' }).getByRole('treeitem', { name });
  /** An action in a row, which is there while the row is pointed at. */
  const act = async (name: RegExp, action: string): Promise<void> => {
    await row(name).hover();
    await row(name).getByRole('button', { name: action }).click();
  };
  const submit = async (): Promise<void> => {
    const { quickInput } = workbench();
    await quickInput.waitFor('Submit to Slurm: Grid of num_filters');
    await workbench().screenshot('slurm-submit');
    await quickInput.pick('Submit');
  };

  before(() => workbench().activity('Digits Lab').click());

  it('is submitted, and its rows tell what Slurm does of each task', async () => {
    await workbench().runCommand('Digits: Submit to Slurm…');
    await workbench().quickInput.pick('filters.digits.json');
    await submit();
    await row(/^Grid of num_filters, at Slurm, 0 of 3 tasks done · 2 running · 1 PENDING \(Resources\)/).waitFor();
    for (const filters of [2, 3]) await row(new RegExp(`^num_filters ${filters}, RUNNING on n[12] · \\d+/5000`)).waitFor();
    await row(/^num_filters 4, PENDING \(Resources\)/).waitFor();
    await workbench().page.locator('.statusbar').getByText('Digits 2 running, 1 waiting at Slurm').waitFor();
  });

  it('shows the curves of a task that runs, and its log', async () => {
    await row(/^num_filters 2, RUNNING/).click();
    await workbench().dashboard().locator('canvas').first().waitFor();
    await workbench().screenshot('slurm-running');
    await workbench().chooseFromMenu(row(/^num_filters 2, RUNNING/), 'Open Log');
    await workbench()
      .page.getByRole('tab', { name: /^digits-.*\.log/ })
      .waitFor();
  });

  it('has a task cancelled from its row, and its run goes on when it is submitted again', async () => {
    await act(/^num_filters 2, RUNNING/, 'Cancel');
    await row(/^num_filters 2, CANCELLED: It was cancelled\. What it had trained is saved/).waitFor();
    await row(/^num_filters 4, RUNNING/).waitFor();
    await workbench().screenshot('slurm-cancelled');
    await act(/^num_filters 2, CANCELLED/, 'Submit Again');
    await submit();
    await row(/^num_filters 2, PENDING/).waitFor();
    await act(/^num_filters 3, RUNNING/, 'Cancel');
    await row(/^num_filters 2, RUNNING/).waitFor();
    const configs = await readConfigs(workbench().folder);
    const { id } = configs.find(({ parameters }) => parameters.num_filters === 2)!;
    const beginnings = async (): Promise<string[]> => {
      const events = await readEvents(workbench().folder, id);
      return events.flatMap(({ type }) => (type === 'runStarted' || type === 'runResumed' ? [type] : []));
    };
    await untilReads('how often the run was begun', beginnings, ['runStarted', 'runResumed']);
  });

  it('is cancelled as a whole once that is confirmed, and dismissed', async () => {
    await act(/^Grid of num_filters, /, 'Cancel All…');
    const dialog = workbench().page.getByRole('dialog');
    await dialog.getByText('Cancel 2 tasks of “Grid of num_filters”?').waitFor();
    await workbench().screenshot('slurm-cancel-all');
    await dialog.getByRole('button', { name: 'Cancel Tasks' }).click();
    await row(/^Grid of num_filters, at Slurm, 0 of 3 tasks done · 3 unfinished/).waitFor();
    await workbench().screenshot('slurm-unfinished');
    await workbench().chooseFromMenu(row(/^Grid of num_filters, /), 'Dismiss');
    await row(/^Grid of num_filters, /).waitFor({ state: 'detached' });
  });
});
