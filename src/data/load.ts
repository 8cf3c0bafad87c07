import type { Dataset } from './dataset';
import { loadFolder } from './folder';
import { loadMnist, type LoadOptions } from './mnist';

/**
 * The data set that the parameter `dataset` names: `mnist`, or a folder.
 * @throws {DataError}
 */
export function loadDataset(dataset: string, options: LoadOptions): Promise<Dataset> {
  return dataset === 'mnist' ? loadMnist(options) : loadFolder(dataset);
}
