import { comparisonFile } from '../contract/formats/comparisonFile';
import { DesignStore } from './designStore';

/** The comparisons of one parameter's levels, each with its `comparison.json`, beside a folder of runs. */
export type ComparisonStore = DesignStore<typeof comparisonFile>;

const kind = { folder: 'comparisons', file: 'comparison.json', schema: comparisonFile };

/** The comparisons beside a folder of runs. */
export function comparisonStore(runsFolder: string): ComparisonStore {
  return new DesignStore(kind, runsFolder);
}

/** What the config of a run names as its design. */
export function designOfComparison(id: string): string {
  return `${kind.folder}/${id}`;
}
