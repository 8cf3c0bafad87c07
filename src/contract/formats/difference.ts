/** What is asked of several tested runs together, as a part of the questions in inspection.ts: how they differ, image by image. */
import * as v from 'valibot';
import { count, list, number, only, positive, record, text, whole } from './basics';

/** Runs that are asked about together. */
const MOST_RUNS = 1000;

/** A label is a byte. */
const MOST_CLASSES = 256;

/** More images than a data set's files have. */
const MOST_INDICES = 10_000_000;

const folders = list(text, MOST_RUNS);
const someFolders = v.pipe(folders, v.minLength(1, 'at least one run'));
/** The runs before a change and those after it. */
const groups = { a: someFolders, b: someFolders };

/** A true class and one that it is read as, by their numbers. */
export const matrixPlace = { truth: whole(0, MOST_CLASSES - 1), predicted: whole(0, MOST_CLASSES - 1) };

export const differenceQuestions = [
  /** How runs differ from a baseline on the images that both were tested on. */
  record({ type: only('paired'), baseline: text, folders }),
  /** Which confusions a change fixed and which it caused. */
  record({ type: only('difference'), ...groups }),
  /** The images behind a cell of that. */
  record({ type: only('differenceImages'), ...groups, ...matrixPlace }),
] as const;

const refused = record({ outcome: only('refused'), reason: text });

export const pairedResult = v.variant(
  'outcome',
  [
    record({
      outcome: only('paired'),
      /** The accuracy of the run less that of the baseline. */
      difference: number,
      /** Of its 95 % interval, as far as other images would have changed it. */
      halfWidth: positive,
      /** Images that the run alone read right, and those that the baseline alone did. */
      onlyRun: count,
      onlyBaseline: count,
      images: count,
    }),
    refused,
  ],
  'how two runs differ',
);

/** In the order of the folders that were asked about. */
export const paired = record({ results: list(pairedResult, MOST_RUNS) });

const meanCounts = list(list(positive, MOST_CLASSES), MOST_CLASSES);

export const difference = v.variant(
  'outcome',
  [
    record({
      outcome: only('compared'),
      /** What the classes are called. */
      classes: list(text, MOST_CLASSES),
      /** How many were tested on. */
      images: count,
      /** `[truth][predicted]`, as evaluation/differenceMatrix.ts has them. */
      fewer: meanCounts,
      more: meanCounts,
    }),
    refused,
  ],
  'a difference of confusion matrices',
);

export const differenceCell = v.variant(
  'outcome',
  [record({ outcome: only('found'), fewer: list(count, MOST_INDICES), more: list(count, MOST_INDICES) }), refused],
  'the images of a cell',
);

/** What is answered, by the type of the question. */
export const differenceAnswers = { paired, difference, differenceImages: differenceCell } as const;
