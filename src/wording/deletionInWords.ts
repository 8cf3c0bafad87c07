import { bytes } from '../util/format';

/** `Delete 3 runs (4.2 MB) for good?` @param what is to be deleted */
export function deletionQuestion(what: string, size: number): string {
  return `Delete ${what} (${bytes(size)}) for good?`;
}

/** Why a run is not deleted. @param run its id or label */
export function isBeingTrained(run: string): string {
  return `${run} is being trained; stop it first.`;
}
