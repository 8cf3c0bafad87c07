/** In the order of their character codes, so that a greater ending sorts behind a smaller one. */
const digits = '234567abcdefghijklmnopqrstuvwxyz';
const LETTERS = 4;
/** Endings of a second. */
const ENDINGS = digits.length ** LETTERS;
/** Endings from one id to the next of the same process, at most: far enough that ids of several processes seldom meet. */
const LARGEST_STEP = 16;
/** Endings of a millisecond. */
const PER_MILLISECOND = Math.floor(ENDINGS / 1000);

/** So many are found without leaving the seconds around them. */
const MOST_AT_ONCE = 100_000;

/** The last id that this process has made, see numberOf. */
let last = 0;

/**
 * A new run's id: `YYYYMMDD-HHMMSS-xxxx`, UTC and four base32 letters, which stand for the time within the second and chance. Ids sort by time,
 * and those of one process in the order in which they were made.
 */
export function newRunId(now: Date): string {
  return newRunIds(now, 1)[0]!;
}

/**
 * The ids of runs that are planned together: all of them different, and ascending, so that a list sorted by ids has them in the order of their
 * plan.
 * @throws {RangeError} for more than 100,000
 */
export function newRunIds(now: Date, count: number): string[] {
  if (count > MOST_AT_ONCE) throw new RangeError(`${count} run ids were to be made at once; expected at most ${MOST_AT_ONCE}.`);
  const timed = numberOf(now);
  // A clock that was set back is believed; a second or two are only the ids that were made before.
  let id = last >= timed && last - timed < 3 * ENDINGS ? last + step() : timed;
  const ids: string[] = [];
  for (; ids.length < count; id += step()) {
    ids.push(idOf(id));
    last = id;
  }
  return ids;
}

export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[a-z2-7]{4}$/.test(text);
}

/** Seconds in steps of endings, the millisecond among them and chance below it. */
function numberOf(now: Date): number {
  const milliseconds = now.getTime();
  const seconds = Math.floor(milliseconds / 1000);
  return seconds * ENDINGS + (milliseconds - seconds * 1000) * PER_MILLISECOND + randomBelow(PER_MILLISECOND);
}

function idOf(number: number): string {
  const time = new Date(Math.floor(number / ENDINGS) * 1000).toISOString().replaceAll(/\D/g, '');
  let ending = '';
  for (let rest = number % ENDINGS; ending.length < LETTERS; rest = Math.floor(rest / digits.length)) {
    ending = digits[rest % digits.length]! + ending;
  }
  return `${time.slice(0, 8)}-${time.slice(8, 14)}-${ending}`;
}

function step(): number {
  return 1 + randomBelow(LARGEST_STEP);
}

function randomBelow(limit: number): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! % limit;
}
