import assert from 'node:assert/strict';

/** Beside the name of the file. */
const LONGEST = 600;

/** What no text for a person has in it: the traces of a program that did not expect what it met. */
const TRACES = /\[object |\bNaN\b|\bundefined\b|\b(Type|Range|Syntax|Reference)Error\b|^\s+at .*:\d+:\d+/m;

/**
 * Checks that an error is one for a person: of a class that its reader says it throws, short, and naming the file.
 * @param classes the names that it may have
 * @param where what it names
 */
export function assertComplaint(error: unknown, classes: readonly string[], where: string): asserts error is Error {
  assert.ok(error instanceof Error, `something was thrown that is no error: ${String(error)}`);
  const { name, message } = error;
  assert.ok(classes.includes(name), `thrown was ${error.stack}; expected ${classes.join(' or ')}`);
  assert.ok(message.includes(where), `this does not name ${where}: ${message}`);
  const rest = message.replaceAll(where, '');
  assert.ok(rest.length <= LONGEST, `this has ${rest.length} characters: ${message}`);
  // A message between processes can hold what is no number.
  assertReadable(rest.replace('found NaN', ''));
}

/** Checks that a text was written by what expected its input. */
export function assertReadable(text: string): void {
  const [trace] = TRACES.exec(text) ?? [];
  assert.equal(trace, undefined, text);
}

/** A value, or undefined where there is an error that `assertComplaint` has nothing against. */
export async function valueOf<T>(read: () => T | Promise<T>, classes: readonly string[], where: string): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    assertComplaint(error, classes, where);
    return undefined;
  }
}
