import { parseSavedSweep, type Brush, type SavedSweep } from '../../src/contract/sweepPage';
import { host } from './host';

/** What is shown of a sweep, as a person has chosen it. It is kept over a tab switch and a restart. */
export class SweepView {
  private saved: SavedSweep;
  private onChange: () => void = () => undefined;

  constructor(sweepId: string) {
    const saved = parseSavedSweep(host.savedView());
    this.saved = saved?.sweepId === sweepId ? saved : { sweepId, brushes: [], asTable: false };
    host.saveView(this.saved);
  }

  get now(): SavedSweep {
    return this.saved;
  }

  listen(onChange: () => void): void {
    this.onChange = onChange;
  }

  /** Keeps some choices; the others stay as they are. */
  set(changes: Partial<SavedSweep>): void {
    this.saved = { ...this.saved, ...changes };
    host.saveView(this.saved);
    this.onChange();
  }

  /** Chooses a part of an axis. @param brush undefined: all of it */
  brush(axis: string, brush: Omit<Brush, 'axis'> | undefined): void {
    const others = this.saved.brushes.filter(one => one.axis !== axis);
    this.set({ brushes: brush ? [...others, { axis, ...brush }] : others });
  }
}
