// npm run bench:tracking: what sending to W&B costs training. The same run is trained without W&B, sent to a stand-in for its server that
// works, and to one that fails every second request in another way; they take turns. BENCH_RUNS (5): how often; medians count.
import { setUp } from '../setup.mjs';
import { bundleFile } from '../testFiles.mjs';

await setUp();
const { measureTracking } = await import(await bundleFile('scripts/bench/tracking.ts'));
for (const line of await measureTracking(Number(process.env.BENCH_RUNS ?? 5))) console.log(line);
