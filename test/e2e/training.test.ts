import assert from 'node:assert/strict';
import { replay } from '../../src/contract/runState';
import { untilReads } from '../until';
import { Dashboard } from './dashboard';
import { accuracyOf, matrixOf, shownCounts, testFirstRun, validationAccuracyOf } from './firstRun';
import { waitUntilKept } from './keptState';
import { countPredictions, readConfigs, readEvents } from './runFiles';
import { TrainForm } from './trainForm';
import { useWorkbench } from './useWorkbench';

describe('an empty folder and its first runs', () => {
  const workbench = useWorkbench();
  const form = (): TrainForm => new TrainForm(workbench());
  const dashboard = (): Dashboard => new Dashboard(workbench().dashboard());

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
    // From here on the page that is shown is a run's.
    await workbench().runCommand('View: Close All Editors');
  });

  testFirstRun(workbench);

  it('has everything still there after a reload of the window', async () => {
    const { folder } = workbench();
    const [config] = await readConfigs(folder);
    await waitUntilKept(workbench().page, /section\W+evaluation\b/);
    await workbench().reload();
    await matrixOf(workbench()).waitFor();
    await untilReads('the counts', () => shownCounts(workbench()), await countPredictions(folder, config!.id));
    const accuracy = await accuracyOf(folder, config!.id);
    await workbench()
      .treeRow(new RegExp(`, completed, ${await validationAccuracyOf(folder, config!.id)}`))
      .waitFor();
    await dashboard().tab('Live').click();
    await dashboard()
      .score.filter({ hasText: new RegExp(`^${accuracy}`) })
      .waitFor();
    const loss = dashboard().chart('Loss');
    await loss.toggleTable();
    await untilReads('the rows', () => loss.rows.count(), 6);
  });

  it('goes on by itself after a reload in the middle of a run, and so does its dashboard', async () => {
    // More than it will come to on any machine: it is stopped at the end.
    await form().train({ epochs: 3000, train_samples: 2000, validation_samples: 2000, num_filters: 4 });
    const title = dashboard().title.filter({ hasText: 'epochs 3000' });
    await title.waitFor();
    const running = workbench().treeRow(/, running, ([2-9]|\d\d+)\/3000/);
    await running.waitFor();
    const config = (await readConfigs(workbench().folder)).at(-1)!;
    await waitUntilKept(workbench().page, new RegExp(`runId\\W+${config.id}`));
    await waitUntilKept(workbench().page, new RegExp(`runsInTraining.*${config.id}`));
    await workbench().reload();
    await title.waitFor();
    await dashboard().progress.waitFor();
    await running.waitFor();
    await workbench().screenshot('resumed');
    await dashboard().action('Stop').press('Enter');
    await dashboard().score.waitFor();
    // Stop is gone; whoever works with the keyboard is still among the actions.
    await dashboard().focusedAction.waitFor();
    const events = await readEvents(workbench().folder, config.id);
    assert.equal(events.filter(({ type }) => type === 'runResumed').length, 1);
    // An epoch that ended without having been kept is done again.
    const epochs = replay(events).epochs.map(({ epoch }) => epoch);
    assert.deepEqual(
      epochs,
      epochs.map((_, i) => i + 1),
    );
    const loss = dashboard().chart('Loss');
    if (!(await loss.rows.first().isVisible())) await loss.toggleTable();
    await untilReads('the rows', () => loss.rows.count(), epochs.length);
  });
});
