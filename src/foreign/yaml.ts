import { parseDocument } from 'yaml';
import type { JsonValue } from '../contract/formats/recording';
import { readFileIn } from '../files/readFiles';
import { messageOf } from '../util/messageOf';
import path from 'node:path';
import { asForeignError, ForeignError } from './foreignError';
import { asJson } from './looseJson';

/** No settings of a run are longer. */
const LIMIT_BYTES = 1_000_000;

/** Aliases are few where a program wrote them, and the way in which a short file becomes gigabytes. */
const MOST_ALIASES = 100;

/**
 * The value in a YAML file; undefined if there is none of that name. Tags that name types of Python are passed over: nothing is made of them.
 * @throws {ForeignError} that names the file and what is wrong
 */
export async function readYaml(folder: string, name: string): Promise<JsonValue | undefined> {
  const file = path.join(folder, name);
  let bytes: Buffer | undefined;
  try {
    bytes = await readFileIn(folder, name, LIMIT_BYTES);
  } catch (error) {
    throw asForeignError(error, file);
  }
  return bytes && parseYaml(bytes.toString('utf8'), file);
}

/** @throws {ForeignError} that names the file and what is wrong */
export function parseYaml(text: string, file: string): JsonValue {
  try {
    // Whether keys are unique is looked at in a time that grows with their square.
    const document = parseDocument(text, { logLevel: 'silent', merge: false, stringKeys: false, uniqueKeys: false });
    const [first] = document.errors;
    if (first) throw first;
    return asJson(document.toJS({ maxAliasCount: MOST_ALIASES, mapAsMap: false }));
  } catch (error) {
    throw new ForeignError(`${file}: this is no YAML that is read: ${messageOf(error).split('\n')[0]}`, { cause: error });
  }
}
