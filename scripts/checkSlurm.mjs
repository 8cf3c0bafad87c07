// npm run check:slurm: what takes longer than a test, with a real Slurm on loopback: nodes that are lost, a controller that is gone, stopped
//   or forgets, a time limit, arrays of thousands of tasks and what they cost. Some six minutes; Linux. Arguments choose parts.
import { setUp, SetupError } from './setup.mjs';

try {
  if (process.platform !== 'linux') throw new SetupError('check:slurm starts a Slurm: it runs on Linux alone.');
  await setUp();
  const { bundleFile } = await import('./testFiles.mjs');
  await import(await bundleFile('scripts/slurm/check.ts'));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
