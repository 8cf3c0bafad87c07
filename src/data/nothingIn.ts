import { DataError } from './dataError';
import { idxFileNames } from './idxSet';

export const idxWords = `the four files ${idxFileNames.join(', ')} (plain or .gz)`;
export const otherForms =
  'an .npz of the arrays x_train, y_train, x_test and y_test, a train.csv, or a folder for each class with its PNG images (train/3/abc.png)';

/** Nothing in a folder is a data set. */
export function nothingIn(folder: string): DataError {
  return new DataError(`${folder}: there is no data set in this folder. Expected is one of these: ${idxWords}; ${otherForms}.`);
}
