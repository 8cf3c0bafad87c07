import type { Parameters } from '../contract/parameters';
import type { Dataset, Reading } from './dataset';
import { loadFolder } from './folder';
import { loadMnist, type MnistOptions } from './mnist';

export interface LoadOptions extends MnistOptions {
  /** How the files were understood when a run was begun, for one that goes on or is evaluated again. */
  readonly reading?: Required<Reading> | undefined;
}

/**
 * The data set that parameters name: `mnist`, or a folder.
 * @throws {DataError}
 */
export function loadDataset({ dataset, transpose }: Pick<Parameters, 'dataset' | 'transpose'>, options: LoadOptions): Promise<Dataset> {
  const { reading, warn } = options;
  if (dataset !== 'mnist') return loadFolder(dataset, { transpose, warn, ...(reading && { reading }) });
  return loadMnist({ ...options, reading: reading ?? { transposed: transpose === 'yes', firstLabel: 0 } });
}
