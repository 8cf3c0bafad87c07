import path from 'node:path';
import { DataError } from '../dataError';
import { nothingIn } from '../nothingIn';
import type { OwnData } from '../ownData';
import type { Place } from '../place';
import { checkOnlyImages, classFolders, haveImages, type ClassFolder } from './classFolders';
import { classOrder, type ClassOrder } from './classOrder';
import { listFolder } from './listing';
import { PictureReader } from './pictureReader';
import { splitFolders } from './splitFolders';

/**
 * A data set from a folder with PNG images in folders of their classes: `train/3/abc.png` and `test/3/def.png`, or `3/abc.png`.
 * @throws {DataError} that names the file or folder
 */
export async function pictureData(place: Place): Promise<OwnData> {
  const { train, test, said } = await partsOf(place);
  const classes = await classFolders(place, train);
  if (!haveImages(classes)) throw nothingIn(path.join(place.shown, train));
  checkOnlyImages(classes, { place, within: train, mayBeEmpty: false });
  if (classes.length < 2)
    throw new DataError(`${path.join(place.shown, train)}: there is one folder of a class, ${classes[0]!.name}; expected two at least.`);
  const order = classOrder(classes.map(({ name }) => name));
  const tested = test === undefined ? undefined : await classFolders(place, test);
  if (test !== undefined) checkTest(tested!, { place, train, test, order });
  const reader = new PictureReader(place);
  const trained = await reader.read(inOrder(classes, order));
  return {
    name: '',
    train: trained,
    test: tested && (await reader.read(inOrder(tested, order))),
    ...(order.firstLabel === undefined && { classNames: order.names }),
    said: [...said, ...reader.said],
  };
}

interface Parts {
  /** Folders relative to the place; empty: the place itself. */
  readonly train: string;
  readonly test: string | undefined;
  readonly said: readonly string[];
}

async function partsOf(place: Place): Promise<Parts> {
  const { folders } = await listFolder(place, '');
  const { train, test, validation } = splitFolders(folders);
  for (const names of [train, test, validation]) {
    if (names.length > 1)
      throw new DataError(`${place.shown}: ${names.join(' and ')} are folders of the same part of a data set; expected one of them.`);
  }
  if (train.length === 0 && test.length + validation.length > 0) {
    const there = [...test, ...validation].join(' and ');
    throw new DataError(
      `${place.shown}: there is ${there}, but no folder train. Expected are train and test, each with a folder for each class.`,
    );
  }
  const [unused] = test.length > 0 ? validation : [];
  const where = (name: string): string => path.join(place.shown, name);
  if (unused !== undefined) {
    const said = `${where(unused)}: it is not used: the validation images are taken out of the training images, as many as validation_samples says.`;
    return { train: train[0]!, test: test[0], said: [said] };
  }
  const [instead] = test.length > 0 || train.length === 0 ? [] : validation;
  const said = instead === undefined ? [] : [`${where(instead)}: there is no folder test, so that these are the test images.`];
  return { train: train[0] ?? '', test: test[0] ?? instead, said };
}

/** @throws {DataError} if the test has a class that is not trained */
function checkTest(
  classes: readonly ClassFolder[],
  { place, train, test, order }: { readonly place: Place; readonly train: string; readonly test: string; readonly order: ClassOrder },
): void {
  checkOnlyImages(classes, { place, within: test, mayBeEmpty: true });
  const other = classes.find(({ name, files }) => files.length > 0 && !order.names.includes(name));
  if (other) {
    throw new DataError(
      `${path.join(place.shown, test, other.name)}: there are test images of this class, but no training images in ${path.join(train, other.name)}; expected are the classes of the training images.`,
    );
  }
  if (!haveImages(classes)) {
    throw new DataError(
      `${path.join(place.shown, test)}: there are no images in this folder; expected a folder with PNG images for each class. Without the folder every seventh training image becomes a test image.`,
    );
  }
}

/** The images of all classes, class by class, with their labels. */
function inOrder(
  classes: readonly ClassFolder[],
  { names, firstLabel = 0 }: ClassOrder,
): { readonly file: string; readonly label: number }[] {
  const byName = new Map(classes.map(({ name, files }) => [name, files]));
  return names.flatMap((name, i) => (byName.get(name) ?? []).map(file => ({ file, label: firstLabel + i })));
}
