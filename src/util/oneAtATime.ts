/**
 * Does one piece of work after the other, in the order in which they come, whether the one before succeeded or not.
 * @returns a function that settles as the work given to it does
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
