// npm run bench:cluster: VS Code on a folder in which other machines leave the 10,000 runs of a plan, once with file watchers, once as on a network
// folder, where they see nothing, and there with the sweep's page open too: the extension host's share of a core, its memory and the file calls that
// the file server answers, and how long after they were written changes are seen.
// BENCH_RUNS (10000): how many; `-- --only network`: one of the three alone.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ownTarget, packExtension } from '../package.mjs';
import { root, setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';
import { sharedBrowser } from '../vscode/browser.mjs';
import { installServer } from '../vscode/install.mjs';
import { installExtension } from '../vscode/server.mjs';

if (process.platform !== 'linux') throw new Error('npm run bench:cluster reads what a process takes from /proc: it needs Linux.');
const { values } = parseArgs({ options: { only: { type: 'string' } } });
await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
try {
  const extensions = path.join(folder, 'extensions');
  await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
  const report = path.join(root, 'test-results', 'bench');
  await mkdir(report, { recursive: true });
  Object.assign(process.env, { TEST_REPORT: report, TEST_EXTENSIONS: extensions });
  const { measureCluster } = await import(await bundleFile('scripts/bench/cluster.ts'));
  const options = { cli: path.join(root, 'dist', 'cli.js'), runs: Number(process.env.BENCH_RUNS ?? 10_000), only: values.only };
  for (const line of await measureCluster(folder, options)) console.log(line);
  await (await sharedBrowser()).close();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
