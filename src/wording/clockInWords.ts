import { wholeSeconds } from './timeInWords';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A time of this computer's clock as it is read today: `14:32`, `tomorrow 02:10`, `3 Dec 02:10`. */
export function clockTime(at: Date, now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (at.toDateString() === now.toDateString()) return time;
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return at.toDateString() === tomorrow.toDateString() ? `tomorrow ${time}` : `${at.getDate()} ${months[at.getMonth()]} ${time}`;
}

/** A time that is estimated of many runs, without what nobody can know: `45 s`, `12m`, `2h05m`, `3d4h`. */
export function roughTime(ms: number): string {
  if (ms < 2 * MINUTE) return wholeSeconds(ms);
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (ms < 2 * DAY) return `${hours}h${String(minutes % 60).padStart(2, '0')}m`;
  return `${Math.floor(hours / 24)}d${hours % 24}h`;
}
