// npm run bench:cluster: VS Code on a folder in which other machines leave the 10,000 runs of a plan, once with file watchers, once as on a network
// folder, where they see nothing, and there with the sweep's page open too: the extension host's share of a core, its memory and the file calls that
// the file server answers, and how long after they were written changes are seen.
// BENCH_RUNS (10000): how many; `-- --only network`: one of the three alone.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';
import { withExtension } from '../vscode/withExtension.mjs';

if (process.platform !== 'linux') throw new Error('npm run bench:cluster reads what a process takes from /proc: it needs Linux.');
const { values } = parseArgs({ options: { only: { type: 'string' } } });
await withExtension('bench', async ({ folder }) => {
  const { measureCluster } = await import(await bundleFile('scripts/bench/cluster.ts'));
  const options = { cli: path.join(root, 'dist', 'cli.js'), runs: Number(process.env.BENCH_RUNS ?? 10_000), only: values.only };
  for (const line of await measureCluster(folder, options)) console.log(line);
});
