import type * as v from 'valibot';
import { messageOf } from '../../util/messageOf';
import { FormatError, parseValue } from './parse';
import { passOver } from './passedOver';

/** Parses a text of JSON. Fields that a later version added are reported to the log. @throws {FormatError} */
export function parseJson<S extends v.GenericSchema>(schema: S, json: string, where: string): v.InferOutput<S> {
  return parseFile(schema, jsonOf(json, where), where);
}

/** The same for a value that JSON was parsed to. @throws {FormatError} */
export function parseFile<S extends v.GenericSchema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  const parsed = parseValue(schema, value, where);
  if (parsed !== value) tellUnknown(value, parsed, where, []);
  return parsed;
}

/** @throws {FormatError} if it is no JSON */
export function jsonOf(json: string, where: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    throw new FormatError(where, `this is no JSON: ${messageOf(error)}.`);
  }
}

/** Fields of objects that a description does not name; lists are not looked into, since theirs are those of their first element. */
function tellUnknown(value: unknown, parsed: unknown, where: string, path: readonly string[]): void {
  if (!isObject(value) || !isObject(parsed)) return;
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(parsed, name)) tellUnknown(member, parsed[name], where, [...path, name]);
    else passOver(where, `the field ${JSON.stringify([...path, name].join('.')).slice(0, 100)}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
