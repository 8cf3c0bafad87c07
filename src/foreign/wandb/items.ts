import { MOST_KEYS, type JsonValue } from '../../contract/formats/recording';
import type { Item } from '../../tracking/wandb/wandb_pb';
import type { JsonObject } from '../foreignRun';
import { isJsonObject } from '../../contract/recording';
import { asJson, parseLooseJson } from '../looseJson';

/** Values by their keys; a value may stand in another one, by a path of keys. */
export type Nested = Map<string, JsonValue | Nested>;

/** A path is not longer. */
const DEEPEST = 20;

/** Puts values in their places. One that is no JSON is left out, and one of more keys than a run has. */
export function putItems(target: Nested, items: readonly Item[]): void {
  for (const item of items) {
    const path = item.nestedKey.length > 0 ? item.nestedKey : [item.key];
    const value = valueOf(item);
    if (value !== undefined && path.length <= DEEPEST) put(target, path, value);
  }
}

/** Takes away what is named. */
export function removeItems(target: Nested, items: readonly Pick<Item, 'key' | 'nestedKey'>[]): void {
  for (const { key, nestedKey } of items) if (nestedKey.length === 0) target.delete(key);
}

/** As an object. */
export function objectOf(nested: Nested): JsonObject {
  return Object.fromEntries([...nested].map(([key, value]) => [key, value instanceof Map ? objectOf(value) : value]));
}

function put(target: Nested, [name, ...rest]: readonly string[], value: JsonValue): void {
  if (target.size >= MOST_KEYS && !target.has(name!)) return;
  if (rest.length === 0) {
    target.set(name!, value);
    return;
  }
  const before = target.get(name!);
  const inner: Nested = before instanceof Map ? before : new Map(isJsonObject(before) ? Object.entries(before) : []);
  target.set(name!, inner);
  put(inner, rest, value);
}

/** Values stand as JSON or, from version 0.31 on, also as what they are. */
function valueOf({ valueJson, value }: Item): JsonValue | undefined {
  switch (value.case) {
    case undefined:
      break;
    case 'none':
      return null;
    case 'json':
      return parsed(value.value);
    case 'boolean':
    case 'integer':
    case 'number':
    case 'text':
      return asJson(value.value);
  }
  return valueJson === '' ? undefined : parsed(valueJson);
}

function parsed(text: string): JsonValue | undefined {
  try {
    // Deeper than is shown, and than a call reaches.
    return asJson(parseLooseJson(text));
  } catch {
    return undefined;
  }
}
