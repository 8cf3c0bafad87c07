import { slurmJob } from './slurmJob';

/** How sparingly a run is written. */
export interface Economy {
  /** How long lines of events.jsonl that only tell how far the run is wait for more, at most. */
  readonly waitMs: number;
  /** Whether no file is left that nothing needs: an empty labels.json, the checkpoint of a completed run. */
  readonly sparesFiles: boolean;
}

/** Those who follow a run see it a little later. */
const usual: Economy = { waitMs: 1_000, sparesFiles: false };
/** Thousands of runs are written on one file system, where files are counted and each write is a request to its server. */
const onCluster: Economy = { waitMs: 5_000, sparesFiles: true };

/** That of a process: on a cluster is a task of a Slurm job. */
export function economy(environment: NodeJS.ProcessEnv = process.env): Economy {
  return slurmJob(environment) ? onCluster : usual;
}
