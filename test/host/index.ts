import { appendFileSync, writeFileSync } from 'node:fs';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * VS Code calls this inside its extension host. Runs the test files beside this one; what they print goes to `mocha.log`, the counts to
 * `summary.json` in the folder that `TEST_REPORT` names: nothing else is sure to come out of the extension host.
 */
export async function run(): Promise<void> {
  const { TEST_REPORT: report, TEST_GREP: grep, TEST_FORBID_ONLY: forbidOnly } = process.env;
  if (report === undefined) throw new Error('TEST_REPORT is not set: start the host tests with `npm test -- --host`.');
  process.setSourceMapsEnabled(true);
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => appendFileSync(path.join(report, 'mocha.log'), `${format(...parts)}\n`);
  const mocha = new Mocha({
    reporter: 'spec',
    color: false,
    timeout: 300_000,
    forbidOnly: forbidOnly !== undefined,
    ...(grep && { grep }),
  });
  for (const file of testFiles()) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const failed = await new Promise<number>(resolve => {
    const runner = mocha.run(failures => {
      const { passes = 0 } = runner.stats ?? {};
      writeFileSync(path.join(report, 'summary.json'), JSON.stringify({ passed: passes, failed: failures }));
      resolve(failures);
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function testFiles(): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.js'))
    .toSorted()
    .map(file => path.join(__dirname, file));
}
