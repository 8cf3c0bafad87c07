import * as v from 'valibot';
import { queuedTasks, slurmJobName } from '../../contract/formats/slurm';
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

/** Reads what `squeue` with that format says, again and again: of a line that it said before too, the record is the same object. */
export class QueueReader {
  private text = '';
  private byLine: ReadonlyMap<string, QueuedTasks> = new Map();
  private records: readonly QueuedTasks[] = [];

  /**
   * What is said of the jobs of this product; other jobs are passed over.
   * @returns the same list for the same text as before
   * @throws {FormatError} for a line of such a job that is none
   */
  read(text: string): readonly QueuedTasks[] {
    if (text === this.text) return this.records;
    const byLine = new Map<string, QueuedTasks>();
    const records: QueuedTasks[] = [];
    for (const line of text.split('\n')) {
      const record = this.byLine.get(line) ?? parseLine(line);
      if (!record) continue;
      byLine.set(line, record);
      records.push(record);
    }
    [this.text, this.byLine, this.records] = [text, byLine, records];
    return records;
  }
}

function parseLine(line: string): QueuedTasks | undefined {
  const [jobId, tasks, state, exit, restarts, nodes, reason, name] = line.split(SEPARATOR).map(field => field.trim());
  if (!v.is(slurmJobName, name)) return undefined;
  // A job that a person submitted under such a name without an array has no tasks.
  if (tasks === 'N/A') return undefined;
  const value = { name, jobId: Number(jobId), tasks, state, reason, exit, restarts: Number(restarts), nodes };
  return parseValue(queuedTasks, value, 'squeue');
}
