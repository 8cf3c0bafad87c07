import type * as v from 'valibot';
import { maxOf, minOf } from '../../util/extremes';

/** True only of a value that is as its description says and has nothing else in it; false: valibot has to look. */
type Fits = (value: unknown) => boolean;

/**
 * Whether a description would give a value back as it is, which is so of nearly all of them: valibot makes a copy of each object that it
 * looks at, and a run can have a hundred thousand events. The answer comes from the description itself; a part of one that is not known
 * here fits nothing, so that valibot decides.
 */
export function fits(schema: v.GenericSchema, value: unknown): boolean {
  let check = made.get(schema);
  if (!check) made.set(schema, (check = ofSchema(schema)));
  return check(value);
}

const made = new WeakMap<object, Fits>();

/** The parts of descriptions that are looked at. */
interface Part {
  readonly type: string;
  readonly pipe?: readonly [Part, ...Part[]];
  readonly entries?: Readonly<Record<string, Part>>;
  readonly item?: Part;
  readonly wrapped?: Part;
  readonly default?: unknown;
  readonly literal?: unknown;
  readonly options?: readonly unknown[];
  readonly key?: string;
  readonly requirement?: unknown;
}

const nothing: Fits = () => false;

function ofSchema(schema: unknown): Fits {
  const part = schema as Part;
  if (!part.pipe) return ofPart(part);
  const [first, ...actions] = part.pipe;
  if (first.type === 'number' && !first.pipe) return ofNumber(actions);
  return all([ofSchema(first), ...actions.filter(({ type }) => !says.has(type)).map(ofAction)]);
}

/** Actions that only say something, to TypeScript or to a person. */
const says: ReadonlySet<string> = new Set(['readonly', 'description']);

/** In one step, as most of what a run says is numbers. */
function ofNumber(actions: readonly Part[]): Fits {
  const limits = (type: string): number[] => actions.flatMap(action => (action.type === type ? [action.requirement as number] : []));
  const least = maxOf(limits('min_value'), -Infinity);
  const most = minOf(limits('max_value'), Infinity);
  const isWhole = actions.some(({ type }) => type === 'safe_integer');
  const isFinite = actions.some(({ type }) => type === 'finite');
  const isInRange: Fits = value =>
    typeof value === 'number' &&
    value >= least &&
    value <= most &&
    (!isWhole || Number.isSafeInteger(value)) &&
    (!isFinite || Number.isFinite(value));
  const others = actions.filter(({ type }) => !says.has(type) && !inOneStep.has(type)).map(ofAction);
  return others.length === 0 ? isInRange : all([isInRange, ...others]);
}

const inOneStep: ReadonlySet<string> = new Set(['min_value', 'max_value', 'safe_integer', 'finite']);

function ofPart(part: Part): Fits {
  switch (part.type) {
    case 'string':
    case 'boolean':
      return value => typeof value === part.type;
    case 'number':
      return value => typeof value === 'number' && !Number.isNaN(value);
    case 'literal':
      return value => value === part.literal;
    case 'picklist':
      return value => part.options!.includes(value);
    case 'nullable':
    case 'nullish': {
      const wrapped = ofSchema(part.wrapped);
      return part.default === undefined ? value => value === null || wrapped(value) : wrapped;
    }
    case 'optional':
    case 'exact_optional':
      // Where it is there. Where not, it may have a default, which valibot knows.
      return ofSchema(part.wrapped);
    case 'array': {
      const item = ofSchema(part.item);
      return value => Array.isArray(value) && hasEach(value, item);
    }
    case 'object':
    case 'strict_object':
      return ofObject(part.entries!);
    case 'variant':
      return ofVariant(part.key!, part.options as readonly Part[]);
    default:
      return nothing;
  }
}

function ofAction({ type, requirement }: Part): Fits {
  const limit = requirement as number;
  switch (type) {
    case 'integer':
      return Number.isInteger;
    case 'gt_value':
      return value => (value as number) > limit;
    case 'lt_value':
      return value => (value as number) < limit;
    case 'non_empty':
      return value => (value as string | readonly unknown[]).length > 0;
    case 'max_length':
      return value => (value as string | readonly unknown[]).length <= limit;
    case 'regex':
      return value => (requirement as RegExp).test(value as string);
    case 'check':
      return requirement as Fits;
    default:
      return nothing;
  }
}

function all(checks: readonly Fits[]): Fits {
  if (checks.length === 1) return checks[0]!;
  return value => {
    for (const check of checks) if (!check(value)) return false;
    return true;
  };
}

/** `every` would pass over what a list has no element for. */
function hasEach(list: readonly unknown[], item: Fits): boolean {
  for (const one of list) if (!item(one)) return false;
  return true;
}

function ofObject(entries: Readonly<Record<string, Part>>): Fits {
  const fields = Object.entries(entries).map(([name, part]) => ({
    name,
    fits: ofSchema(part),
    mayMiss: part.type === 'exact_optional' && part.default === undefined,
  }));
  return value => {
    // Of a map, say, valibot makes an object.
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
    const object = value as Readonly<Record<string, unknown>>;
    let known = 0;
    for (const { name, fits: fitsField, mayMiss } of fields) {
      const field = object[name];
      if (field === undefined && mayMiss && !(name in object)) continue;
      if (!fitsField(field)) return false;
      known++;
    }
    for (const name in object) if (Object.hasOwn(object, name)) known--;
    return known === 0;
  };
}

function ofVariant(key: string, options: readonly Part[]): Fits {
  const byLiteral = new Map<unknown, Fits>();
  for (const option of options) {
    const told = option.entries?.[key];
    if (told?.type !== 'literal') return nothing;
    byLiteral.set(told.literal, ofSchema(option));
  }
  return value => byLiteral.get((value as Readonly<Record<string, unknown>> | null)?.[key])?.(value) ?? false;
}
