/** Runs that are made of what another program left. */
import type { InferOutput } from 'valibot';
import type { importedRecordings, importedRuns, importRequest, importRunsRequest } from './formats/importing';

export type ImportRequest = InferOutput<typeof importRequest>;
export type ImportedRuns = InferOutput<typeof importedRuns>;
export type ImportRunsRequest = InferOutput<typeof importRunsRequest>;
export type ImportedRecordings = InferOutput<typeof importedRecordings>;
