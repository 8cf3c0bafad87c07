// npm run digits -- …: the command line of the checkout, set up first.
import path from 'node:path';
import { root, runInForeground, setUp, SetupError } from './setup.mjs';

// Paths in the arguments are meant from where npm was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
try {
  await setUp();
  process.exitCode = await runInForeground(process.execPath, [path.join(root, 'dist/cli.js'), ...process.argv.slice(2)], { cwd });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
