import { oneLine } from '../util/shownText';

const MOST_CHARACTERS = 60;

/** The first line of notes that says something: a heading says what is to come. Empty if there is none. */
export function noteInBrief(notes: string): string {
  const line = notes.split('\n').find(one => /\S/.test(one) && !/^\s*#/.test(one));
  return oneLine(line?.trim() ?? '', MOST_CHARACTERS);
}
