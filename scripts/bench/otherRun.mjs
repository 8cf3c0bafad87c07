// npm run bench:other: what a run of 40,000 events costs that another process trains, in the editor: the first reading of its file, and each
// look after it, at which fifty more events are there. BENCH_RUNS (15): how often; medians count.
import { setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';

await setUp();
const { measureOtherRun } = await import(await bundleFile('scripts/bench/otherRun.ts'));
for (const line of await measureOtherRun(Number(process.env.BENCH_RUNS ?? 15))) console.log(line);
