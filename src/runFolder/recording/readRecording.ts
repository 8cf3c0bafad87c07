import { recording } from '../../contract/formats/recording';
import type { Recording } from '../../contract/recording';
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
} as const;

/**
 * What another tool recorded of a run; undefined if nothing was recorded.
 * @throws {RunFolderError} if it cannot be read
 */
export function readRecording(folder: string, how?: HowToRead): Promise<Recording | undefined> {
  return readJsonFile(folder, recordingFiles.recording, recording, { limit: limits.medium, how });
}
