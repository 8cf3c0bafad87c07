// npm run bench:comparison: what a person waits for with many runs side by side, measured in the real workbench in a browser: opening the
// comparison of 50 runs of 100 epochs, a click in it, and the frames while 1,000 runs are scrolled by in the table. BENCH_RUNS (3): how often.
import path from 'node:path';
import { bundleFile } from '../testFiles.mjs';
import { withExtension } from '../vscode/withExtension.mjs';
import { makeComparedRuns, makeManyRuns } from './manyRuns.mjs';

await withExtension('bench', async ({ folder }) => {
  const [many, compared] = ['many', 'compared'].map(name => path.join(folder, name));
  makeManyRuns(path.join(many, '.digits', 'runs'), 1000);
  makeComparedRuns(path.join(compared, '.digits', 'runs'), 50, 100);
  const { measureComparison } = await import(await bundleFile('scripts/bench/comparison.ts'));
  for (const line of await measureComparison({ many, compared, times: Number(process.env.BENCH_RUNS ?? 3) })) console.log(line);
});
