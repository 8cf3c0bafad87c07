import { setContext } from '../contextKeys';

/** Something that a person did to runs, and how it is taken back. */
export interface Step {
  /** Settles when it is as before. @throws {Error} if it cannot be, for a person */
  readonly undo: () => Promise<void>;
}

/** So much is remembered. */
const MOST_STEPS = 100;

/** What was done to runs in this window, so that it can be taken back, the last first. */
export class UndoStack {
  private readonly steps: Step[] = [];

  add(step: Step): void {
    this.steps.push(step);
    if (this.steps.length > MOST_STEPS) this.steps.shift();
    this.tell();
  }

  /** Takes a step back, by default the last one; one that was taken back is done with. */
  async undo(step = this.steps.at(-1)): Promise<void> {
    const place = step ? this.steps.indexOf(step) : -1;
    if (!step || place < 0) return;
    this.steps.splice(place, 1);
    this.tell();
    await step.undo();
  }

  private tell(): void {
    setContext('digitsLab.canUndo', this.steps.length > 0);
  }
}
