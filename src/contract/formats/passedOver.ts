import { Emitter } from '../../util/emitter';

/** Reports what was ignored because a later version wrote it: a line for a log. Each kind is reported once. */
export const passedOver = new Emitter<string>();

const told = new Set<string>();
/** A file can have any number of unknown names; a log need not. */
const MOST_TOLD = 200;

/** Tells of something unknown, the first time that it is met. */
export function passOver(file: string, what: string): void {
  if (told.has(what) || told.size >= MOST_TOLD) return;
  told.add(what);
  passedOver.fire(`${file}: ${what} is not known to this version of Digits Lab and is passed over.`);
}
