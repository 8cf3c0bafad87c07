import type { Scores } from '../contract/scores';

/** As many names are listed; more are counted. */
const MOST_NAMES = 4;

/**
 * Over what the means run where not all classes have all scores: sentences for below a table of them; empty where there is nothing to say.
 * @param classes their names
 */
export function meansInWords({ perClass }: Pick<Scores, 'perClass'>, classes: readonly string[]): string {
  const named = (is: (scores: Scores['perClass'][number]) => boolean): string[] =>
    perClass.flatMap((scores, of) => (is(scores) ? [classes[of] ?? String(of)] : []));
  const absent = named(({ support }) => support === 0);
  const neverPredicted = named(({ support, predicted }) => support > 0 && predicted === 0);
  const sentences: string[] = [];
  if (absent.length > 0) {
    const occurring = perClass.length - absent.length;
    sentences.push(
      `No image is of ${listed(absent)}: the macro means run over the ${occurring === 1 ? 'one class that occurs' : `${occurring} classes that occur`}.`,
    );
  }
  if (neverPredicted.length > 0) {
    sentences.push(
      `${capital(listed(neverPredicted))} ${neverPredicted.length === 1 ? 'was' : 'were'} never predicted: a precision is not defined there, and counts as 0 in the means.`,
    );
  }
  return sentences.join(' ');
}

/** `class 2`, `classes 2 and 3`, `58 classes` */
function listed(names: readonly string[]): string {
  if (names.length > MOST_NAMES) return `${names.length} classes`;
  if (names.length === 1) return `class ${names[0]}`;
  return `classes ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
