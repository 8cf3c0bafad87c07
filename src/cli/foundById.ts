import { UsageError } from './exitCode';
import { commandOn, type RunsOption } from './runsOption';

/** The one whose id begins so. @throws {UsageError} if there is none, or more than one */
export function foundById<T extends { readonly id: string }>(all: readonly T[], beginning: string, options: RunsOption): T {
  const [first, second] = all.filter(({ id }) => id.startsWith(beginning));
  if (!first) throw new UsageError(`${beginning}: no such run is there; ${commandOn('digits queue', options)} lists their ids.`);
  if (second) throw new UsageError(`${beginning}: several ids begin so, ${first.id} and ${second.id} among them.`);
  return first;
}
