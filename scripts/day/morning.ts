import { TrainForm } from '../../test/e2e/trainForm';
import { dashboardOf, tabOf, waitForRuns } from './desk';
import { BASELINE, calledBy, plannedRuns, small, type PlannedRun } from './plan';
import type { Person } from './person';

const formTitle = 'Train digits CNN';
/** A run that came out well, so that one thing is changed in it. */
export const promising: PlannedRun = { learning_rate: 0.01, seed: 3 };
export const rerunSeed = 6;

/** Twenty runs from the form: the first is filled in, each other one changes one thing in the last. */
export async function startRuns(person: Person): Promise<void> {
  const { workbench } = person;
  const form = new TrainForm(workbench);
  for (const [i, planned] of plannedRuns.entries()) {
    await person.clickInTitle(formTitle);
    await form.waitFor();
    if (i === 0) {
      const values = { ...small, ...planned, name: BASELINE };
      for (const [name, value] of Object.entries(values)) await person.set(name, value);
    } else {
      const before = plannedRuns[i - 1]!;
      const name = planned.seed === before.seed ? 'learning_rate' : 'seed';
      await person.set(name, planned[name]);
    }
    // The list begins at its first row, which starts.
    await workbench.quickInput.rows.locator(':scope.focused').filter({ hasText: 'Start training' }).waitFor();
    await person.press('Enter');
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    // Of the first its dashboard opens.
    if (i === 0) await dashboardOf(person, new RegExp(BASELINE));
  }
  await waitForRuns(person, plannedRuns.length, /, completed, /);
}

/** From the dashboard of a run: its button, the parameter, its value, and Enter on the first row. */
export async function rerunWithOneChange(person: Person): Promise<void> {
  const { workbench } = person;
  await person.click(workbench.treeRow(calledBy(promising)));
  await person.click((await dashboardOf(person, calledBy(promising))).action('Rerun…'));
  await workbench.quickInput.waitFor('Rerun of');
  await person.pick('seed');
  await workbench.quickInput.waitFor('(seed)');
  await person.enter(String(rerunSeed));
  await workbench.quickInput.waitFor('Rerun of');
  await workbench.quickInput.rows.locator(':scope.focused').filter({ hasText: 'Start training' }).waitFor();
  await person.press('Enter');
  await workbench.quickInput.widget.waitFor({ state: 'hidden' });
  await waitForRuns(person, plannedRuns.length + 1, /, completed, /);
}

/** One after the other in one panel; then two of them side by side, which both stay. */
export async function compareByEye(person: Person): Promise<void> {
  const { page, workbench } = person;
  for (const learning_rate of [0.002, 0.005, 0.01, 0.05]) await lookAt(person, calledBy({ learning_rate, seed: 2 }));
  const [kept, beside] = [calledBy(promising), calledBy({ learning_rate: 0.05, seed: 4 })];
  await lookAt(person, kept);
  await person.click(page.getByRole('button', { name: 'Keep Open' }));
  await lookAt(person, beside);
  await person.press('Control+Alt+ArrowRight');
  await page.locator('.editor-group-container').nth(1).getByRole('tab', { name: beside }).waitFor();
  // A second click on the row keeps it, too.
  await person.click(workbench.treeRow(beside));
  await page.getByRole('button', { name: 'Keep Open' }).waitFor({ state: 'hidden' });
  for (const label of [kept, beside]) await (await dashboardOf(person, label)).score.waitFor();
}

async function lookAt(person: Person, label: RegExp): Promise<void> {
  await person.click(person.workbench.treeRow(label));
  await tabOf(person, label).waitFor();
  await (await dashboardOf(person, label)).score.waitFor();
}
