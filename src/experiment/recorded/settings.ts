import type { JsonValue } from '../../contract/formats/recording';
import type { RecordedSetting } from '../../contract/recorded';
import { isJsonObject, ownKeys } from '../../contract/recording';
import { oneLine } from '../../util/shownText';

/** A page shows so many, and of a value so many characters. */
const MOST_SETTINGS = 2_000;
const LONGEST_VALUE = 1_000;
const DEEPEST = 12;

export interface Settings {
  readonly settings: readonly RecordedSetting[];
  /** Whether there are more. */
  readonly hasMore: boolean;
}

/** What an object has, in rows: a member of an object in it by its place (`optimizer.lr`), a list in one row. What a tool notes for itself is left out. */
export function settingsIn(object: Readonly<Record<string, JsonValue>>): Settings {
  const settings: RecordedSetting[] = [];
  let hasMore = false;
  const look = (value: JsonValue, name: string, depth: number): void => {
    if (settings.length >= MOST_SETTINGS) {
      hasMore = true;
      return;
    }
    const members = isJsonObject(value) ? Object.entries(value) : [];
    if (members.length === 0 || depth >= DEEPEST) settings.push({ name: oneLine(name, LONGEST_VALUE), value: valueInWords(value) });
    else for (const [key, inner] of members) look(inner, name === '' ? key : `${name}.${key}`, depth + 1);
  };
  for (const [key, value] of Object.entries(object)) if (!ownKeys.includes(key)) look(value, key, 1);
  return { settings, hasMore };
}

function valueInWords(value: JsonValue): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value), LONGEST_VALUE);
}
