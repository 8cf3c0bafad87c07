import type { DashboardState } from '../../../src/contract/dashboard';
import type { RecordedFacts, RecordedRun } from '../../../src/contract/recorded';
import { counted } from '../../../src/util/format';
import { recordedStateInWords } from '../../../src/wording/recordingInWords';
import { wholeSeconds } from '../../../src/wording/timeInWords';

/** How a run of another tool is, and how much of it there is: `Running for 1m20s · last heard 2 s ago · 1,200 rows of 50 metrics`. */
export function statusLine(state: Pick<DashboardState, 'status'>, { facts, scalars }: RecordedRun, now: number): string {
  const words = recordedStateInWords(facts, state.status);
  const parts = [
    `${words.charAt(0).toUpperCase()}${words.slice(1)}${timeInWords(facts, words, now)}`,
    `${counted(scalars.rows, 'row')} of ${counted(scalars.metrics.length, 'metric')}`,
  ];
  return parts.join(' · ');
}

function timeInWords({ startedAt, heardAt, endedAt }: RecordedFacts, words: string, now: number): string {
  const [began, heard] = [Date.parse(startedAt), Date.parse(heardAt)];
  const since = Math.max(0, now - heard);
  if (words === 'running')
    return ` for ${wholeSeconds(Math.max(0, now - began))}${since > QUIET_MS ? `, last heard ${agoInWords(since)}` : ''}`;
  if (words === 'crashed') return `: last heard ${agoInWords(since)}, after ${wholeSeconds(Math.max(0, heard - began))}`;
  return ` after ${wholeSeconds(Math.max(0, Date.parse(endedAt ?? heardAt) - began))}`;
}

/** A tool that says something every fifteen seconds is not quiet. */
const QUIET_MS = 30_000;

function agoInWords(ms: number): string {
  return ms < 48 * 3_600_000 ? `${wholeSeconds(ms)} ago` : `${Math.floor(ms / 86_400_000)} days ago`;
}
