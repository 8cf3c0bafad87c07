import type { OtherRuns } from '../../../src/contract/dashboard';
import type { ImageListing, ImageScores, ListingPage } from '../../../src/contract/inspection';

/** What is asked about the images that a run was tested on. All of it fails with the reason, for a person. */
export interface ImageQuestions {
  /** A page of a selection. */
  readonly list: (page: ListingPage) => Promise<ImageListing>;
  /** All that the model said of an image. */
  readonly image: (index: number) => Promise<ImageScores>;
  /** What other runs on the same images say of one, so many of them left out. */
  readonly others: (index: number, offset: number) => Promise<OtherRuns>;
}
