import path from 'node:path';
import { totalOf } from './mochaProcess.mjs';

/**
 * Runs test files that need a VS Code; those that fail once more, in another one. This is a net, not a habit: what passed only then is said
 * aloud, so that it is mended. What is run as a part fails at once.
 * @param {readonly string[]} files bundles of tests
 * @param {{ isPart: boolean, run: (files: readonly string[]) => Promise<Record<string, { passed: number, failed: number }>> }} how
 * @returns {Promise<{ passed: number, failed: number, wavered: readonly string[] }>} `wavered`: the files that passed only the second time
 */
export async function runTwice(files, { isPart, run }) {
  const first = await run(files);
  const failed = files.filter(file => first[file].failed > 0);
  if (failed.length === 0 || isPart) return { ...totalOf(first), wavered: [] };
  /** @param {readonly string[]} of */
  const names = of => of.map(file => path.basename(file).replace(/\.m?js$/, ''));
  console.log(
    `\n!!! ${failed.length} of ${files.length} files failed and run once more, in another VS Code: ${names(failed).join(', ')}\n`,
  );
  const second = await run(failed);
  return { ...totalOf({ ...first, ...second }), wavered: names(failed.filter(file => second[file].failed === 0)) };
}
