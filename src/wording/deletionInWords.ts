import { bytes } from '../util/format';

/** `Delete 3 runs (4.2 MB) for good?` @param what is to be deleted */
export function deletionQuestion(what: string, size: number): string {
  return `Delete ${what} (${bytes(size)}) for good?`;
}

/** Why a run is not deleted. @param run its id or label */
export function isBeingTrained(run: string): string {
  return `${run} is being trained; stop it first.`;
}

/** `Deleted the run “tanh”.`, `Deleted 3 runs.` @param labels of the runs */
export function deletedInWords(labels: readonly string[]): string {
  return `Deleted ${runsInWords(labels)}.`;
}

/** The same of runs that were archived. */
export function archivedInWords(labels: readonly string[]): string {
  return `Archived ${runsInWords(labels)}.`;
}

function runsInWords(labels: readonly string[]): string {
  return labels.length === 1 ? `the run “${labels[0]}”` : `${labels.length} runs`;
}
