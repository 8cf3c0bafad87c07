import { Workbench } from '../../test/e2e/workbench';
import { archiveAndUndo, deleteAndUndo, filterRuns, reloadAndFindBack, tagRuns, writeNotes } from './afternoon';
import { compareByEye, rerunWithOneChange, startRuns } from './morning';
import { Person, type Effort } from './person';

type Part = (person: Person) => Promise<void>;

const day: Readonly<Record<string, Part>> = {
  'start twenty runs from the form': startRuns,
  'rerun one with one change': rerunWithOneChange,
  'look at five, keep two side by side': compareByEye,
  'write notes for two': writeNotes,
  'tag three': tagRuns,
  'filter, save the filter, choose it again': filterRuns,
  'archive two, undo one': archiveAndUndo,
  'delete two, undo one': deleteAndUndo,
  'reload, find everything back': reloadAndFindBack,
};

/**
 * Works through the day; lines of a table of what each part of it took.
 * @throws {Error} at a dead end, with the part that has it
 */
export async function workOneDay(): Promise<string[]> {
  const workbench = await Workbench.open({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });
  const efforts = new Map<string, Effort>();
  try {
    const person = new Person(workbench);
    await person.click(workbench.activity('Digits Lab'));
    for (const [i, [name, part]] of Object.entries(day).entries()) {
      const picture = `${i + 1}-${name.replaceAll(/\W+/g, '-')}`;
      process.stderr.write(`${name} …\n`);
      try {
        await part(person);
        await workbench.screenshot(picture);
        const problems = workbench.takeProblems();
        if (problems.length > 0) throw new Error(`The console has errors:\n${problems.join('\n')}`);
      } catch (error) {
        await workbench.screenshot(`${picture}-failed`).catch(() => undefined);
        throw new Error(`A dead end: ${name}\n${(error as Error).message}`, { cause: error });
      }
      efforts.set(name, person.takeEffort());
    }
  } finally {
    await workbench.close();
  }
  return tableOf(efforts);
}

function tableOf(efforts: ReadonlyMap<string, Effort>): string[] {
  const total = [...efforts.values()].reduce((sum, { clicks, keys }) => ({ clicks: sum.clicks + clicks, keys: sum.keys + keys }));
  const rows = [...efforts, ['in all', total] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, ...cells: (string | number)[]): string =>
    [name.padEnd(width), ...cells.map(cell => String(cell).padStart(6))].join('  ');
  return [line('', 'clicks', 'keys'), ...rows.map(([name, { clicks, keys }]) => line(name, clicks, keys))];
}
