/** Runs that are made of what another program left. */
import type { InferOutput } from 'valibot';
import type {
  importedRecordings,
  importerCommand,
  importerMessage,
  importProgress,
  importRequest,
  importRunsRequest,
} from './formats/importing';

/** Make runs of arrays. */
export type ImportRequest = InferOutput<typeof importRequest>;
/** Make runs of whatever is there. */
export type ImportRunsRequest = InferOutput<typeof importRunsRequest>;
export type ImportedRecordings = InferOutput<typeof importedRecordings>;
export type ImportProgress = InferOutput<typeof importProgress>;
export type ImporterCommand = InferOutput<typeof importerCommand>;
export type ImporterMessage = InferOutput<typeof importerMessage>;
