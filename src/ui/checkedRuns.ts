import type { Memento } from 'vscode';
import type { Lab } from '../runs/lab';
import { Emitter, type Disposable } from '../util/emitter';

const key = 'checkedRuns';

/** The runs that are checked, in the view Runs and in the panels that have boxes: the ones that are compared. They are kept with the workspace. */
export class CheckedRuns implements Disposable {
  private readonly kept: Set<string>;
  private readonly changes = new Emitter<readonly string[]>();

  /** Which runs are checked now, or no longer are. */
  readonly onChanged = this.changes.event;

  constructor(
    private readonly state: Memento,
    private readonly lab: Pick<Lab, 'find'>,
  ) {
    const kept = state.get<unknown>(key);
    this.kept = new Set(Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : []);
  }

  /** Those that are there, in the order in which they were made. One that was deleted is checked again when it is brought back. */
  get ids(): readonly string[] {
    return [...this.kept].filter(id => this.lab.find(id)).toSorted();
  }

  has(id: string): boolean {
    return this.kept.has(id);
  }

  check(ids: readonly string[], isChecked: boolean): void {
    const changed = ids.filter(id => this.kept.has(id) !== isChecked);
    if (changed.length === 0) return;
    for (const id of changed) {
      if (isChecked) this.kept.add(id);
      else this.kept.delete(id);
    }
    this.keep(changed);
  }

  /** Checks these and no others. */
  set(ids: readonly string[]): void {
    const wanted = new Set(ids);
    const changed = [...ids.filter(id => !this.kept.has(id)), ...[...this.kept].filter(id => !wanted.has(id))];
    if (changed.length === 0) return;
    this.kept.clear();
    for (const id of wanted) this.kept.add(id);
    this.keep(changed);
  }

  dispose(): void {
    this.changes.dispose();
  }

  private keep(changed: readonly string[]): void {
    void this.state.update(key, [...this.kept]);
    this.changes.fire(changed);
  }
}
