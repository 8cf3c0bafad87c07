// npm run bench:editor: what a person waits for in VS Code, measured from outside, in the real workbench in a browser: activation, the first
// point on the chart after "Start training", 1,000 runs in the tree, the dashboard of a run of 1,000 epochs, and how often its page is told
// something. BENCH_RUNS (5): how often each is measured; the median counts.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ownTarget, packExtension } from '../package.mjs';
import { root, setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';
import { sharedBrowser } from '../vscode/browser.mjs';
import { installServer } from '../vscode/install.mjs';
import { installExtension } from '../vscode/server.mjs';
import { makeLongRun, makeManyRuns } from './manyRuns.mjs';

await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
try {
  const [extensions, many, long] = ['extensions', 'many', 'long'].map(name => path.join(folder, name));
  await installExtension(await installServer(), await packExtension(ownTarget(), folder), extensions);
  makeManyRuns(path.join(many, '.digits', 'runs'), 1000);
  makeLongRun(path.join(long, '.digits', 'runs'), 1000);
  const report = path.join(root, 'test-results', 'bench');
  await mkdir(report, { recursive: true });
  Object.assign(process.env, { TEST_EXTENSIONS: extensions, TEST_REPORT: report });
  const { measureEditor } = await import(await bundleFile('scripts/bench/editor.ts'));
  for (const line of await measureEditor({ many, long, times: Number(process.env.BENCH_RUNS ?? 5) })) console.log(line);
  await (await sharedBrowser()).close();
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
