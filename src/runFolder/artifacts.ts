import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '../contract/dashboard';
import { readFileIn } from '../files/readFiles';
import { runPaths } from './paths';

/** The files that a run leaves for others: arrays, models, its record. What serves the training alone is left out. */
export async function listArtifacts(folder: string): Promise<Artifact[]> {
  const paths = runPaths(folder);
  const inside = new Set<string>([paths.folder, paths.checkpoint, paths.owner, paths.labels]);
  const files = Object.values<string>({ ...paths }).filter(file => !inside.has(file));
  const found = await Promise.all(
    files.map(async file => {
      const bytes = await stat(file).then(
        ({ size }) => size,
        () => undefined,
      );
      return bytes === undefined ? [] : [{ path: path.relative(folder, file).split(path.sep).join('/'), bytes }];
    }),
  );
  return found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** notes.md; empty if there is none, or none that can be read. */
export async function readNotes(folder: string): Promise<string> {
  const bytes = await readFileIn(folder, 'notes.md', 16_000_000).catch(() => undefined);
  return bytes?.toString('utf8') ?? '';
}
