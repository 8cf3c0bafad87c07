import { duration } from '../util/format';

/** `57 s`, `1m57s`: a time that is estimated, or that goes on, has no tenths. */
export function wholeSeconds(ms: number): string {
  return duration(Math.max(1000, Math.round(ms / 1000) * 1000)).replace('.0 s', ' s');
}

/** `now`, `4m`, `2h`, `3d`, `5w`: a time that has gone, in milliseconds. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h`;
  const days = Math.floor(minutes / (24 * 60));
  return days < 14 ? `${days}d` : `${Math.floor(days / 7)}w`;
}
