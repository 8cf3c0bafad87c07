import { visible } from '../../src/util/shownText';

/** Makes all text of a message visible. A message is the page's own copy and, of a long run, large: it is changed in place. Numbers in a row are none. */
export function withVisibleText<T>(message: T): T {
  const left: object[] = [];
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return visible(value);
    // Pixels are no text.
    if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) left.push(value);
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
