import * as fc from 'fast-check';

/** A way into a value: at each level to the n-th child, counted round and round. It ends where there are no more. */
type Way = readonly number[];

const wayInside: fc.Arbitrary<Way> = fc.array(fc.nat(255), { minLength: 1, maxLength: 6, size: 'max' });

/** In the place of a node that is taken out. */
const nothing = Symbol('nothing');

/** Stands in a text of JSON for so many lists in each other, which no value could be made of: JSON.stringify goes down into it. */
const DEEP = '«a deep value»';
const deep = '['.repeat(10_000) + ']'.repeat(10_000);

const megabyte = 'x'.repeat(1_000_001);
const longList = Array.from({ length: 20_000 }, () => 0);
const deepValue = JSON.parse('[{"type":'.repeat(1000) + '0' + '}]'.repeat(1000)) as unknown;

/** Names that objects have already, and some of nobody's. */
const oddNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '0',
  '-1',
  'a.b',
  'a\nb',
  '\0',
  '\uD800',
];

const oddTexts = [
  ...oddNames,
  ' ',
  '\uFEFF',
  '\u202Eabc',
  '\x1b[31m',
  '\r\n',
  '1',
  '1e999',
  '0x10',
  '2026-01-31T12:00:00.000Z',
  '+275760-09-13T00:00:00.000Z',
  '20260131-120000-abcd',
  '20261128-173421-aaaa',
  '../../../x',
  '/etc/passwd',
  'javascript:alert(1)',
  'https://user:password@[::1]:99999/',
  'f'.repeat(64),
  'x'.repeat(10_001),
  megabyte,
];

const oddNumbers = [0, -0, 1, -1, 0.5, 256, 257, 1e9, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 2 ** 64, 1e21, 5e-324, 1e308, -1e308];

const oddValues: readonly unknown[] = [null, true, false, [], {}, [[]], [null], [[], {}], { length: 1e9 }, longList, deepValue];

/** What JSON can say. */
const jsonValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.constantFrom(...oddNumbers),
  fc.constantFrom(...oddValues),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
  fc.constantFrom(...oddNames).map(name => Object.fromEntries([[name, { polluted: true }]])),
);

/** What a message between processes can hold besides. */
const messageValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: jsonValue, weight: 3 },
  fc.constantFrom<unknown>(
    NaN,
    Infinity,
    -Infinity,
    undefined,
    10n,
    new Date(NaN),
    new Date(0),
    new Map([['type', 1]]),
    new Set([1]),
    /x/g,
  ),
  fc.constantFrom<unknown>(new Uint8Array(8), new ArrayBuffer(8), new Error('x'), Object(5), Object('text'), Object.create(null), Array(5)),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withSparseArray: true }),
);

type Change = (value: unknown) => unknown;

/** Values that are like the ones given, but for a few changes: nodes replaced, by odd ones or by others of them, removed, added, repeated. */
export function mutatedJson(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  return mutated(seeds, jsonValue);
}

/** The same with whatever a message between processes can hold. */
export function mutatedMessage(seeds: readonly unknown[]): fc.Arbitrary<unknown> {
  return mutated(seeds, messageValue);
}

function mutated(seeds: readonly unknown[], odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const seed = fc.constantFrom(...seeds);
  const names = fc.oneof(fc.constantFrom(...oddNames), fc.constantFrom('x', ...namesIn(seeds)));
  const other = fc.oneof(
    { arbitrary: odd, weight: 3 },
    fc.tuple(seed, wayInside).map(([from, way]) => nodeAt(from, way)),
  );
  const change: fc.Arbitrary<Change> = fc.oneof(
    { arbitrary: other.map(value => () => value), weight: 4 },
    fc.constant(() => nothing),
    fc.tuple(names, other).map(
      ([name, value]) =>
        (node: unknown) =>
          added(node, name, value),
    ),
    fc.constantFrom(2, 300).map(times => (node: unknown) => repeated(node, times)),
  );
  const way = fc.oneof({ arbitrary: wayInside, weight: 30 }, fc.constant([]));
  const changes = fc.array(fc.tuple(way, change), { maxLength: 4 });
  return fc.tuple(seed, changes).map(([from, all]) => all.reduce<unknown>((value, [at, how]) => changedAt(value, at, how), from));
}

/** Such values as texts, in which moreover names come twice and lists lie ten thousand deep. */
export function mutatedJsonText(seeds: readonly unknown[]): fc.Arbitrary<string> {
  const value = fc.oneof({ arbitrary: jsonValue, weight: 5 }, fc.constant(DEEP));
  const twice = fc.tuple(fc.nat(), fc.constantFrom(...oddNames, ...namesIn(seeds)), value);
  return fc
    .tuple(mutated(seeds, value), fc.array(twice, { maxLength: 2 }))
    .map(([json, members]) => members.reduce(withMemberTwice, textOf(json)).replace(JSON.stringify(DEEP), deep));
}

/** Undefined has no text in JSON; a file can still be empty. */
export function textOf(json: unknown): string {
  return JSON.stringify(json) ?? '';
}

/** Before the end of an object, where of two members of one name the last one counts. */
function withMemberTwice(text: string, [at, name, value]: [number, string, unknown]): string {
  const ends = [...text.matchAll(/(?<!\{)\}/g)];
  const end = ends[at % ends.length]?.index;
  return end === undefined ? text : `${text.slice(0, end)},${JSON.stringify(name)}:${textOf(value)}${text.slice(end)}`;
}

function namesIn(seeds: readonly unknown[]): string[] {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(name);
      look(member);
    }
  };
  seeds.forEach(look);
  return [...names];
}

function nodeAt(value: unknown, [step, ...rest]: Way): unknown {
  const members = membersOf(value);
  return step === undefined || members.length === 0 ? value : nodeAt(members[step % members.length]![1], rest);
}

/** A value of which nothing is shared but what stayed the same. */
function changedAt(value: unknown, [step, ...rest]: Way, change: Change): unknown {
  const members = membersOf(value);
  if (step === undefined || members.length === 0) return change(value);
  const chosen = step % members.length;
  const changed = changedAt(members[chosen]![1], rest, change);
  const after = members.flatMap(([name, member], i): [string, unknown][] =>
    i !== chosen ? [[name, member]] : changed === nothing ? [] : [[name, changed]],
  );
  return Array.isArray(value) ? after.map(([, member]) => member) : Object.fromEntries(after);
}

function membersOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function added(node: unknown, name: string, value: unknown): unknown {
  if (Array.isArray(node)) return [...(node as unknown[]), value];
  // A member of that name counts less.
  return typeof node === 'object' && node !== null ? Object.fromEntries([...Object.entries(node), [name, value]]) : { [name]: value };
}

function repeated(node: unknown, times: number): unknown {
  if (typeof node === 'string') return node.slice(0, 1000).repeat(times);
  const piece: unknown[] = Array.isArray(node) ? node.slice(0, 20) : [node];
  return Array.from({ length: times }, () => piece).flat();
}
