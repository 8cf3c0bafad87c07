import { sweepFile } from '../contract/formats/sweepFile';
import { DesignStore } from './designStore';

/** The sweeps beside a folder of runs, each with its `sweep.json`. */
export type SweepStore = DesignStore<typeof sweepFile>;

const kind = { folder: 'sweeps', file: 'sweep.json', schema: sweepFile };

/** The sweeps beside a folder of runs. */
export function sweepStore(runsFolder: string): SweepStore {
  return new DesignStore(kind, runsFolder);
}

/** What the config of a run names as its design. */
export function designOfSweep(id: string): string {
  return `${kind.folder}/${id}`;
}
