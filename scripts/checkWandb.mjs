// npm run check:wandb: small runs, recorded and sent, held against what the official wandb packages read and send, by a stand-in for W&B's server.
//   WANDB_OLD_PYTHON names a Python with wandb 0.16.2, WANDB_NEW_PYTHON one with the newest; without them it says how to get them.
//   Keys and processes are looked for in /proc: Linux only.
import { existsSync } from 'node:fs';
import { setUp, SetupError } from './setup.mjs';

try {
  if (!existsSync('/proc/self/cmdline')) throw new SetupError('check:wandb looks for keys in /proc: it runs on Linux only.');
  await setUp();
  const { bundleFile } = await import('./testFiles.mjs');
  await import(await bundleFile('scripts/wandb/check.ts'));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
