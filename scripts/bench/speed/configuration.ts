import { describeNetwork, type Network } from '../../../src/contract/network';
import { defaultParameters, type Padding, type Parameters } from '../../../src/contract/parameters';
import { windowsOfBlocks } from '../../../src/engine/network';

/** What of the network and the batches a configuration of the bench says; everything else is as by default. */
export interface Configuration {
  readonly filters: number;
  readonly blocks: number;
  readonly batch: number;
  readonly padding: Padding;
}

export const defaultConfiguration: Configuration = { filters: 32, blocks: 2, batch: 128, padding: 'valid' };

/** One parameter away from the defaults each, over the range that the form offers. */
export const configurations: readonly Configuration[] = [
  defaultConfiguration,
  ...[8, 16, 64, 128].map(filters => ({ ...defaultConfiguration, filters })),
  ...[1, 3].map(blocks => ({ ...defaultConfiguration, blocks })),
  ...[32, 512].map(batch => ({ ...defaultConfiguration, batch })),
  { ...defaultConfiguration, padding: 'same' },
];

/** Every combination of those values. */
export function allConfigurations(): Configuration[] {
  return [8, 16, 32, 64, 128].flatMap(filters =>
    [1, 2, 3].flatMap(blocks =>
      [32, 128, 512].flatMap(batch => (['valid', 'same'] as const).map(padding => ({ filters, blocks, batch, padding }))),
    ),
  );
}

/** `32-2-128-valid` */
export function nameOf({ filters, blocks, batch, padding }: Configuration): string {
  return `${filters}-${blocks}-${batch}-${padding}`;
}

/** From `32-2-128-valid,8-2-128-same`, or `all`. @throws {Error} that says what was expected */
export function parseConfigurations(text: string): readonly Configuration[] {
  if (text === 'all') return allConfigurations();
  return text.split(',').map(one => {
    const [filters = 0, blocks = 0, batch = 0] = one.split('-').map(Number);
    const padding = one.split('-')[3];
    if (!(filters > 0 && blocks > 0 && batch > 0) || (padding !== 'valid' && padding !== 'same'))
      throw new Error(`"${one}" is no configuration; expected FILTERS-BLOCKS-BATCH-valid|same, such as ${nameOf(defaultConfiguration)}.`);
    return { filters, blocks, batch, padding };
  });
}

export function networkOf({ filters, blocks, padding }: Configuration): Network {
  return describeNetwork(parametersOf({ ...defaultConfiguration, filters, blocks, padding }));
}

export function parametersOf({ filters, blocks, batch, padding }: Configuration): Parameters {
  return { ...defaultParameters, num_filters: filters, num_layers: blocks, batch_size: batch, padding };
}

/** Images of an epoch: so many that it takes about as long as 12,800 do by default, and a multiple of every batch. */
export function imagesOf(configuration: Configuration): number {
  const images = (12_800 * megaflopsPerImage(networkOf(defaultConfiguration))) / megaflopsPerImage(networkOf(configuration));
  return 512 * Math.min(100, Math.max(5, Math.round(images / 512)));
}

/**
 * Millions of floating-point operations that a training step costs for each image, counted as products of a direct convolution, whatever is really
 * done: a multiplication and an addition are two; only the positions that pooling reads; forward, the gradient of the weights and, but for the first
 * convolution, that of the input. Bias, activation, pooling and optimizer are left out.
 */
export function megaflopsPerImage(network: Network): number {
  const windows = windowsOfBlocks(network, 1);
  let block = 0;
  let channels = 1;
  let units = 0;
  let flops = 0;
  for (const layer of network.layers) {
    if (layer.type === 'conv2d') {
      const { windowRows, windowColumns, kernelSize } = windows[block]!;
      const product = 2 * kernelSize ** 2 * channels * layer.filters * 4 * windowRows * windowColumns;
      flops += (block === 0 ? 2 : 3) * product;
      channels = layer.filters;
      block++;
    } else if (layer.type === 'flatten') units = layer.outputShape[0]!;
    else if (layer.type === 'dense') {
      flops += 3 * 2 * units * layer.units;
      units = layer.units;
    }
  }
  return flops / 1e6;
}
