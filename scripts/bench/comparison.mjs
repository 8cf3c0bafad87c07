// npm run bench:comparison: what a person waits for with many runs side by side, measured in the real workbench in a browser: opening the
// comparison of 50 runs of 100 epochs, a click in it, and the frames while 1,000 runs are scrolled by in the table. BENCH_RUNS (3): how often.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownTarget, packExtension } from '../package.mjs';
import { root, setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';
import { sharedBrowser } from '../vscode/browser.mjs';
import { installServer } from '../vscode/install.mjs';
import { installExtension } from '../vscode/server.mjs';
import { makeComparedRuns, makeManyRuns } from './manyRuns.mjs';

await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
try {
  const [extensions, many, compared] = ['extensions', 'many', 'compared'].map(name => path.join(folder, name));
  await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
  makeManyRuns(path.join(many, '.digits', 'runs'), 1000);
  makeComparedRuns(path.join(compared, '.digits', 'runs'), 50, 100);
  const report = path.join(root, 'test-results', 'bench');
  await mkdir(report, { recursive: true });
  Object.assign(process.env, { TEST_EXTENSIONS: extensions, TEST_REPORT: report });
  const { measureComparison } = await import(await bundleFile('scripts/bench/comparison.ts'));
  for (const line of await measureComparison({ many, compared, times: Number(process.env.BENCH_RUNS ?? 3) })) console.log(line);
  await (await sharedBrowser()).close();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
