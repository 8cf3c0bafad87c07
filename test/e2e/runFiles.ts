import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TrainedConfig } from '../../src/contract/run';
import type { RunSummary } from '../../src/contract/summary';
import type { TrainerEvent } from '../../src/contract/trainer';

/** Where the runs of a workspace are. */
export function runsFolder(workspace: string): string {
  return path.join(workspace, '.digits', 'runs');
}

/** The configs of a workspace's runs, the oldest first. */
export async function readConfigs(workspace: string): Promise<TrainedConfig[]> {
  const ids = (await readdir(runsFolder(workspace))).toSorted();
  return Promise.all(ids.map(id => readJson<TrainedConfig>(path.join(runsFolder(workspace), id, 'config.json'))));
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

/** How often each class (rows) was taken for each (columns), counted from the arrays of a run. */
export async function countPredictions(workspace: string, id: string): Promise<number[][]> {
  const [truth, predicted] = await Promise.all(
    ['ground_truth.npy', 'predictions.npy'].map(name => readLabels(path.join(runsFolder(workspace), id, name))),
  );
  const classes = Array.from({ length: 10 }, (_, of) => of);
  return classes.map(t => classes.map(p => truth!.filter((of, i) => of === t && predicted![i] === p).length));
}

/** What a run predicted, from its arrays: true and predicted classes, and the probabilities row by row. */
export async function readArrays(run: string): Promise<{ truth: number[]; predicted: number[]; probabilities: Float32Array }> {
  const [truth, predicted] = await Promise.all(['ground_truth.npy', 'predictions.npy'].map(name => readLabels(path.join(run, name))));
  const bytes = await readFile(path.join(run, 'probabilities.npy'));
  const begin = 10 + bytes.readUInt16LE(8);
  const probabilities = Float32Array.from({ length: (bytes.length - begin) / 4 }, (_, i) => bytes.readFloatLE(begin + 4 * i));
  return { truth: truth!, predicted: predicted!, probabilities };
}

/** The events of a run. */
export async function readEvents(workspace: string, id: string): Promise<TrainerEvent[]> {
  const lines = (await readFile(path.join(runsFolder(workspace), id, 'events.jsonl'), 'utf8')).trim().split('\n');
  return lines.map(line => JSON.parse(line) as TrainerEvent);
}

/** The labels in a one-dimensional int64 array file of NumPy's, read by its specification (NEP 1). */
async function readLabels(file: string): Promise<number[]> {
  const bytes = await readFile(file);
  const begin = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 0, begin);
  const count = Number(/NUMPY.*'descr': '<i8'.*'shape': \((\d+),\)/s.exec(header)?.[1]);
  return Array.from({ length: count }, (_, i) => Number(bytes.readBigInt64LE(begin + 8 * i)));
}
