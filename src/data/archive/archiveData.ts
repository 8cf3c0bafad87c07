import path from 'node:path';
import type { NpyArray } from '../../artifacts/npy';
import { npzArrays, type NpzArray } from '../../artifacts/npz';
import { readRange, useFileIn } from '../../files/readFiles';
import { bytes as bytesInWords } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { DataError } from '../dataError';
import type { LabelledBytes } from '../dataset';
import { foreignFileInWords } from '../foreignFile';
import type { OwnData } from '../ownData';
import type { Place } from '../place';
import { imagesOf, understandPixels } from './imageArray';
import { labelsOf } from './labelArray';

/** An archive, and an array in it unpacked, may have so many bytes each. */
const MOST_BYTES = 2 ** 30;

/** What the arrays of images and labels are called: by Keras, and by MedMNIST. */
const namings = [
  { train: ['x_train', 'y_train'], test: ['x_test', 'y_test'] },
  { train: ['train_images', 'train_labels'], test: ['test_images', 'test_labels'] },
] as const;

/**
 * A data set from an archive of NumPy arrays, as Keras ships MNIST.
 * @throws {DataError} that names the archive and the array in it
 */
export async function archiveData(place: Place, file: string): Promise<OwnData> {
  const shown = path.join(place.shown, file);
  const arrays = arraysIn(await readArchive(place.folder, file, shown), shown);
  const { train, test } = namings.find(names => [...names.train, ...names.test].some(name => arrays.has(name))) ?? namings[0];
  const [hasTrain, hasTest] = [train, test].map(names => names.every(name => arrays.has(name)));
  const missing = [...train, ...test].filter(name => !arrays.has(name));
  // Without any for the test some are set apart.
  if (!hasTrain || (!hasTest && missing.length < 2)) {
    const has = [...arrays.keys()].slice(0, 10).map(name => name.slice(0, 40));
    const found = has.length === 0 ? 'no arrays' : has.join(', ');
    throw new DataError(
      `${shown}: no array ${missing.join(', ')}; it has ${found}. Expected are x_train, y_train, x_test and y_test: np.savez(file, x_train=…, y_train=…, x_test=…, y_test=…).`,
    );
  }
  const pairs = hasTest ? [train, test] : [train];
  const read = pairs.map(names => names.map(name => readArray(arrays.get(name)!, shown)) as [NpyArray, NpyArray]);
  const images = read.map(([array], i) => ({ ...array, called: pairs[i]![0] }));
  const { scale, said } = understandPixels(images, shown);
  const [trained, tested] = read.map(([, labels], i): LabelledBytes => {
    const [imagesName, labelsName] = pairs[i]!;
    const pair = { images: imagesOf(images[i]!, scale), labels: labelsOf(labels, `${shown}, ${labelsName}`) };
    if (pair.images.count === pair.labels.length) return pair;
    throw new DataError(
      `${shown}, ${labelsName}: ${pair.labels.length} labels, but ${imagesName} has ${pair.images.count} images; each image needs its label.`,
    );
  });
  const unused = ['x_val', 'val_images'].filter(name => arrays.has(name));
  return {
    name: file.replace(/\.npz$/i, ''),
    train: trained!,
    test: tested,
    said: [
      ...said,
      ...unused.map(
        name =>
          `${shown}: ${name} is not used: the validation images are taken out of the training images, as many as validation_samples says.`,
      ),
    ],
  };
}

async function readArchive(folder: string, file: string, shown: string): Promise<Buffer> {
  const archive = await useFileIn(folder, file, open => {
    if (open.size <= MOST_BYTES) return readRange(open, 0, open.size);
    throw new DataError(`${shown}: the archive has ${bytesInWords(open.size)}; expected at most ${bytesInWords(MOST_BYTES)}.`);
  });
  if (archive) return archive;
  throw new DataError(`${shown}: the file is not there any more.`);
}

function arraysIn(archive: Buffer, shown: string): ReadonlyMap<string, NpzArray> {
  // A ZIP archive begins so, and what does not may be known.
  const words = archive.toString('latin1', 0, 2) === 'PK' ? undefined : foreignFileInWords(archive);
  if (words !== undefined) throw new DataError(`${shown}: ${words}`);
  return new Map(orDataError(() => npzArrays(archive, MOST_BYTES, shown)).map(array => [array.name, array]));
}

function readArray(array: NpzArray, shown: string): NpyArray {
  return orDataError(() => array.read(), ` Is ${path.basename(shown)} whole? Get it again, or save it anew with np.savez.`);
}

/** @param todo what a person can do, where that is not said yet */
function orDataError<T>(read: () => T, todo = ''): T {
  try {
    return read();
  } catch (error) {
    throw new DataError(messageOf(error) + todo);
  }
}
