/** Questions about a run that was tested, and their answers. */
import type { InferOutput } from 'valibot';
import type { difference, differenceCell, paired, pairedResult } from './formats/difference';
import type { drawing, drawnAnswer, readDrawing } from './formats/drawn';
import type {
  counted,
  imageListing,
  imageOrder,
  imageScores,
  imageSelection,
  listedImage,
  meanCurves,
  otherVerdict,
  runCurves,
  testImages,
  thresholdSide,
  writtenReport,
} from './formats/inspection';

export type TestImages = InferOutput<typeof testImages>;
export type ImageSelection = InferOutput<typeof imageSelection>;
export type ThresholdSide = InferOutput<typeof thresholdSide>;
/** What has a threshold of its own: a class, or the answers about all classes. */
export type Counted = InferOutput<typeof counted>;
export type ImageOrder = InferOutput<typeof imageOrder>;
export type ListedImage = InferOutput<typeof listedImage>;
export type ImageListing = InferOutput<typeof imageListing>;
export type ImageScores = InferOutput<typeof imageScores>;
export type OtherVerdict = InferOutput<typeof otherVerdict>;

/** A page of a selection of images. */
export interface ListingPage {
  readonly selection: ImageSelection;
  readonly sort: ImageOrder;
  /** So many images come before the page. */
  readonly offset: number;
  readonly count: number;
}

/** The curves of a run that kept probabilities, or why there are none. */
export type RunCurves = InferOutput<typeof runCurves>;
export type MeanCurves = InferOutput<typeof meanCurves>;
export type CurveMean = MeanCurves['mean'];
export type DrawableCurves = Extract<RunCurves, { outcome: 'curves' }>;
export type Paired = InferOutput<typeof paired>;
export type PairedResult = InferOutput<typeof pairedResult>;
export type Difference = InferOutput<typeof difference>;
export type DifferenceCell = InferOutput<typeof differenceCell>;
export type WrittenReport = InferOutput<typeof writtenReport>;

/** A drawing in grey. */
export type Drawing = InferOutput<typeof drawing>;
/** What a model takes a drawing for, or why it says nothing. */
export type DrawnAnswer = InferOutput<typeof drawnAnswer>['results'][number];
/** What the models of some runs take it for. */
export type ReadDrawing = InferOutput<typeof readDrawing>;
