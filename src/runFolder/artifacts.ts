import path from 'node:path';
import type { Artifact } from '../contract/dashboard';
import { fileSizeIn } from '../files/readFiles';
import { runPaths } from './paths';
import { limits, readBytes } from './readFile';
import { readRecording, recordingFiles } from './recording/readRecording';

/** The files of a run that other programs can use: arrays, models, its record. Files that serve only the training are left out. */
export async function listArtifacts(folder: string): Promise<Artifact[]> {
  const paths = runPaths(folder);
  const inside = new Set<string>([paths.folder, paths.checkpoint, paths.owner, paths.labels]);
  const names = Object.values<string>({ ...paths })
    .filter(file => !inside.has(file))
    .map(file => path.relative(folder, file).split(path.sep).join('/'));
  const found = await Promise.all(
    [...names, ...(await recordedNames(folder))].map(async name => {
      const bytes = await fileSizeIn(folder, name);
      return bytes === undefined ? [] : [{ path: name, bytes }];
    }),
  );
  return found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Of more files of a recording than these the first are listed. */
const MOST_RECORDED = 1_000;

/** The files of what another tool recorded, as its description names them; none if it cannot be read. */
async function recordedNames(folder: string): Promise<string[]> {
  const recorded = await readRecording(folder).catch(() => undefined);
  if (!recorded) return [];
  const { recording, history, system, console, files, artifacts } = recordingFiles;
  const inside = [
    ...recorded.artifacts.flatMap(({ name, version, files: own }) =>
      own.map(({ path: file }) => `${artifacts}/${name}/${version}/${file}`),
    ),
    ...recorded.files.map(({ path: file }) => `${files}/${file}`),
  ];
  return [recording, history, system, console, ...new Set(inside)].slice(0, MOST_RECORDED);
}

/** notes.md; empty if there is none, or none that can be read. */
export async function readNotes(folder: string): Promise<string> {
  const bytes = await readBytes(folder, 'notes.md', limits.medium).catch(() => undefined);
  return bytes?.toString('utf8') ?? '';
}

/** Whether a run left a model that can be evaluated. */
export async function hasModel(folder: string): Promise<boolean> {
  return (await fileSizeIn(folder, 'model/model.onnx')) !== undefined;
}
