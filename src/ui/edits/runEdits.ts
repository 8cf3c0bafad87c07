import type { RunLabels } from '../../contract/labels';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import type { TrashedRun } from '../../runs/trash';
import { archivedInWords, deletedInWords, isBeingTrained } from '../../wording/deletionInWords';
import type { RunNames } from '../runNames';
import { window, type Log } from '../sinks/window';
import { UndoStack, type Step } from './undoStack';

export interface LabelChange {
  readonly run: LabRun;
  readonly changed: Partial<RunLabels>;
}

/** What a person changes of runs that are there; each change can be taken back. */
export class RunEdits {
  readonly undoStack = new UndoStack();

  constructor(private readonly services: { readonly lab: Lab; readonly names: Pick<RunNames, 'fullOf'>; readonly log: Log }) {}

  /** Changes labels; of runs that have them so already nothing is changed, nor is there anything to take back. */
  async changeLabels(runs: readonly LabRun[], changed: Partial<RunLabels>): Promise<Step | undefined> {
    return this.changeEach(runs.map(run => ({ run, changed })));
  }

  /** The same, to something else for each. */
  async changeEach(changes: readonly LabelChange[]): Promise<Step | undefined> {
    const { lab } = this.services;
    const steps = changes.flatMap(({ run: { id, labels }, changed }) => {
      const names = Object.keys(changed) as (keyof RunLabels)[];
      const differs = names.some(name => JSON.stringify(labels[name]) !== JSON.stringify(changed[name]));
      return differs ? [{ id, changed, before: Object.fromEntries(names.map(name => [name, labels[name]])) }] : [];
    });
    const undoing: (() => Promise<void>)[] = [];
    let step: Step | undefined;
    try {
      for (const { id, changed, before } of steps) {
        await lab.changeLabels(id, changed);
        undoing.push(() => lab.changeLabels(id, before));
      }
    } finally {
      // If one of them could not be changed, those before it were.
      if (undoing.length > 0) step = this.done(() => allOf(undoing));
    }
    return step;
  }

  async archive(runs: readonly LabRun[]): Promise<void> {
    const shown = runs.filter(({ labels }) => !labels.archived);
    const names = this.namesOf(shown);
    const step = await this.changeLabels(shown, { archived: true });
    if (step) this.offerUndo(archivedInWords(names), step);
  }

  /** Deletes runs so that they can be brought back. @throws {Error} if one of them is being trained, or cannot be deleted */
  async delete(runs: readonly LabRun[]): Promise<void> {
    const { lab } = this.services;
    const names = this.namesOf(runs);
    const running = runs.findIndex(({ live }) => live);
    if (running >= 0) throw new Error(isBeingTrained(names[running]!));
    const deleted: { readonly label: string; readonly restore: () => Promise<void> }[] = [];
    try {
      for (const [i, { id }] of runs.entries()) {
        const label = names[i]!;
        const restore = await lab.moveToTrash(id, label);
        if (restore) deleted.push({ label, restore });
      }
    } finally {
      if (deleted.length > 0) {
        const step = this.done(() => allOf(deleted.map(({ restore }) => restore)));
        this.offerUndo(deletedInWords(deleted.map(({ label }) => label)), step);
      }
    }
  }

  /** Offers to take something back that was done elsewhere. */
  offer(message: string, undo: () => Promise<unknown>): void {
    this.offerUndo(
      message,
      this.done(async () => void (await undo())),
    );
  }

  /** Brings runs back that were deleted. */
  async restore(runs: readonly TrashedRun[]): Promise<void> {
    await allOf(runs.map(run => () => this.services.lab.restore(run)));
  }

  /** As they are called before anything is done to them: what a run is called depends on the others. */
  private namesOf(runs: readonly LabRun[]): string[] {
    return runs.map(({ id }) => this.services.names.fullOf(id));
  }

  private done(undo: () => Promise<void>): Step {
    const step = { undo };
    this.undoStack.add(step);
    return step;
  }

  /** Nothing waits for the answer: it may come late, or never. */
  private offerUndo(message: string, step: Step): void {
    const undo = 'Undo';
    const answer = async (): Promise<void> => {
      if ((await window.showInformationMessage(message, undo)) === undo) await this.undoStack.undo(step);
    };
    answer().catch((error: Error) => {
      this.services.log.error(error.message);
      void window.showErrorMessage(error.message);
    });
  }
}

/** Does all of it, one after the other. @throws the first of what went wrong, at the end */
async function allOf(work: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const one of work) await one().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
