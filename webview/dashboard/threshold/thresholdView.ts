import type { SavedView } from '../../../src/contract/dashboard';
import { remember, remembered } from '../remembered';

/** What the section shows: of which class, at which threshold, which part of the curves. */
export type ThresholdView = NonNullable<SavedView['threshold']> & { readonly parts: ShownParts };

/** What each chart shows where it was zoomed freely. */
export type ShownParts = NonNullable<NonNullable<SavedView['threshold']>['parts']>;

/** No chart was zoomed freely. */
export const asUsual: ShownParts = { roc: null, precisionRecall: null };

const atFirst: ThresholdView = { of: 0, threshold: 0.5, mark: 0.5, isZoomed: true, parts: asUsual, precision: 0.99, recall: 0.99 };

/** As it was left. @param classes how many there are: another run of the panel may have had more */
export function thresholdView(classes: number): ThresholdView {
  const view = { ...atFirst, ...remembered().threshold };
  return typeof view.of === 'number' && view.of >= classes ? { ...view, of: 0 } : view;
}

/** Keeps a choice; the others stay as they are. */
export function keepThreshold(changes: Partial<ThresholdView>): void {
  remember({ threshold: { ...atFirst, ...remembered().threshold, ...changes } });
}
