import path from 'node:path';
import type { Artifact } from '../contract/dashboard';
import { MOST_LISTED_FILES } from '../contract/recording';
import { fileSizeIn } from '../files/readFiles';
import { runPaths } from './paths';
import { limits, readBytes } from './readFile';
import { readRecording, recordingFiles } from './recording/readRecording';

/** The files of a run that other programs can use: arrays, models, its record. Files that serve only the training are left out. */
export async function listArtifacts(folder: string): Promise<Artifact[]> {
  return (await artifactsOf(folder)).artifacts;
}

/** The same, with how many files of a recording are not among them since there are too many. */
export async function artifactsOf(folder: string): Promise<{ readonly artifacts: Artifact[]; readonly leftOut: number }> {
  const paths = runPaths(folder);
  const inside = new Set<string>([paths.folder, paths.checkpoint, paths.owner, paths.labels]);
  const names = Object.values<string>({ ...paths })
    .filter(file => !inside.has(file))
    .map(file => path.relative(folder, file).split(path.sep).join('/'));
  const recorded = await recordedNames(folder);
  const found = await Promise.all(
    [...names, ...recorded.slice(0, MOST_LISTED_FILES)].map(async name => {
      const bytes = await fileSizeIn(folder, name);
      return bytes === undefined ? [] : [{ path: name, bytes }];
    }),
  );
  const artifacts = found.flat().sort((a, b) => (a.path < b.path ? -1 : 1));
  return { artifacts, leftOut: Math.max(0, recorded.length - MOST_LISTED_FILES) };
}

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
  return [recording, history, system, console, ...new Set(inside)];
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
