import { imagesOf, mistakesOf } from '../evaluation/mistakes';
import { grouped } from '../util/format';

/**
 * `88 of 10,000 wrong`
 * @param what is counted, if it is to be said: `images`
 */
export function mistakesInWords(matrix: readonly (readonly number[])[], what = ''): string {
  return [`${grouped(mistakesOf(matrix).all)} of ${grouped(imagesOf(matrix))}`, what, 'wrong'].filter(Boolean).join(' ');
}
