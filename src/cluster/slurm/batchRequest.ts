/** What is asked of a cluster for each task of an array. */
export interface BatchRequest {
  readonly minutes: number;
  readonly megabytes: number;
  /** Threads of a run. */
  readonly cpus: number;
  /** How many tasks of the array run at once; null: as many as the cluster lets. */
  readonly throttle: number | null;
  readonly partition: string | null;
  readonly account: string | null;
  readonly qos: string | null;
  /** Features that a node must have, as `--constraint` has them: `avx512&ib`. */
  readonly constraint: string | null;
  /** Environment modules, loaded in this order. */
  readonly modules: readonly string[];
  readonly container: BatchContainer | null;
  /** So long before the end of its time a task is told by SIGTERM that it is near. */
  readonly graceSeconds: number;
}

/** The image that a task runs in: of Apptainer (or Singularity), or of Slurm's plugin pyxis, which takes enroot's. */
export interface BatchContainer {
  readonly type: 'apptainer' | 'pyxis';
  /** A file, or an address such as `docker://node:20`. */
  readonly image: string;
  /** Folders that it sees, each at its own path. */
  readonly mounts: readonly string[];
}

/** The array job whose script it is. */
export interface BatchJob {
  readonly name: string;
  readonly offset: number;
  readonly tasks: string;
  /** The plan's; its full path. */
  readonly folder: string;
  /** Where its tasks write what they say, relative to the plan's folder, with Slurm's own `%A` and `%a`. */
  readonly log: string;
  /** The words that start `digits`: `/usr/bin/node`, `/opt/digits/dist/cli.js`. */
  readonly digits: readonly string[];
  /** The plan's file; its full path. */
  readonly plan: string;
  /** The folder of its runs; its full path. */
  readonly runs: string;
}
