import { configurations, imagesOf, nameOf, parseConfigurations, type Configuration } from './configuration';
import { ratioInWords, ratioOf, spread, table, type Ratio } from './figures';
import type { Bench, Part } from './part';
import { keras, ownProgram } from './programs';
import { takeTurns, type Measured } from './turns';

/** Training over the range of the parameters, beside Keras at its best. BENCH_CONFIGS says which configurations. */
export async function measureByConfiguration(bench: Bench): Promise<Part> {
  const chosen = parseConfigurations(process.env['BENCH_CONFIGS'] ?? configurations.map(nameOf).join(','));
  const found: { configuration: Configuration; images: number; own: Measured; peer: Measured | undefined; ratio: Ratio | undefined }[] = [];
  for (const configuration of chosen) {
    const peer = keras(bench, configuration, 'cached');
    const starts = [ownProgram(bench, configuration), ...(peer ? [peer] : [])];
    bench.say(`Configuration ${nameOf(configuration)}`);
    const [own, theirs] = await takeTurns(starts, { sittings: 1, turns: bench.turns * bench.sittings, works: ['fit'], say: bench.say });
    const ratio = theirs && ratioOf(own!.fit, theirs.fit);
    found.push({ configuration, images: imagesOf(configuration), own: own!, peer: theirs, ratio });
    if (ratio) bench.say(`× ${ratio.ratio.toFixed(2)}`);
  }
  const rows = found.map(({ configuration: { filters, blocks, batch, padding }, own, peer }) => [
    [filters, blocks, batch].join(', ') + (padding === 'same' ? ', `same`' : ''),
    spread(own.fit),
    peer ? spread(peer.fit) : '',
    peer ? ratioInWords(own.fit, peer.fit) : '',
  ]);
  const head = ['`num_filters`, `num_layers`, batch', 'Digits Lab, images/s', 'Keras, cached tf.data pipeline', 'ours is ×'];
  return { markdown: table(head, rows), figures: found };
}
