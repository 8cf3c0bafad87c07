/** What a person asks of a cluster: their settings, which no folder has a say in. */
import * as v from 'valibot';
import { list, oneOf, text, whole } from './basics';
import { strict } from './strict';

const short = v.pipe(text, v.minLength(1, 'a text that is not empty'), v.maxLength(1000, 'a shorter text'));

/** Programs that start a task in an image. */
export const containerTypes = ['apptainer', 'pyxis'] as const;

const container = v.pipe(
  strict(
    {
      type: oneOf(containerTypes),
      /** A file, or an address such as `docker://…`. */
      image: short,
      /** Folders that it sees besides those of the runs. */
      mounts: v.exactOptional(list(short, 100), []),
    },
    'an object',
  ),
  v.readonly(),
);

/** What the flags of the command line, or of sbatch, are called here. */
const asFlags = {
  time: 'the longest time of a task under the name minutes',
  mem: 'the memory of a task under the name megabytes',
  threads: 'the threads of each run under the name cpus',
  atOnce: 'how many runs are trained at once under the name throttle',
  image: 'the image inside of container: { "type": "apptainer", "image": … }',
};

/** Absent: the cluster's own, or what is estimated. */
export const slurmSettings = v.pipe(
  strict(
    {
      partition: v.exactOptional(short),
      account: v.exactOptional(short),
      qos: v.exactOptional(short),
      /** Features of a node, as `--constraint` has them. */
      constraint: v.exactOptional(short),
      /** The longest time of a task. */
      minutes: v.exactOptional(whole(1, 1_000_000)),
      /** Memory of a task. */
      megabytes: v.exactOptional(whole(1, 100_000_000)),
      /** Threads of each run of a new plan that does not say. */
      cpus: v.exactOptional(whole(1, 256)),
      /** Tasks of a plan that run at once. */
      throttle: v.exactOptional(whole(1, 1_000_000)),
      /** So long before the end of its time a task is told. */
      graceSeconds: v.exactOptional(whole(1, 65_535)),
      modules: v.exactOptional(list(short, 50)),
      container: v.exactOptional(container),
      /** The file of a template of the batch script: its full path. */
      template: v.exactOptional(short),
      /** The words that start `digits` on a node. */
      command: v.exactOptional(v.pipe(list(short, 20), v.minLength(1, 'a list with at least one word'))),
    },
    'an object',
    asFlags,
  ),
  v.readonly(),
);
