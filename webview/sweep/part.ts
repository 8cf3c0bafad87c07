import type { ShownSweep } from '../../src/contract/sweepPage';

/** A part of the page. */
export interface Part {
  readonly element: HTMLElement;
  update(shown: ShownSweep): void;
}
