import { waitUntilKept } from '../../test/e2e/keptState';
import { readConfigs } from '../../test/e2e/runFiles';
import { dashboardOf, tabOf, waitForRuns } from './desk';
import { calledBy, plannedRuns, type PlannedRun } from './plan';
import type { Person } from './person';

const noted: readonly (readonly [PlannedRun, string])[] = [
  [{ learning_rate: 0.01, seed: 3 }, 'Learns fastest so far.'],
  [{ learning_rate: 0.05, seed: 4 }, 'Too large a step.'],
];
const tagged: readonly PlannedRun[] = [1, 2, 3].map(seed => ({ learning_rate: 0.01, seed }));
const TAG = 'promising';
const FILTER = 'best';
/** The second one comes back in each case. */
const archived: readonly PlannedRun[] = [5, 4].map(seed => ({ learning_rate: 0.002, seed }));
const deleted: readonly PlannedRun[] = [1, 2].map(seed => ({ learning_rate: 0.05, seed }));
/** With the rerun, when one is archived and one deleted. */
const atTheEnd = plannedRuns.length + 1 - 2;

/** Typed into the dashboard. */
export async function writeNotes(person: Person): Promise<void> {
  for (const [run, text] of noted) {
    await person.chooseFromMenu(person.workbench.treeRow(calledBy(run)), 'Open Notes');
    const { notes, notesState, noteInBrief } = await dashboardOf(person, calledBy(run));
    await person.click(notes);
    await person.type(text);
    await person.press('Control+Enter');
    await notesState.filter({ hasText: 'Saved' }).waitFor();
    await noteInBrief.filter({ hasText: text }).waitFor();
  }
}

/** All three at once: a new tag, and Enter. */
export async function tagRuns(person: Person): Promise<void> {
  const { quickInput } = person.workbench;
  const rows = tagged.map(run => person.workbench.treeRow(calledBy(run)));
  for (const [i, row] of rows.entries()) await person.click(row, i === 0 ? {} : { modifiers: ['Control'] });
  await person.chooseFromMenu(rows.at(-1)!, 'Edit Tags…');
  await quickInput.waitFor('Edit tags of 3 runs');
  await person.enter(TAG);
  await quickInput.firstRow(new RegExp(`Set ${TAG}`));
  await person.press('Enter');
  await quickInput.widget.waitFor({ state: 'hidden' });
}

/** By the tag, with a name; all of them; and by its name again. */
export async function filterRuns(person: Person): Promise<void> {
  const { quickInput } = person.workbench;
  await person.clickInTitle('Filter Runs…');
  await quickInput.waitFor('Filter runs');
  await person.type(TAG);
  await person.click(quickInput.row('Save this filter…'));
  await quickInput.waitFor('Save filter');
  await person.enter(FILTER);
  await waitForRuns(person, tagged.length, /, completed, /);
  await person.clickInTitle('Clear Filter');
  await waitForRuns(person, plannedRuns.length + 1, /, completed, /);
  await filterAgain(person);
}

export async function archiveAndUndo(person: Person): Promise<void> {
  await person.clickInTitle('Clear Filter');
  for (const run of archived) {
    await person.chooseFromMenu(person.workbench.treeRow(calledBy(run)), 'Archive');
    await person.workbench.treeRow(calledBy(run)).waitFor({ state: 'detached' });
  }
  // Outside of tests it is on the screen without a click on the bell.
  const told = await person.workbench.notification(new RegExp(`Archived the run.*seed ${archived[1]!.seed}\\b`));
  await person.click(told.getByRole('button', { name: 'Undo' }));
  await person.workbench.treeRow(calledBy(archived[1]!)).waitFor();
  await waitForRuns(person, plannedRuns.length, /, completed, /);
}

export async function deleteAndUndo(person: Person): Promise<void> {
  for (const run of deleted) {
    const row = person.workbench.treeRow(calledBy(run));
    await person.click(row);
    await tabOf(person, calledBy(run)).waitFor();
    await person.press('Delete');
    await row.waitFor({ state: 'detached' });
  }
  await person.press('Control+z');
  await person.workbench.treeRow(calledBy(deleted[1]!)).waitFor();
  await waitForRuns(person, atTheEnd, /, completed, /);
}

/** What was there before the reload of the window is there after it: runs, panels, notes, tags, filters. */
export async function reloadAndFindBack(person: Person): Promise<void> {
  const { page, workbench } = person;
  for (const config of await readConfigs(workbench.folder)) {
    const isNoted = noted.some(
      ([{ learning_rate, seed }]) => config.parameters.learning_rate === learning_rate && config.parameters.seed === seed,
    );
    if (isNoted) await waitUntilKept(page, new RegExp(`runId\\W+${config.id}`));
  }
  await person.reload();
  await waitForRuns(person, atTheEnd, /, completed, /);
  for (const [run, text] of noted) {
    await person.click(tabOf(person, calledBy(run)));
    await (await dashboardOf(person, calledBy(run))).noteInBrief.filter({ hasText: text }).waitFor();
  }
  for (const run of [archived[0]!, deleted[0]!]) await workbench.treeRow(calledBy(run)).waitFor({ state: 'detached' });
  await filterAgain(person);
}

async function filterAgain(person: Person): Promise<void> {
  const { quickInput } = person.workbench;
  await person.clickInTitle('Filter Runs…');
  await quickInput.waitFor('Filter runs');
  await person.click(quickInput.row(FILTER));
  await waitForRuns(person, tagged.length, /, completed, /);
}
