import { parseSavedComparison, type ComparisonMode, type SavedComparison } from '../../src/contract/comparison';
import { host } from './host';

/** What is shown of the runs, as a person has chosen it. It is kept over a tab switch and a restart. */
export class PageView {
  private saved: SavedComparison;
  private hovered: string | null = null;
  private onChange: () => void = () => undefined;

  constructor(mode: ComparisonMode) {
    const saved = parseSavedComparison(host.savedView());
    const fresh = parseSavedComparison({ mode })!;
    this.saved = saved?.mode === mode ? saved : fresh;
  }

  get now(): SavedComparison {
    return this.saved;
  }

  /** The run or group that stands out: the one under the pointer, else the one that was selected. */
  get highlighted(): string | null {
    return this.hovered ?? this.saved.selected;
  }

  listen(onChange: () => void): void {
    this.onChange = onChange;
  }

  /** Keeps some choices; the others stay as they are. */
  set(changes: Partial<SavedComparison>): void {
    this.saved = { ...this.saved, ...changes };
    host.saveView(this.saved);
    this.onChange();
  }

  /** The pointer came to a run or group, or left it. */
  hover(key: string | null): void {
    if (key === this.hovered) return;
    this.hovered = key;
    this.onChange();
  }
}
