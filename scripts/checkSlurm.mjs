// npm run check:slurm: what takes longer than a test, with a real Slurm on loopback. Runs that are really trained must come to the bits of this
//   machine, each once, whatever happens: lost nodes, a controller that is gone, time limits, cancelled and failing tasks, a process that dies
//   while it submits; and what ten thousand tasks cost. Some twenty-five minutes; Linux. Arguments choose parts.
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
