import type { Recording } from '../../contract/recording';
import { bytes as bytesInWords } from '../../util/format';

/** What the recording of one run has at most, so that a script that goes wrong fills neither a disk nor the memory of who reads it. */
export interface RecordingLimits {
  /** `history.jsonl` and `system.jsonl`, each. */
  readonly rowsBytes: number;
  /** One row. */
  readonly rowBytes: number;
  readonly consoleBytes: number;
  readonly consoleLines: number;
  /** One file, of the run or of an artifact. */
  readonly fileBytes: number;
  /** All files of a run together. */
  readonly allFilesBytes: number;
  readonly files: number;
  readonly artifacts: number;
  /** `recording.json`: settings, summary and lists of files. What is read has a megabyte more. */
  readonly recordingBytes: number;
}

export const recordingLimits: RecordingLimits = {
  rowsBytes: 4_000_000_000,
  rowBytes: 16_000_000,
  consoleBytes: 64_000_000,
  consoleLines: 1_000_000,
  fileBytes: 2_000_000_000,
  allFilesBytes: 20_000_000_000,
  files: 10_000,
  artifacts: 1_000,
  recordingBytes: 15_000_000,
};

/** No fewer than `recording.json` has: some lists are written shorter. */
export function bytesOfRecording(recording: Recording): number {
  return Buffer.byteLength(JSON.stringify(recording, undefined, 2));
}

/** Why a recording of so many bytes is not kept, for a person. */
export function tooLarge(bytes: number, { recordingBytes }: RecordingLimits): string {
  return `settings, summary and lists of files have ${bytesInWords(bytes)} together; expected at most ${bytesInWords(recordingBytes)}.`;
}
