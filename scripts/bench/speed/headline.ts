import { defaultConfiguration, megaflopsPerImage, networkOf } from './configuration';
import { median, ratioInWords, shown, spread, table } from './figures';
import type { Bench, Part } from './part';
import { keras, ownProgram, pyTorch, tfjsNode, threads } from './programs';
import type { ProgramStart } from './program';
import { takeTurns } from './turns';

/** Training, prediction, start and memory at the defaults, beside the peers; and which share of the rate of large products that is. */
export async function measureHeadline(bench: Bench): Promise<Part> {
  const { say, sittings, turns, sgemm } = bench;
  const configuration = defaultConfiguration;
  const peers = [
    keras(bench, configuration, 'arrays'),
    keras(bench, configuration, 'cached'),
    pyTorch(bench, configuration),
    tfjsNode(bench, configuration),
  ].filter(peer => peer !== undefined);
  const product: ProgramStart = { name: 'large products', command: [process.execPath, sgemm, String(threads)] };
  const starts = [ownProgram(bench, configuration), ownProgram(bench, configuration, { engine: 'wasm' }), ...peers];
  const all = await takeTurns([...starts, product], { sittings, turns, works: ['fit', 'predict'], say });
  const measured = all.slice(0, -1);
  const own = measured[0]!;
  // It multiplies in either turn.
  const gigaflops = [...all.at(-1)!.fit, ...all.at(-1)!.predict];
  const rows = starts.map(({ name }, i) => {
    const { fit, predict, firstStepMs, peakMb, version } = measured[i]!;
    const isOwn = i === 0;
    return [
      `${name} (${version})`,
      spread(fit),
      isOwn ? '' : ratioInWords(own.fit, fit),
      spread(predict),
      isOwn ? '' : ratioInWords(own.predict, predict),
      spread(firstStepMs, 0, ' ms'),
      spread(peakMb, 0, ' MB'),
    ];
  });
  const megaflops = megaflopsPerImage(networkOf(configuration));
  const reached = (median(own.fit) * megaflops) / 1000;
  const markdown = `${table(
    ['program', 'training images/s', 'ours is ×', 'prediction images/s', 'ours is ×', 'start to first step', 'peak memory'],
    rows,
  )}

ONNX Runtime multiplied large matrices (2,048 × 2,048, ${threads} ${threads === 1 ? 'thread' : 'threads'}, in the same turns) at ${spread(gigaflops)} GFLOPS. As a
direct convolution a training step costs ${shown(megaflops, 1)} MFLOP an image (a multiplication and an addition are two; the positions that pooling reads;
forward, the gradient of the weights and, from the second block on, that of the input), so that training stands at ${shown(reached)} GFLOPS of those,
**${shown((100 * reached) / median(gigaflops))} % of that rate**. Winograd's products need 2.25 times fewer multiplications, so 100 % is no limit.`;
  return {
    markdown,
    figures: { configuration, programs: Object.fromEntries(starts.map(({ name }, i) => [name, measured[i]])), gigaflops, megaflops },
  };
}
