import type * as v from 'valibot';
import { queuedTasks } from '../../contract/formats/slurm';
import { parseValue } from '../../contract/formats/parse';

/** A task of an array as Slurm knows it, or those that wait and have nothing of their own yet. */
export type QueuedTasks = v.InferOutput<typeof queuedTasks>;

/** In the order of `--Format`; the name is last. A field is as wide as its text. */
const fields = ['ArrayJobID', 'ArrayTaskID', 'State', 'exit_code', 'RestartCnt', 'NodeList', 'Reason', 'Name'] as const;

/** No field but a name may have it, and of names those of this product have not. */
const SEPARATOR = '|';

/**
 * For everything at once. As text: its JSON has four kilobytes for each job instead of eighty bytes, and in Slurm 22.05 all jobs of all users,
 * whatever was asked.
 */
export const queueFormat = `--Format=${fields.map(field => `${field}:${SEPARATOR}`).join(',')}`;

/**
 * What `squeue` with that format says of the jobs of this product; other jobs are passed over.
 * @throws {FormatError} for a line of such a job that is none
 */
export function parseQueue(text: string): QueuedTasks[] {
  return text.split('\n').flatMap(line => {
    const [jobId, tasks, state, exit, restarts, nodes, reason, name] = line.split(SEPARATOR).map(field => field.trim());
    if (name === undefined || !/^digits-\d{8}-\d{6}-/.test(name)) return [];
    // A job that a person submitted under such a name without an array has no tasks.
    if (tasks === 'N/A') return [];
    const value = { name, jobId: Number(jobId), tasks, state, reason, exit, restarts: Number(restarts), nodes };
    return [parseValue(queuedTasks, value, 'squeue')];
  });
}
