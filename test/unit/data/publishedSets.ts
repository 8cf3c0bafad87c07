import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { extendedLabels, idxImages, idxLabels } from './idxFiles';

/** A data set with the names, formats and orders in which one is published, but with few images. */
export interface PublishedSet {
  /** What the files' names begin with. */
  readonly prefix: string;
  readonly test: 'test' | 't10k';
  readonly classes: number;
  readonly firstLabel?: number;
  /** Images are stored column by column. */
  readonly isTransposed?: true;
  /** Labels are rows of integers. */
  readonly hasExtendedLabels?: true;
  /** The content of EMNIST's mapping file. */
  readonly mapping?: string;
}

const SIDE = 28;
/** Squares of so many pixels, so many in a row of an image: the place of the white one tells the class. */
const SQUARE = 3;
const IN_A_ROW = 8;

const codes = (text: string): number[] => Array.from(text, character => character.codePointAt(0)!);
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lines = (texts: readonly string[]): string => texts.map(text => `${text}\n`).join('');

export const publishedSets = {
  letters: {
    prefix: 'emnist-letters-',
    test: 'test',
    classes: 26,
    firstLabel: 1,
    isTransposed: true,
    mapping: lines(codes(capitals).map((code, i) => `${i + 1} ${code} ${code + 32}`)),
  },
  byclass: {
    prefix: 'emnist-byclass-',
    test: 'test',
    classes: 62,
    isTransposed: true,
    mapping: lines(codes(`0123456789${capitals}${capitals.toLowerCase()}`).map((code, label) => `${label} ${code}`)),
  },
  digits: {
    prefix: 'emnist-digits-',
    test: 'test',
    classes: 10,
    isTransposed: true,
    mapping: lines(codes('0123456789').map((code, label) => `${label} ${code}`)),
  },
  qmnist: { prefix: 'qmnist-', test: 'test', classes: 10, hasExtendedLabels: true },
  mnistsOwnNames: { prefix: '', test: 't10k', classes: 10 },
} as const satisfies Readonly<Record<string, PublishedSet>>;

/** Writes the files of a set, as .gz, into a folder that may hold others. */
export function writeSet(folder: string, set: PublishedSet, perClass = { train: 6, test: 2 }): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, bytes: Buffer): void => writeFileSync(path.join(folder, `${set.prefix}${name}.gz`), gzipSync(bytes));
  for (const [split, count] of [
    ['train', perClass.train],
    [set.test, perClass.test],
  ] as const) {
    const classes = Array.from({ length: count * set.classes }, (_, i) => i % set.classes);
    const labels = classes.map(of => of + (set.firstLabel ?? 0));
    write(`${split}-images-idx3-ubyte`, images(classes, set));
    if (set.hasExtendedLabels) write(`${split}-labels-idx2-int`, extendedLabels(labels));
    else write(`${split}-labels-idx1-ubyte`, idxLabels(labels));
  }
  if (set.mapping !== undefined) writeFileSync(path.join(folder, `${set.prefix}mapping.txt`), set.mapping);
}

/** The pixel of an image of a class as a person is to see it. */
export function pixelOf(of: number, row: number, column: number): number {
  const [squareRow, squareColumn] = [Math.floor(row / SQUARE), Math.floor(column / SQUARE)];
  return squareRow === Math.floor(of / IN_A_ROW) && squareColumn === of % IN_A_ROW ? 255 : 0;
}

function images(classes: readonly number[], { isTransposed }: PublishedSet): Buffer {
  return idxImages(classes.length, SIDE, SIDE, i => {
    const [row, column] = [Math.floor((i % (SIDE * SIDE)) / SIDE), i % SIDE];
    const of = classes[Math.floor(i / (SIDE * SIDE))]!;
    return isTransposed ? pixelOf(of, column, row) : pixelOf(of, row, column);
  });
}
