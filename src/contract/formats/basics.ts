/**
 * The building blocks of the descriptions of files and messages. The text in each of them states what is expected, and ends the sentence of
 * an error.
 */
import * as v from 'valibot';
import { grouped } from '../../util/format';

/** No text in a file of a run is longer. */
const LONGEST_TEXT = 1_000_000;

export const text = v.pipe(v.string('text'), v.maxLength(LONGEST_TEXT, 'a shorter text'));

export const flag = v.boolean('true or false');

/** Any finite number; JSON cannot hold others. */
export const number = v.pipe(v.number('a number'), v.finite('a number'));

export const positive = v.pipe(v.number('a number from 0'), v.finite('a number from 0'), v.minValue(0, 'a number from 0'));

/** From 0 to 1; a sum of many shares may come out a little above. */
export const share = v.pipe(
  v.number('a number from 0 to 1'),
  v.minValue(0, 'a number from 0 to 1'),
  v.maxValue(1 + 1e-9, 'a number from 0 to 1'),
);

/** A whole number of things. */
export const count = whole(0);

export function whole(minimum: number, maximum = Number.MAX_SAFE_INTEGER): v.GenericSchema<number> {
  const to = maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${grouped(maximum)}`;
  const expected = `a whole number from ${grouped(minimum)}${to}`;
  return v.pipe(v.number(expected), v.safeInteger(expected), v.minValue(minimum, expected), v.maxValue(maximum, expected));
}

export function oneOf<const T extends readonly string[]>(choices: T): v.PicklistSchema<T, string> {
  return v.picklist(choices, choices.length === 1 ? `"${choices[0]}"` : `one of ${choices.join(', ')}`);
}

/** One text or number and no other. */
export function only<const T extends string | number>(value: T): v.LiteralSchema<T, string> {
  return v.literal(value, JSON.stringify(value));
}

/**
 * The format in which this product writes times. Recognising it without parsing a date saves most of the time that it takes to check an
 * event.
 */
const ISO_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** ISO 8601. */
export const time = v.pipe(
  v.string('a time such as 2026-01-31T12:00:00.000Z'),
  v.maxLength(40, 'a time such as 2026-01-31T12:00:00.000Z'),
  v.check(value => ISO_TIME.test(value) || !Number.isNaN(Date.parse(value)), 'a time such as 2026-01-31T12:00:00.000Z'),
);

export const sha256 = v.pipe(
  v.string('a SHA-256 in 64 hexadecimal digits'),
  v.regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 hexadecimal digits'),
);

export const runId = v.pipe(v.string('a run id'), v.regex(/^\d{8}-\d{6}-[a-z2-7]{4}$/, 'a run id such as 20260131-120000-abcd'));

export function list<S extends v.GenericSchema>(
  item: S,
  most = 1_000_000,
): v.SchemaWithPipe<
  readonly [v.ArraySchema<S, string>, v.MaxLengthAction<v.InferOutput<S>[], number, string>, v.ReadonlyAction<v.InferOutput<S>[]>]
> {
  return v.pipe(v.array(item, 'a list'), v.maxLength(most, 'a shorter list'), v.readonly());
}

/** Fields that are not described, since a later version added them, are ignored. */
export function record<E extends v.ObjectEntries>(
  entries: E,
): v.SchemaWithPipe<readonly [v.ObjectSchema<E, string>, v.ReadonlyAction<v.InferOutput<v.ObjectSchema<E, string>>>]> {
  return v.pipe(v.object(entries, 'an object'), v.readonly());
}
