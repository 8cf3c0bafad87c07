import os from 'node:os';
import { Option } from 'commander';
import { UsageError } from './exitCode';

const MOST_JOBS = 256;

/** `--jobs`: how many runs of a plan are trained at a time. */
export function jobsOption(): Option {
  return new Option('--jobs <n>', 'Runs at a time. [as many as the cores have room for]').argParser(parseJobs).helpGroup('Run:');
}

/** As many runs as there are cores for their threads, unless it is said. */
export function jobsFor({ jobs }: { readonly jobs?: number }, threads: number): number {
  return jobs ?? Math.max(1, Math.floor(os.availableParallelism() / threads));
}

function parseJobs(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= MOST_JOBS) return count;
  throw new UsageError(`--jobs ${text}: expected a whole number from 1 to ${MOST_JOBS}.`);
}
