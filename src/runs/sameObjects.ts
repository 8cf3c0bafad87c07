import type { QueueFile } from './queueState';

interface Named {
  readonly id: string;
}

/**
 * What a queue is now, with the objects of before where they say the same: what was computed of a run need not be computed again, and a
 * queue of which nothing has changed is the same object.
 */
export function keepingObjects(before: QueueFile, now: QueueFile): QueueFile {
  const runs = keep(before.runs, now.runs);
  const takenOut = now.takenOut && keep(before.takenOut ?? [], now.takenOut);
  const failed = now.failed && keep(before.failed ?? [], now.failed);
  const isSame = runs === before.runs && takenOut === before.takenOut && failed === before.failed && before.paused === now.paused;
  return isSame ? before : { ...now, runs, ...(takenOut && { takenOut }), ...(failed && { failed }) };
}

function keep<T extends Named>(before: readonly T[], now: readonly T[]): readonly T[] {
  if (before === now) return now;
  const known = new Map(before.map(one => [one.id, one]));
  const kept = now.map(one => {
    const other = known.get(one.id);
    return other && JSON.stringify(other) === JSON.stringify(one) ? other : one;
  });
  return kept.length === before.length && kept.every((one, i) => one === before[i]) ? before : kept;
}
