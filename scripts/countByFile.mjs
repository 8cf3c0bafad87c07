/**
 * Counts what passes and fails in each file while mocha runs, and notes what is skipped.
 * @param {import('mocha').Runner} runner
 * @param {readonly string[]} files
 * @returns {Record<string, { passed: number, failed: number, skipped?: string[] }>} whole when the runner has ended
 */
export function countByFile(runner, files) {
  /** @type {Record<string, { passed: number, failed: number, skipped?: string[] }>} */
  const byFile = Object.fromEntries(files.map(file => [file, { passed: 0, failed: 0 }]));
  // A hook outside of every file counts with the first.
  /** @param {{ file?: string }} of */
  const countsOf = ({ file = '' }) => byFile[file] ?? byFile[files[0]];
  runner.on('pass', test => countsOf(test).passed++);
  runner.on('pending', test => (countsOf(test).skipped ??= []).push(test.fullTitle()));
  runner.on('fail', testOrHook => countsOf(testOrHook).failed++);
  return byFile;
}
