import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunConfig } from '../../src/contract/run';
import type { RunSummary } from '../../src/contract/summary';

/** Where the runs of a workspace are. */
export function runsFolder(workspace: string): string {
  return path.join(workspace, '.digits', 'runs');
}

/** The configs of a workspace's runs, the oldest first. */
export async function readConfigs(workspace: string): Promise<RunConfig[]> {
  const ids = (await readdir(runsFolder(workspace))).toSorted();
  return Promise.all(ids.map(id => readJson<RunConfig>(path.join(runsFolder(workspace), id, 'config.json'))));
}

export async function readSummary(workspace: string, id: string): Promise<RunSummary> {
  return readJson<RunSummary>(path.join(runsFolder(workspace), id, 'summary.json'));
}

/** Trains runs into a workspace with the command line, a second each: for each its flags. */
export async function trainRuns(workspace: string, ...runs: readonly (readonly string[])[]): Promise<void> {
  const small = ['--epochs', '1', '--train-samples', '1000', '--validation-samples', '500'];
  for (const flags of runs) {
    await promisify(execFile)(process.execPath, ['dist/cli.js', 'train', '--runs', runsFolder(workspace), ...small, ...flags]);
  }
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
