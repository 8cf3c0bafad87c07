import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * VS Code calls this inside its extension host. Runs the files that `TEST_FILES` lists; what they print goes to `mocha.log`, the counts of
 * each to `summary.json` in the folder that `TEST_REPORT` names: nothing else is sure to come out of the extension host.
 */
export async function run(): Promise<void> {
  const { TEST_REPORT: report, TEST_FILES: list, TEST_GREP: grep, TEST_FORBID_ONLY: forbidOnly } = process.env;
  if (report === undefined || list === undefined)
    throw new Error('TEST_REPORT or TEST_FILES is not set: start the host tests with `npm test -- --host`.');
  // An ES module: it is the harness's own.
  const { countByFile } = await import('../../scripts/countByFile.mjs');
  const files = JSON.parse(list) as string[];
  process.setSourceMapsEnabled(true);
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => appendFileSync(path.join(report, 'mocha.log'), `${format(...parts)}\n`);
  const mocha = new Mocha({
    reporter: 'spec',
    color: false,
    timeout: 300_000,
    forbidOnly: forbidOnly !== undefined,
    ...(grep && { grep }),
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failed = await new Promise<number>(resolve => {
    const runner = mocha.run(failures => {
      writeFileSync(path.join(report, 'summary.json'), JSON.stringify(counts));
      resolve(failures);
    });
    const counts = countByFile(runner, files);
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
