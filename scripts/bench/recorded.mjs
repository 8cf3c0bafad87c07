// npm run bench:recorded: VS Code on a folder of 200 recorded runs of 10,000 steps with 50 metrics each, while four more send 10 steps a second to
// `digits serve`: the extension host's share of a core and its memory, and how long after it was sent a step is drawn. BENCH_RUNS (3): how often.
import { bundleFile } from '../testFiles.mjs';
import { withExtension } from '../vscode/withExtension.mjs';

if (process.platform !== 'linux') throw new Error('npm run bench:recorded reads what a process takes from /proc: it needs Linux.');
await withExtension('bench', async ({ folder }) => {
  const { measureRecorded } = await import(await bundleFile('scripts/bench/recorded.ts'));
  for (const line of await measureRecorded(folder, Number(process.env.BENCH_RUNS ?? 3))) console.log(line);
});
