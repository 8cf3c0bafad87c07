import { parseSavedEffect, type SavedEffect } from '../../src/contract/effectPage';
import { host } from './host';

/** What is shown of a comparison, as a person has chosen it. It is kept over a tab switch and a restart. */
export class EffectView {
  private saved: SavedEffect;
  private onChange: () => void = () => undefined;

  constructor(comparisonId: string) {
    const saved = parseSavedEffect(host.savedView());
    this.saved = saved?.comparisonId === comparisonId ? saved : parseSavedEffect({ comparisonId })!;
    host.saveView(this.saved);
  }

  get now(): SavedEffect {
    return this.saved;
  }

  listen(onChange: () => void): void {
    this.onChange = onChange;
  }

  /** Keeps some choices; the others stay as they are. */
  set(changes: Partial<SavedEffect>): void {
    this.saved = { ...this.saved, ...changes };
    host.saveView(this.saved);
    this.onChange();
  }
}
