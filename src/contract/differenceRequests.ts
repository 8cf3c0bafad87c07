import type { InferOutput } from 'valibot';
import type { differenceRequests } from './formats/differenceRequests';

/** What the page of a comparison asks about the difference of runs, and about the images behind it. */
export type DifferenceRequest = InferOutput<(typeof differenceRequests)[number]>;
