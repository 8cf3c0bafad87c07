/** What is asked of models about an image that a person drew. */
import * as v from 'valibot';
import { count, list, only, record, share, text, whole } from './basics';
import { engineChoice } from './queue';

/** So many models look at one drawing. */
export const MOST_DRAWN_FOR = 12;

/** A drawing is finer than any image that a model looks at; it is no photograph. */
const MOST_SIDE = 1_000;

const side = whole(1, MOST_SIDE);

/** In grey: 255 is ink, 0 is paper. */
export const drawing = v.pipe(
  record({ height: side, width: side, pixels: v.instance(Uint8Array, 'pixels as bytes') }),
  v.check(({ height, width, pixels }) => pixels.length === height * width, 'as many pixels as height times width'),
);

/** What the models of some runs take a drawing for. */
export const drawnRequest = record({
  type: only('drawn'),
  folders: list(text, MOST_DRAWN_FOR),
  drawing,
  /** By default `auto`. */
  engine: v.exactOptional(engineChoice),
});

const result = v.variant(
  'outcome',
  [
    /** The probability of each class, and what the classes are called. */
    record({ outcome: only('read'), probabilities: list(share, 256), classes: list(text, 256) }),
    record({ outcome: only('refused'), reason: text }),
  ],
  'what a model takes a drawing for',
);

/** In the order of the folders. */
export const drawnAnswer = record({ results: list(result, MOST_DRAWN_FOR) });

/** The same for a page: by runs, that of the page first. */
export const readDrawing = record({
  runs: list(record({ runId: text, label: text, result }), MOST_DRAWN_FOR),
  /** How many more runs there are that could have been asked. */
  left: count,
  /** Why no run was asked. */
  whyNot: v.nullable(text),
});
