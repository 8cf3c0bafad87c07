import { visible } from '../src/util/shownText';

/** The same message with all its text to be seen. A message is a copy of its own: it is changed in place, since a long run is a large one. */
export function withVisibleText<T>(message: T): T {
  const left: object[] = [];
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return visible(value);
    if (typeof value === 'object' && value !== null) left.push(value);
    return value;
  };
  const result = shown(message);
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    const fields = part as Record<string, unknown>;
    for (const [key, value] of Object.entries(fields)) {
      const now = shown(value);
      if (now !== value) fields[key] = now;
    }
  }
  return result as T;
}
