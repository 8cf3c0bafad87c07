import { defaultConfiguration, megaflopsPerImage, networkOf, type Configuration } from './configuration';
import { median, ratioInWords, ratioOf, shown, slope, spread, table } from './figures';
import type { Bench, Part } from './part';
import { ownProgram, threads } from './programs';
import { finishedRun } from './trainerRun';
import { takeTurns } from './turns';

/** Training images of an epoch: n, 2n, 4n. */
const IMAGES = [12_500, 25_000, 50_000];

/** Networks of rising cost. */
const NETWORKS: readonly Configuration[] = [8, 16, 32, 64, 128].map(filters => ({ ...defaultConfiguration, filters }));

/** How the time of an epoch grows with images and with the network, and what a second worker brings. */
export async function measureGrowth(bench: Bench): Promise<Part> {
  const images = await byImages(bench);
  const networks = await byNetwork(bench);
  const workers = await byWorkers(bench);
  return {
    markdown: [images.markdown, networks.markdown, workers.markdown].join('\n\n'),
    figures: { images: images.figures, networks: networks.figures, workers: workers.figures },
  };
}

async function byImages(bench: Bench): Promise<Part> {
  const epochMs = IMAGES.map((): number[] => []);
  for (let turn = 1; turn <= bench.sittings; turn++)
    for (const [i, count] of IMAGES.entries()) {
      bench.say(`${turn}/${bench.sittings} epochs of ${count} images …`);
      const run = await finishedRun(bench, { epochs: 3, train_samples: count, validation_samples: 0 });
      epochMs[i]!.push(...run.epochMs.slice(1));
    }
  const exponent = exponentOf(epochMs.map((times, i) => [IMAGES[i]!, median(times)]));
  const rows = IMAGES.map((count, i) => [
    shown(count),
    spread(epochMs[i]!, 0, ' ms'),
    i === 0
      ? '1'
      : ratioInWords(
          epochMs[i]!.map(ms => (ms * IMAGES[0]!) / count),
          epochMs[0]!,
        ),
  ]);
  const markdown = `${table(['training images', 'an epoch of the trainer', 'for each image, relative to the first row'], rows)}

The time of an epoch grows with the images to the power of ${exponent.toFixed(2)} (1: linear).`;
  return { markdown, figures: { images: IMAGES, epochMs, exponent } };
}

async function byNetwork(bench: Bench): Promise<Part> {
  const measured = await takeTurns(
    NETWORKS.map(network => ownProgram(bench, network)),
    { sittings: bench.sittings, turns: bench.turns, works: ['fit'], say: bench.say },
  );
  const costs = NETWORKS.map(network => megaflopsPerImage(networkOf(network)));
  /** For each image, in microseconds. */
  const times = measured.map(({ fit }) => fit.map(speed => 1e6 / speed));
  const exponent = exponentOf(times.map((of, i) => [costs[i]!, median(of)]));
  const rows = NETWORKS.map(({ filters }, i) => [
    String(filters),
    shown(costs[i]!, 1),
    spread(times[i]!, 0, ' µs'),
    shown((median(measured[i]!.fit) * costs[i]!) / 1000),
  ]);
  const markdown = `${table(['`num_filters`', 'MFLOP an image', 'training, an image', 'GFLOPS of a direct convolution'], rows)}

The time of an image grows with its FLOPs to the power of ${exponent.toFixed(2)} (1: linear; below: what is done once a node weighs less in larger networks).`;
  return { markdown, figures: { costs, times, exponent } };
}

async function byWorkers(bench: Bench): Promise<Part> {
  const starts = [threads, 1].map(workers => ownProgram(bench, defaultConfiguration, { workers }));
  const [many, one] = await takeTurns(starts, { sittings: bench.sittings, turns: bench.turns, works: ['fit'], say: bench.say });
  const markdown = `${threads} workers train ${ratioInWords(many!.fit, one!.fit)} times as fast as one.`;
  return { markdown, figures: { workers: threads, many: many!.fit, one: one!.fit, ...ratioOf(many!.fit, one!.fit) } };
}

/** Of time over a quantity. */
function exponentOf(points: readonly (readonly [number, number])[]): number {
  return slope(points.map(([x, y]) => [Math.log(x), Math.log(y)]));
}
