import type { Layer, Network } from '../contract/network';
import { grouped, short, table } from '../util/format';

/** The network's layers with their output shapes, parameters and operations. */
export function networkTable(network: Network): string[] {
  return table([
    ['layer', 'output', 'parameters', 'FLOPs an image'],
    ...network.layers.map(layer => [
      `${layer.name}${detail(layer)}`,
      layer.outputShape.join(' × '),
      layer.parameterCount === 0 ? '·' : grouped(layer.parameterCount),
      layer.flops === 0 ? '·' : grouped(layer.flops),
    ]),
    ['total', '', grouped(network.parameterCount), `${grouped(network.flopsPerImage)} (${short(network.flopsPerImage)})`],
  ]);
}

function detail(layer: Layer): string {
  switch (layer.type) {
    case 'conv2d':
      return ` ${layer.kernelSize}×${layer.kernelSize}`;
    case 'activation':
      return ` ${layer.activation}`;
    case 'maxPooling2d':
      return ` ${layer.poolSize}×${layer.poolSize}`;
    case 'dropout':
      return ` ${layer.rate}`;
    case 'flatten':
    case 'dense':
    case 'softmax':
      return '';
  }
}
