import type { InferOutput } from 'valibot';
import type { runDraft } from './formats/draft';
import type { Parameters } from './parameters';

/** A run that a person fills in. */
export type RunDraft = InferOutput<typeof runDraft>;

/** What a person says of a run, besides its parameters. */
export type OwnWords = Pick<RunDraft, 'name' | 'tags' | 'hypothesis'>;

/** One of which only the parameters are known. */
export function draftOf(parameters: Parameters, parent: string | null = null): RunDraft {
  return { parameters, name: '', tags: [], hypothesis: '', engine: null, parent };
}
