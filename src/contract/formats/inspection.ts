/** What is asked of a run that was tested: the images and scores behind its figures. Answered by the inspector, a process of its own. */
import * as v from 'valibot';
import { count, flag, list, number, oneOf, only, record, share, text, whole } from './basics';
import { differenceAnswers, differenceQuestions } from './difference';
import { drawnAnswer, drawnRequest } from './drawn';

/** No question is about more images at once. */
export const MOST_IMAGES = 500;

/** A comparison of more runs is no page to read. */
export const MOST_REPORTED = 200;
/** No question is about more other runs at once. */
export const MOST_OTHERS = 100;

/** More images than a data set's files have. */
const MOST_INDICES = 1_000_000;

/** Place of an image among those that the run was tested on. */
const imageIndex = whole(0);

const classIndex = whole(0, 255);

/** What a threshold makes of an image, which is of the class or not. */
export const thresholdSide = oneOf(['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives']);

/** Some of the test images. */
export const imageSelection = v.variant(
  'of',
  [
    /** Those of a class that were read as a class. */
    record({ of: only('cell'), truth: classIndex, predicted: classIndex }),
    /** Those whose probability of a class reaches one of two thresholds and not the other. */
    record({ of: only('crossing'), class: classIndex, from: number, to: number }),
    /** Those that a threshold on the probability of a class reads rightly, or wrongly, as it or as not it. */
    record({ of: only('side'), class: classIndex, threshold: number, side: thresholdSide }),
    record({ of: only('indices'), indices: list(imageIndex, MOST_INDICES) }),
  ],
  'a selection of images',
);

/** The most confident first, or as they lie in the data. */
export const imageOrder = oneOf(['confidence', 'index']);

/** A page of a selection. */
export const listingPage = {
  selection: imageSelection,
  sort: imageOrder,
  /** So many images come before the page. */
  offset: count,
  count: whole(0, MOST_IMAGES),
} as const;

/** Over classes: of their curves, or of all answers pooled. */
export const curveMean = oneOf(['macro', 'micro']);

/** What has a threshold: a class, or the answers about all classes taken together. */
export const counted = v.union([classIndex, only('micro')], 'a class or micro');

export const inspectionRequests = [
  /** The pixels of some of the test images. */
  record({ type: only('images'), folder: text, indices: list(imageIndex, MOST_IMAGES) }),
  /** What becomes of every class as the threshold moves: areas, and enough of the curves to draw them. */
  record({ type: only('curves'), folder: text }),
  /** The same of all classes taken together. */
  record({ type: only('meanCurves'), folder: text, mean: curveMean }),
  /** The same of one class, or of the answers about all, at every threshold. */
  record({ type: only('classCounts'), folder: text, of: counted }),
  drawnRequest,
  /** Write the report of a run, or of several the comparison, into the folder of the first. */
  record({ type: only('report'), folders: v.pipe(list(text, MOST_REPORTED), v.minLength(1, 'a run')) }),
  /** Some of the images with what the model said of them. */
  record({ type: only('listing'), folder: text, ...listingPage, withPixels: flag }),
  /** All that the model said of an image. */
  record({ type: only('image'), folder: text, index: imageIndex }),
  /** What other runs, tested on the same images, said of one. */
  record({ type: only('verdicts'), folder: text, index: imageIndex, others: list(text, MOST_OTHERS) }),
  ...differenceQuestions,
] as const;

export const testImages = record({
  height: whole(1),
  width: whole(1),
  /** `[images, height · width]`, 0–255, in the order of the indices. */
  pixels: v.instance(Uint8Array, 'pixels as bytes'),
});

const numbers = v.custom<Float64Array>(value => value instanceof Float64Array, 'numbers');
const wholeNumbers = v.custom<Int32Array>(value => value instanceof Int32Array, 'whole numbers');

/** As evaluation/thresholdCounts.ts makes them. */
export const thresholdCounts = record({
  thresholds: numbers,
  truePositives: wholeNumbers,
  falsePositives: wholeNumbers,
  positives: count,
  negatives: count,
});

const curve = record({ x: numbers, y: numbers });

const areas = {
  auroc: v.nullable(share),
  /** At 95 %, or why there is none. */
  aurocInterval: v.union([record({ low: number, high: number }), record({ none: text })], 'an interval, or why there is none'),
  averagePrecision: v.nullable(share),
};

export const runCurves = v.variant(
  'outcome',
  [
    record({ outcome: only('none'), reason: text }),
    record({
      outcome: only('curves'),
      images: count,
      /** Their counts are thinned: enough to draw. */
      classes: list(record({ ...areas, counts: thresholdCounts }), 256),
    }),
  ],
  'the curves of a run',
);

export const meanCurves = v.variant(
  'mean',
  [
    record({ mean: only('macro'), ...areas, roc: v.nullable(curve), precisionRecall: v.nullable(curve) }),
    /** Thinned, too. */
    record({ mean: only('micro'), ...areas, counts: thresholdCounts }),
  ],
  'the curves of a mean',
);
/** What was written, by its path. */
export const writtenReport = record({ file: text, pictures: list(text, 1_000) });

const pictures = {
  /** In the order of the images; null where they cannot be had. */
  pixels: v.nullable(testImages),
  /** For a person; null where there are pixels, or none were asked for. */
  whyNoPixels: v.nullable(text),
} as const;

const verdict = {
  predicted: classIndex,
  /** The probability of that class; null of a run that kept none. */
  confidence: v.nullable(share),
} as const;

const listed = {
  index: imageIndex,
  truth: classIndex,
  ...verdict,
  /** The most probable classes, the first three; empty of a run that kept no probabilities. */
  top: list(record({ class: classIndex, probability: share }), 3),
} as const;

export const listedImage = record(listed);

export const imageListing = record({
  /** Images of the selection. */
  total: count,
  /** All images of the cell's true class; of another selection, all that the run was tested on. */
  outOf: count,
  /** Those of the page. */
  images: list(listedImage, MOST_IMAGES),
  ...pictures,
});

export const imageScores = record({
  ...listed,
  /** A probability for each class; null of a run that kept none. */
  scores: v.nullable(list(share, 256)),
  ...pictures,
});

/** What a run said of an image, or why that is not known. */
export const otherVerdict = v.variant(
  'outcome',
  [record({ outcome: only('read'), ...verdict }), record({ outcome: only('refused'), reason: text })],
  'what another run said',
);

/** What is answered, by the type of the request. */
export const inspectionAnswers = {
  images: testImages,
  drawn: drawnAnswer,
  report: writtenReport,
  listing: imageListing,
  image: imageScores,
  /** In the order of the others. */
  verdicts: list(otherVerdict, MOST_OTHERS),
  curves: runCurves,
  classCounts: thresholdCounts,
  meanCurves,
  ...differenceAnswers,
} as const;
