import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import type { RecordedRow } from '../../../src/contract/recording';

/** See scripts/makeRecordingFixtures.py. */
export const recordings = path.resolve('test', 'fixtures', 'foreign');

/** Where SQLite as WebAssembly lies. */
export const programs = path.resolve('node_modules', 'sql.js', 'dist');

export function readExpected(name: string): unknown {
  return JSON.parse(readFileSync(path.join(recordings, name), 'utf8')) as unknown;
}

/** All of what comes one by one. */
export async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A copy of a recording, which a test may damage. @returns its folder, under the same name */
export function copyOf(name: string): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'digits-foreign-')), path.basename(name));
  cpSync(path.join(recordings, name), folder, { recursive: true });
  return folder;
}

/** A value of a metric at a step, and when it was logged, in seconds. */
export type Point = readonly [step: number, time: number, value: number | string];

/** The values of each key, as most tools keep them. */
export async function pointsOf(run: ForeignRun): Promise<Record<string, Point[]>> {
  const points: Record<string, Point[]> = {};
  for (const { _step, _timestamp, ...values } of await listed<RecordedRow>(run.rows()))
    for (const [key, value] of Object.entries(values))
      (points[key] ??= []).push([Number(_step), Number(_timestamp), value as number | string]);
  return points;
}
