// npm run digits -- …: the command line of the checkout, set up first.
import path from 'node:path';
import { root, runInForeground, setUp } from './setup.mjs';

await setUp();
// Paths in the arguments are meant from where npm was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = runInForeground(process.execPath, [path.join(root, 'dist/cli.js'), ...process.argv.slice(2)], { cwd });
