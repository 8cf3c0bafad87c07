// npm run check:tracking: scripts with the official wandb packages, sent to `digits serve`, held against what they printed.
//   Makes venvs with wandb 0.13.11, 0.15.12, 0.16.2, 0.29.0 and the newest below a temporary folder; TRACKING_VENVS names one that is kept.
//   Arguments choose parts and versions: npm run check:tracking -- synced artifacts 0.16.2 newest. Linux and macOS.
import { setUp, SetupError } from './setup.mjs';

try {
  if (process.platform === 'win32') throw new SetupError('check:tracking ends processes by signals: it does not run on Windows.');
  await setUp();
  const { bundleFile } = await import('./testFiles.mjs');
  await import(await bundleFile('scripts/tracking/check.ts'));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
