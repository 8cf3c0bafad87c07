import * as v from 'valibot';
import { fits } from './fits';

/** A file or message that is not what its description says. The message names the place, what was found and what was expected. */
export class FormatError extends Error {
  override readonly name = 'FormatError';

  constructor(
    where: string,
    /** The message without the name of the file. */
    readonly detail: string,
  ) {
    super(`${where}: ${detail}`);
  }
}

/**
 * Parses a value by its description; fields that the description does not name are left out.
 * @param where the file, or what the message is, for errors
 * @throws {FormatError} that names the first place that is wrong
 */
export function parseValue<S extends v.GenericSchema>(schema: S, value: unknown, where: string): v.InferOutput<S> {
  if (fits(schema, value)) return value;
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return result.output;
  throw formatError(schema, result.issues[0], where);
}

function formatError(schema: v.GenericSchema, issue: v.BaseIssue<unknown>, where: string): FormatError {
  const { issue: at, path } = innermost(issue);
  const keys = path.map(({ key }) => key);
  const place = keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return `${path === '' ? '' : `${path}.`}${nameInShort(String(key))}`;
  }, '');
  const isMissing = at.received === 'undefined';
  // Of a variant it is said what tells its options apart, where that is not valibot's own words.
  const isTold = at.type === 'variant' && !at.message.startsWith('Invalid ');
  const expected = isMissing && !isTold ? (expectedAt(schema, keys) ?? 'it to be there') : at.message;
  const found = isMissing ? 'it is missing' : `found ${inShort(at.input)}`;
  return new FormatError(where, `${place === '' ? '' : `${place}: `}${found}; expected ${expected}.`);
}

type Path = NonNullable<v.BaseIssue<unknown>['path']>;

/** Where nothing that a value could be fits it: what is wrong with the one that it comes nearest to, if it comes near one. */
function innermost(issue: v.BaseIssue<unknown>): { readonly issue: v.BaseIssue<unknown>; readonly path: readonly Path[number][] } {
  const path = issue.path ?? [];
  const nearest = (issue.issues ?? []).reduce<v.BaseIssue<unknown> | undefined>(
    (best, one) => ((one.path?.length ?? 0) > (best?.path?.length ?? 0) ? one : best),
    undefined,
  );
  if (!nearest) return { issue, path };
  const inside = innermost(nearest);
  return { issue: inside.issue, path: [...path, ...inside.path] };
}

/** The name of a field; it may come from an untrusted file. */
function nameInShort(name: string): string {
  return /^\w{1,80}$/.test(name) ? name : inShort(name);
}

/** A value in words for a person, shortened if it is long. */
export function inShort(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const words = typeof value === 'string' ? JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value) : String(value);
  return words.slice(0, 120);
}

/** The parts of a schema that say what is inside it. */
interface SchemaNode {
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly item?: unknown;
  readonly wrapped?: SchemaNode;
  readonly options?: readonly SchemaNode[];
}

/** What the description of a part of a value expects, in words. */
function expectedAt(schema: v.GenericSchema, keys: readonly unknown[]): string | undefined {
  let at: unknown = schema;
  for (const key of keys) {
    const node = at as SchemaNode;
    const { entries, item, options } = node.wrapped ?? node;
    const known = entries ?? options?.find(option => option.entries && String(key) in option.entries)?.entries;
    at = known?.[String(key)] ?? item;
    if (at === undefined) return undefined;
  }
  const { message, wrapped } = at as { message?: unknown; wrapped?: { message?: unknown } };
  const words = message ?? wrapped?.message;
  if (typeof words === 'function') return String((words as (issue: object) => unknown)({}));
  return typeof words === 'string' ? words : undefined;
}
