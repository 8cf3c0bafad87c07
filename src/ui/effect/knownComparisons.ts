import type { ComparisonPlan } from '../../contract/effects';
import { comparisonStore } from '../../designs/comparisonStore';
import { KnownDesigns, type KnownDesign, type KnownDesignsOptions } from '../designs/knownDesigns';

export type KnownComparison = KnownDesign<ComparisonPlan>;
export type KnownComparisons = KnownDesigns<ComparisonPlan>;

/** The comparisons of a workspace. */
export function knownComparisons(options: Pick<KnownDesignsOptions<ComparisonPlan>, 'lab' | 'log'>): KnownComparisons {
  return new KnownDesigns<ComparisonPlan>({ ...options, what: 'comparison', storeOf: comparisonStore });
}
