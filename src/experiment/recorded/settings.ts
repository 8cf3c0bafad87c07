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

/**
 * What an object has, each by its place: a member of an object in it with a dot (`optimizer.lr`), a list, and what lies deeper, as one value.
 * What a tool notes for itself is left out.
 */
export function* flatSettings(object: Readonly<Record<string, JsonValue>>): Generator<readonly [name: string, value: JsonValue]> {
  for (const [key, value] of Object.entries(object)) if (!ownKeys.includes(key)) yield* flat(value, key, 1);
}

function* flat(value: JsonValue, name: string, depth: number): Generator<readonly [string, JsonValue]> {
  const members = isJsonObject(value) ? Object.entries(value) : [];
  if (members.length === 0 || depth >= DEEPEST) yield [name, value];
  else for (const [key, inner] of members) yield* flat(inner, name === '' ? key : `${name}.${key}`, depth + 1);
}

/** The same in rows, as a page shows them. */
export function settingsIn(object: Readonly<Record<string, JsonValue>>): Settings {
  const settings: RecordedSetting[] = [];
  for (const [name, value] of flatSettings(object)) {
    if (settings.length >= MOST_SETTINGS) return { settings, hasMore: true };
    settings.push({ name: oneLine(name, LONGEST_VALUE), value: oneLine(settingText(value), LONGEST_VALUE) });
  }
  return { settings, hasMore: false };
}

/** A value as a text: a text as it is, anything else as JSON. */
export function settingText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
