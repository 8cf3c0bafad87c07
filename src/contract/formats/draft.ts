/** What a window keeps in the editor's state: the run that a person was about to train when the form was closed. */
import * as v from 'valibot';
import { list, record, runId, text } from './basics';
import { askedParameters } from './parameters';
import { engineChoice } from './queue';

export const runDraft = record({
  parameters: askedParameters,
  name: v.optional(text, ''),
  tags: v.optional(list(text, 1000), []),
  hypothesis: v.optional(text, ''),
  /** What computes; null: as the settings say when it starts. */
  engine: v.optional(v.nullable(engineChoice), null),
  /** The run that it was made from. */
  parent: v.optional(v.nullable(runId), null),
});
