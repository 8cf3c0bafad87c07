import type * as v from 'valibot';

/**
 * Checks whether valibot would return a value unchanged, which is true of nearly all values: valibot copies each object that it parses, and
 * a run can have a hundred thousand events. The check is built from the description itself; where a description uses something that is not
 * known here, nothing fits, and valibot decides.
 */
export function fits(schema: v.GenericSchema, value: unknown): boolean {
  return passes(checkFor(schema), value);
}

/** The same for one description and many values: it is looked up once. */
export function fitting(schema: v.GenericSchema): (value: unknown) => boolean {
  let check: Check | undefined;
  return value => passes((check ??= checkFor(schema)), value);
}

function checkFor(schema: v.GenericSchema): Check {
  let check = made.get(schema);
  if (!check) made.set(schema, (check = ofSchema(schema)));
  return check;
}

const made = new WeakMap<object, Check>();

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

type Kind = 'nothing' | 'number' | 'string' | 'boolean' | 'literal' | 'picklist' | 'nullable' | 'array' | 'object' | 'variant';

/** What a value has to be. All are of one class and one function looks at all, which engines run fastest. */
class Check {
  /** Of a number; of a text or a list, its length. */
  least = -Infinity;
  most = Infinity;
  isWhole = false;
  /** Of a literal its value, of a picklist its values. */
  among: readonly unknown[] = [];
  /** Of what may be null, or of each element of a list. */
  inner: Check | undefined = undefined;
  /** Of an object. */
  known: ReadonlyMap<string, Check> = new Map();
  required: readonly string[] = [];
  /** The names of its fields, in the order in which the last one had them, and what they have to be. */
  names: readonly string[] = [];
  fields: readonly Check[] = [];
  /** Of a variant: the field that tells which, and the objects by what it says. */
  key = '';
  variants: ReadonlyMap<unknown, Check> = new Map();
  readonly others: ((value: never) => boolean)[] = [];

  constructor(readonly kind: Kind) {}
}

function checkOf(kind: Kind, more: Partial<Check> = {}): Check {
  return Object.assign(new Check(kind), more);
}

/** Most of what a run says is numbers in objects. */
function passes(check: Check, value: unknown): boolean {
  switch (check.kind) {
    case 'number':
      if (typeof value !== 'number' || !(value >= check.least && value <= check.most)) return false;
      if (check.isWhole && value % 1 !== 0) return false;
      break;
    case 'object':
      if (!isObjectOf(check, value)) return false;
      break;
    case 'string':
      if (typeof value !== 'string' || value.length < check.least || value.length > check.most) return false;
      break;
    case 'boolean':
      if (typeof value !== 'boolean') return false;
      break;
    case 'literal':
    case 'picklist':
      if (!check.among.includes(value)) return false;
      break;
    case 'nullable':
      if (value !== null && !passes(check.inner!, value)) return false;
      break;
    case 'array':
      if (!Array.isArray(value) || value.length < check.least || value.length > check.most) return false;
      // `every` would pass over what a list has no element for.
      for (let i = 0; i < value.length; i++) if (!passes(check.inner!, value[i])) return false;
      break;
    case 'variant': {
      const variant = check.variants.get((value as Readonly<Record<string, unknown>> | null | undefined)?.[check.key]);
      if (!variant || !passes(variant, value)) return false;
      break;
    }
    case 'nothing':
      return false;
  }
  const { others } = check;
  for (let i = 0; i < others.length; i++) if (!others[i]!(value as never)) return false;
  return true;
}

function isObjectOf(check: Check, value: unknown): boolean {
  // Of a map, say, valibot makes an object.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return false;
  const object = value as Readonly<Record<string, unknown>>;
  const { names, fields } = check;
  let i = 0;
  for (const name in object) {
    if (name !== names[i]) return isInAnotherOrder(check, object);
    if (!passes(fields[i]!, object[name])) return false;
    i++;
  }
  return i === names.length || isInAnotherOrder(check, object);
}

