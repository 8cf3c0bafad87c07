import { LONGEST_CLASS_NAME } from '../contract/formats/config';
import { readFileIn } from '../files/readFiles';
import { messageOf } from '../util/messageOf';
import type { Dataset } from './dataset';
import { knownClassNames, type KnownBy } from './knownSets';

/** More than 256 names of the longest kind need. */
const MOST_BYTES = 100_000;

export interface NamesRequest extends KnownBy {
  /** Where the data set lies, and what the names of its files begin with. */
  readonly folder: string;
  readonly prefix: string;
  /** Called with what is wrong with a file of names: its classes are called by their labels then. */
  readonly warn: (message: string) => void;
}

/**
 * What the classes of a data set are called: by `classes.txt` beside its files, by EMNIST's mapping file, or as is known of the set.
 * Undefined: by their labels.
 */
export async function readClassNames(
  { folder, prefix, warn, ...known }: NamesRequest,
  { image: { classes }, firstLabel }: Pick<Dataset, 'image' | 'firstLabel'>,
): Promise<readonly string[] | undefined> {
  const labels = { classes, firstLabel };
  const readers: readonly (readonly [string, (text: string, labels: Labels) => string[]])[] = [
    [`${prefix}classes.txt`, namesOfList],
    [`${prefix}mapping.txt`, namesOfMapping],
    ['classes.txt', namesOfList],
  ];
  for (const [file, read] of readers) {
    try {
      // Not through a link: what a stranger's folder links to is not to end up in a run.
      const bytes = await readFileIn(folder, file, MOST_BYTES);
      if (bytes) return checked(read(bytes.toString('utf8').replace(/^\ufeff/, ''), labels));
    } catch (error) {
      warn(`${file} beside the data is not used, and classes are called by their numbers: ${messageOf(error)}`);
      return undefined;
    }
  }
  return knownClassNames(known, classes);
}

interface Labels {
  readonly classes: number;
  readonly firstLabel: number;
}

/** A name a line: of each class, or of each label from 0 on. */
function namesOfList(text: string, { classes, firstLabel }: Labels): string[] {
  const names = linesOf(text);
  if (names.length === classes) return names;
  if (names.length === firstLabel + classes) return names.slice(firstLabel);
  throw new Error(`it has ${names.length} lines, and there are ${classes} classes; expected a name a line.`);
}

/** As EMNIST has it: a line a label, with the code points of its characters: `1 65 97`. */
function namesOfMapping(text: string, { classes, firstLabel }: Labels): string[] {
  const names = new Map(
    linesOf(text).map((line, i) => {
      const numbers = line.split(/[ \t]+/).map(Number);
      const [label, ...codes] = numbers;
      if (codes.length === 0 || label === undefined || !Number.isSafeInteger(label) || !codes.every(isCharacter))
        throw new Error(`line ${i + 1} is no label with code points of characters, such as “1 65 97”.`);
      return [label, codes.map(code => String.fromCodePoint(code)).join('')] as const;
    }),
  );
  return Array.from({ length: classes }, (_, of) => {
    const name = names.get(firstLabel + of);
    if (name === undefined) throw new Error(`it has no line for the label ${firstLabel + of}.`);
    return name;
  });
}

function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map(line => line.trim());
}

function isCharacter(code: number): boolean {
  return Number.isInteger(code) && code > 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

/** @throws {Error} if one of them cannot be a name, or two are the same */
function checked(names: string[]): string[] {
  const at = names.findIndex((name, i) => name === '' || name.length > LONGEST_CLASS_NAME || names.indexOf(name) < i);
  if (at < 0) return names;
  const what =
    names[at] === '' ? 'empty' : names[at]!.length > LONGEST_CLASS_NAME ? `longer than ${LONGEST_CLASS_NAME} characters` : 'there twice';
  throw new Error(`its name number ${at + 1} is ${what}.`);
}
