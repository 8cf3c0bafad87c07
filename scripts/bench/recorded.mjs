// npm run bench:recorded: VS Code on a folder of 200 recorded runs of 10,000 steps with 50 metrics each, while four more send 10 steps a second to
// `digits serve`: the extension host's share of a core and its memory, and how long after it was sent a step is drawn. BENCH_RUNS (3): how often.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownTarget, packExtension } from '../package.mjs';
import { root, setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';
import { sharedBrowser } from '../vscode/browser.mjs';
import { installServer } from '../vscode/install.mjs';
import { installExtension } from '../vscode/server.mjs';

if (process.platform !== 'linux') throw new Error('npm run bench:recorded reads what a process takes from /proc: it needs Linux.');
await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
try {
  const extensions = path.join(folder, 'extensions');
  await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
  const report = path.join(root, 'test-results', 'bench');
  await mkdir(report, { recursive: true });
  Object.assign(process.env, { TEST_REPORT: report, TEST_EXTENSIONS: extensions });
  const { measureRecorded } = await import(await bundleFile('scripts/bench/recorded.ts'));
  for (const line of await measureRecorded(folder, Number(process.env.BENCH_RUNS ?? 3))) console.log(line);
  await (await sharedBrowser()).close();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
