import path from 'node:path';
import { LONGEST_CLASS_NAME, MOST_CLASSES } from '../../contract/formats/config';
import { DataError } from '../dataError';
import { foreignPictureInWords } from '../foreignFile';
import type { Place } from '../place';
import { listFolder, MOST_PICTURES } from './listing';

/** The images of a class. */
export interface ClassFolder {
  /** Its folder's. */
  readonly name: string;
  /** Relative to the place, with `/`, in the order in which they are read. */
  readonly files: readonly string[];
}

/**
 * The folders of classes in a folder, with their images.
 * @param within the folder, relative to the place; empty: the place itself
 * @throws {DataError} if anything in them is no image of PNG, or one has none
 */
export async function classFolders(place: Place, within: string): Promise<ClassFolder[]> {
  const { folders, files } = await listFolder(place, within);
  const shown = path.join(place.shown, within);
  if (folders.length === 0 && files.some(isPng))
    throw new DataError(
      `${shown}: there are images in this folder, but no folders of classes; expected a folder for each class, such as ${path.join(shown, '3')}.`,
    );
  if (folders.length > MOST_CLASSES)
    throw new DataError(`${shown}: ${folders.length} folders, one a class; expected at most ${MOST_CLASSES} classes.`);
  const classes: ClassFolder[] = [];
  let count = 0;
  for (const name of folders) {
    checkName(name, shown);
    const inside = within === '' ? name : `${within}/${name}`;
    const found = await listFolder(place, inside);
    if (found.folders[0] !== undefined && found.files.some(isPng))
      throw new DataError(
        `${path.join(shown, name, found.folders[0])}: a folder within that of a class; expected only its images. Put them beside the others.`,
      );
    classes.push({ name: name.normalize(), files: found.files.map(file => `${inside}/${file}`) });
    count += found.files.length;
  }
  const names = classes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new DataError(`${path.join(shown, twice)}: two folders have this name, written in two ways; expected one for each class.`);
  if (count > MOST_PICTURES) throw new DataError(`${shown}: ${count} files; expected at most ${MOST_PICTURES}. Take fewer images.`);
  return classes;
}

/** Whether any of the folders has an image. */
export function haveImages(classes: readonly ClassFolder[]): boolean {
  return classes.some(({ files }) => files.some(isPng));
}

/** @throws {DataError} if a class has something else than PNG images, or none and `mayBeEmpty` is not said */
export function checkOnlyImages(
  classes: readonly ClassFolder[],
  { place, within, mayBeEmpty }: { readonly place: Place; readonly within: string; readonly mayBeEmpty: boolean },
): void {
  for (const { name, files } of classes) {
    const other = files.find(file => !isPng(file));
    if (other !== undefined) {
      throw new DataError(
        `${path.join(place.shown, other)}: this is no PNG image; expected are names that end with .png. ${foreignPictureInWords(other)}`,
      );
    }
    if (files.length === 0 && !mayBeEmpty)
      throw new DataError(
        `${path.join(place.shown, within, name)}: there is no image in this folder of a class; expected PNG images. Put them there, or take the folder out.`,
      );
  }
}

function isPng(file: string): boolean {
  return /\.png$/i.test(file);
}

function checkName(name: string, shown: string): void {
  if (name.normalize().length > LONGEST_CLASS_NAME)
    throw new DataError(
      `${path.join(shown, name.slice(0, 80))}…: a class is called like its folder, and the name has ${name.length} characters; expected at most ${LONGEST_CLASS_NAME}.`,
    );
}
