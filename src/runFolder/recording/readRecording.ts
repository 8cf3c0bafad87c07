import { followed } from '../../contract/formats/followed';
import { recording } from '../../contract/formats/recording';
import type { Followed, Recording } from '../../contract/recording';
import { limits, readJsonFile, type HowToRead } from '../readFile';

/** The files of what another tool recorded, in the folder of its run. */
export const recordingFiles = {
  recording: 'recording.json',
  /** A row of metrics a line. */
  history: 'history.jsonl',
  /** A row of the machine's metrics a line. */
  system: 'system.jsonl',
  console: 'console.log',
  files: 'files',
  artifacts: 'artifacts',
  /** Which files of another tool it is written from while they grow. */
  followed: 'followed.json',
} as const;

/**
 * What another tool recorded of a run; undefined if nothing was recorded.
 * @throws {RunFolderError} if it cannot be read
 */
export function readRecording(folder: string, how?: HowToRead): Promise<Recording | undefined> {
  return readJsonFile(folder, recordingFiles.recording, recording, { limit: limits.medium, how });
}

/**
 * Which files a run is written from; undefined if it is none that follows any.
 * @throws {RunFolderError} if it cannot be read
 */
export function readFollowed(folder: string): Promise<Followed | undefined> {
  return readJsonFile(folder, recordingFiles.followed, followed, { limit: limits.small });
}
