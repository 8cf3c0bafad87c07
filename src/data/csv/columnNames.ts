import { DataError } from '../dataError';

/** Column 3 of pixels is called so in row-major order, if the first one is called `first`. */
interface Naming {
  readonly expected: (index: number) => string;
  /** Undefined where names do not tell it. */
  readonly size?: { readonly height: number; readonly width: number };
}

/**
 * The size of images by the names of their pixels, which must be in order: `pixel0`, `pixel1`, … say nothing of it; `1x1`, `1x2`, … do.
 * @param label the place of the column of labels, for errors
 * @throws {DataError} at the first name that is another than its place asks for
 */
export function namedSize(names: readonly string[], label: number | undefined, file: string): Naming['size'] {
  const { expected, size } = namingOf(names);
  const wrong = names.findIndex((name, i) => name !== expected(i));
  if (wrong < 0) return size;
  const column = 1 + wrong + (label !== undefined && label <= wrong ? 1 : 0);
  const isIndex = /^(?:|unnamed.*|index|id)$/i.test(names[wrong]!);
  const todo = isIndex
    ? 'Save the table without its index: to_csv(file, index=False).'
    : 'Bring the pixels in order, row by row, and take other columns out.';
  throw new DataError(
    `${file}: line 1, column ${column} is called ${JSON.stringify(names[wrong]!.slice(0, 40))}; expected ${JSON.stringify(expected(wrong))}. ${todo}`,
  );
}

function namingOf(names: readonly string[]): Naming {
  const grid = /^(\D*)(\d+)(\D)(\d+)$/.exec(short(names[0]));
  const last = /^\D*(\d+)\D(\d+)$/.exec(short(names.at(-1)));
  if (grid && last) {
    const [, prefix = '', row, between = '', column] = grid;
    const [firstRow, firstColumn] = [Number(row), Number(column)];
    const [height, width] = [Number(last[1]) - firstRow + 1, Number(last[2]) - firstColumn + 1];
    if (height >= 1 && width >= 1 && height * width === names.length) {
      const expected = (i: number): string => `${prefix}${firstRow + Math.floor(i / width)}${between}${firstColumn + (i % width)}`;
      return { expected, size: { height, width } };
    }
  }
  const counted = /^(\D*)(\d+)$/.exec(short(names[0]));
  const [prefix = 'pixel', first = 0] = counted ? [counted[1], Number(counted[2])] : [];
  return { expected: i => `${prefix}${first + i}` };
}

/** A longer name is none of these. */
function short(name = ''): string {
  return name.slice(0, 40);
}