/** Objects of one kind mostly have the same fields in the same order: the next one is looked at in this one's, which is quicker than by name. */
function isInAnotherOrder(check: Check, object: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(object);
  const fields = names.map(name => check.known.get(name));
  if (!fields.every(field => field !== undefined) || !check.required.every(name => names.includes(name))) return false;
  check.names = names;
  check.fields = fields;
  return fields.every((field, i) => passes(field, object[names[i]!]));
}

function ofSchema(schema: unknown): Check {
  const part = schema as Part;
  if (!part.pipe) return ofPart(part);
  const [first, ...actions] = part.pipe;
  return actions.reduce(withAction, ofSchema(first));
}

function ofPart(part: Part): Check {
  const { type } = part;
  switch (type) {
    case 'number':
    case 'string':
    case 'boolean':
      return checkOf(type);
    case 'literal':
      return checkOf(type, { among: [part.literal] });
    case 'picklist':
      return checkOf(type, { among: part.options! });
    case 'nullable':
    case 'nullish':
      // Where null stands for a default, valibot puts it there.
      return part.default === undefined ? checkOf('nullable', { inner: ofSchema(part.wrapped) }) : ofSchema(part.wrapped);
    case 'optional':
    case 'exact_optional':
      // Where it is there. Where not, it may have a default, which valibot knows.
      return ofSchema(part.wrapped);
    case 'array':
      return checkOf(type, { inner: ofSchema(part.item) });
    case 'object':
    case 'strict_object': {
      const entries = Object.entries(part.entries!);
      const known = new Map(entries.map(([name, field]) => [name, ofSchema(field)]));
      const mayMiss = ([, field]: [string, Part]): boolean => field.type === 'exact_optional' && field.default === undefined;
      const required = entries.filter(entry => !mayMiss(entry)).map(([name]) => name);
      return checkOf('object', { known, required, names: [...known.keys()], fields: [...known.values()] });
    }
    case 'variant':
      return ofVariant(part.key!, part.options as readonly Part[]);
    default:
      return checkOf('nothing');
  }
}

function ofVariant(key: string, options: readonly Part[]): Check {
  const variants = new Map<unknown, Check>();
  for (const option of options) {
    const field = option.entries?.[key];
    // What it means when it is missing is known to valibot.
    const told = field?.type === 'optional' ? field.wrapped : field;
    if (told?.type !== 'literal') return checkOf('nothing');
    variants.set(told.literal, ofSchema(option));
  }
  return checkOf('variant', { key, variants });
}

/** With an action of a pipe, which come after what the pipe begins with. */
function withAction(check: Check, action: Part): Check {
  // They only say something, to TypeScript or to a person.
  if (action.type === 'readonly' || action.type === 'description' || addLimit(check, action)) return check;
  const other = otherOf(action);
  if (!other) return checkOf('nothing');
  check.others.push(other);
  return check;
}

/** Stores the limit of an action on numbers or lengths in the fields of a check; false for any other action. */
function addLimit(check: Check, { type, requirement }: Part): boolean {
  const limit = requirement as number;
  if (check.kind === 'number')
    switch (type) {
      case 'min_value':
        return narrow(check, limit, Infinity);
      case 'max_value':
        return narrow(check, -Infinity, limit);
      case 'safe_integer':
        check.isWhole = true;
        return narrow(check, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      case 'finite':
        return narrow(check, -Number.MAX_VALUE, Number.MAX_VALUE);
    }
  if (check.kind === 'string' || check.kind === 'array')
    switch (type) {
      case 'non_empty':
        return narrow(check, 1, Infinity);
      case 'max_length':
        return narrow(check, 0, limit);
    }
  return false;
}

function narrow(check: Check, least: number, most: number): true {
  check.least = Math.max(check.least, least);
  check.most = Math.min(check.most, most);
  return true;
}

function otherOf({ type, requirement }: Part): ((value: never) => boolean) | undefined {
  switch (type) {
    case 'integer':
      return Number.isInteger;
    case 'gt_value':
      return value => value > (requirement as number);
    case 'lt_value':
      return value => value < (requirement as number);
    case 'regex':
      return value => (requirement as RegExp).test(value);
    case 'check':
      return requirement as (value: never) => boolean;
  }
  return undefined;
}
