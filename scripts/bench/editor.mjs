// npm run bench:editor [-- --against COMMIT]: what a person waits for in VS Code, measured from outside, in the real workbench in a browser:
// activation, the first point on the chart after "Start training", 1,000 runs in the tree, the dashboard of a run of 1,000 epochs, and how often
// its page is told something. BENCH_RUNS (5): how often each is measured; the median counts.
//
// With --against another commit is measured in turn with this checkout, so that a busy minute hits both alike, and the ratios are told too.
// The runs are made by that commit, so that the older format of two is read by both.
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
import { makeLongRun, makeManyRuns } from './manyRuns.mjs';
import { packCommit } from './otherCommit.mjs';

const { values } = parseArgs({ options: { against: { type: 'string' } } });
await setUp();
const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
const other = values.against === undefined ? undefined : packCommit(root, values.against, folder);
try {
  const [many, long] = ['many', 'long'].map(name => path.join(folder, name));
  const vsixes = [...(other ? [other.vsix] : []), await packExtension(ownTarget(), folder)];
  const extensions = [];
  for (const [i, vsix] of vsixes.entries()) {
    extensions.push(path.join(folder, `extensions${i}`));
    await installExtension(await installServer(), vsix, extensions[i]);
  }
  makeManyRuns(path.join(many, '.digits', 'runs'), 1000, other);
  makeLongRun(path.join(long, '.digits', 'runs'), 1000, other);
  const report = path.join(root, 'test-results', 'bench');
  await mkdir(report, { recursive: true });
  process.env.TEST_REPORT = report;
  const { measureEditor } = await import(await bundleFile('scripts/bench/editor.ts'));
  if (other) console.log(`${other.title} → this checkout, and the median of the ratios`);
  for (const line of await measureEditor({ extensions, many, long, times: Number(process.env.BENCH_RUNS ?? 5) })) console.log(line);
  await (await sharedBrowser()).close();
} finally {
  other?.remove();
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
