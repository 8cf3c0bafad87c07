/**
 * A value as W&B's clients write it: JSON with the words `NaN`, `Infinity` and `-Infinity` for numbers that JSON does not have, as Python's
 * json module writes and reads them. What is undefined in an object is left out.
 */
export function valueJson(value: unknown): string {
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(valueJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${valueJson(member)}`).join(',')}}`;
}
