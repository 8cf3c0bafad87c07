import type { EffectState, SavedEffect } from '../../src/contract/effectPage';

/** A part of the page. */
export interface Part {
  readonly element: HTMLElement;
  update(state: EffectState, view: SavedEffect): void;
}
