import type { Layer, Network } from '../contract/network';
import { grouped, short } from '../util/format';

/** `conv 3×3×32 · pool · conv 3×3×64 · pool · dropout 0.5 · dense 10`: the layers in a line. */
export function networkInWords({ layers }: Network): string {
  return layers.flatMap(layerInWords).join(' · ');
}

/** `53,578 parameters, 4.96 MFLOPs an image` */
export function networkSizeInWords({ parameterCount, flopsPerImage }: Pick<Network, 'parameterCount' | 'flopsPerImage'>): string {
  return `${grouped(parameterCount)} parameters, ${short(flopsPerImage)}FLOPs an image`;
}

function layerInWords(layer: Layer): string[] {
  switch (layer.type) {
    case 'conv2d':
      return [`conv ${layer.kernelSize}×${layer.kernelSize}×${layer.filters}`];
    case 'maxPooling2d':
      return ['pool'];
    case 'dense':
      return [`dense ${layer.units}`];
    case 'dropout':
      return layer.rate === 0 ? [] : [`dropout ${layer.rate}`];
    case 'activation':
    case 'flatten':
    case 'softmax':
      return [];
  }
}
