import type { RecordedFacts } from '../contract/recorded';
import type { RunStatus } from '../contract/runState';

type Told = Pick<RecordedFacts, 'state' | 'exitCode'>;

/** How a run of another tool is: `running`, `finished`, `failed with exit code 1`, or `crashed` where it never said how it ended. */
export function recordedStateInWords({ state, exitCode }: Told, status: RunStatus): string {
  if (state === 'finished') return 'finished';
  if (state === 'failed') return exitCode === null || exitCode === 0 ? 'failed' : `failed with exit code ${exitCode}`;
  return status === 'running' ? 'running' : 'crashed';
}

/** The same in one word. */
export function recordedStateInShort(facts: Told, status: RunStatus): string {
  return recordedStateInWords({ ...facts, exitCode: null }, status);
}
