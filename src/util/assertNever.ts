/** Ends a switch that is exhaustive by type; throws if a value of another version got here all the same. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}.`);
}
