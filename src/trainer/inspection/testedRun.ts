import type { DatasetIdentity, RunConfig } from '../../contract/run';
import { testedClasses } from '../../contract/testedClasses';
import { fileSizeIn, fileTimeIn } from '../../files/readFiles';
import { readPredictions, type RunPredictions } from '../../runFolder/predictions';
import { readOverview } from '../../runFolder/readRun';
import { untested } from '../../runFolder/untested';
import { BoundedCache } from './boundedCache';

/** A run with what its model said of the images that it was tested on. */
export interface TestedRun extends RunPredictions {
  readonly folder: string;
  readonly config: RunConfig;
  /** Images that it was tested on. */
  readonly count: number;
}

/** What such a run is read from. */
const files = ['config.json', 'summary.json', 'ground_truth.npy', 'predictions.npy', 'probabilities.npy'];

/** The arrays of some hundred runs of 10,000 images and ten classes. */
const MOST_BYTES = 200_000_000;

const runs = new BoundedCache<TestedRun>(
  MOST_BYTES,
  ({ truth, predicted, probabilities }) => truth.byteLength + predicted.byteLength + (probabilities?.byteLength ?? 0),
);

/**
 * A run that was tested, kept as long as its files stay as they are.
 * @throws {RunFolderError} that names the file and what is wrong with it
 */
export async function testedRun(folder: string): Promise<TestedRun> {
  const seen = await Promise.all(files.map(name => Promise.all([fileSizeIn(folder, name), fileTimeIn(folder, name)])));
  return runs.get(folder, JSON.stringify(seen), () => readTested(folder));
}

async function readTested(folder: string): Promise<TestedRun> {
  const { config, summary, status } = await readOverview(folder);
  const classes = testedClasses({ config, summary });
  // Of a run that was trained to its end the arrays have to be there.
  const isMissing = (await fileSizeIn(folder, 'ground_truth.npy')) === undefined && (config.kind === 'imported' || status !== 'completed');
  if (classes === undefined || isMissing) throw await untested(folder, { config, status });
  const predictions = await readPredictions(folder, classes);
  return { folder, config, count: predictions.truth.length, ...predictions };
}

/** What is known of a run's data. */
export function identityOf({ dataset }: RunConfig): Partial<DatasetIdentity> {
  return dataset ?? {};
}
