/** Runs that are made of arrays which another program left. */
import type { InferOutput } from 'valibot';
import type { importedRuns, importRequest } from './formats/importing';

export type ImportRequest = InferOutput<typeof importRequest>;
export type ImportedRuns = InferOutput<typeof importedRuns>;
