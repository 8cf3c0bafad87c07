/** Where a test's processes keep what they remember of the machine. */
export function environmentOfTests(): Record<string, string> {
  return Object.fromEntries(
    ['DIGITS_STATE', 'DIGITS_CACHE'].flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
