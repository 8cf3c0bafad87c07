import assert from 'node:assert/strict';
import { describeNetwork, type ImageFormat } from '../../../src/contract/network';
import {
  defaultParameters,
  findParameter,
  paddings,
  ParameterError,
  type ParameterName,
  type Parameters,
} from '../../../src/contract/parameters';
import { parseParameterText } from '../../../src/contract/parseParameters';

const images: readonly ImageFormat[] = [28, 16, 9, 8, 5, 4, 3, 2].map(width => ({ height: width + (width % 3), width, classes: 2 }));

/** What a refusal says is possible, as parameters. */
function suggestions(parameters: Parameters, { parameter, message }: ParameterError): Parameters[] {
  const [, most] = /possible is at most (\d+)/.exec(message)!;
  const fewer = /with num_layers at most (\d+)/.exec(message)?.[1];
  const padded = /or (\d+ with )?padding same/.exec(message);
  return [
    { ...parameters, [parameter]: Number(most), ...(fewer && { num_layers: Number(fewer) }) },
    ...(padded ? [{ ...parameters, padding: 'same' as const, ...(padded[1] && { num_layers: parseInt(padded[1]) }) }] : []),
  ];
}

describe('refusals', () => {
  it('call nothing possible that is refused again', () => {
    let [suggested, withPadding] = [0, 0];
    for (const image of images) {
      for (const padding of paddings) {
        for (let kernel_size = 1; kernel_size <= 15; kernel_size++) {
          for (let num_layers = 1; num_layers <= 6; num_layers++) {
            const parameters: Parameters = { ...defaultParameters, num_filters: 1, padding, kernel_size, num_layers };
            const refusal = refusalOf(parameters, image);
            if (!refusal) continue;
            assert.equal(refusal.value, parameters[refusal.parameter]);
            for (const suggestion of suggestions(parameters, refusal)) {
              suggested++;
              if (suggestion.padding !== padding) withPadding++;
              assert.equal(refusalOf(suggestion, image)?.message, undefined, refusal.message);
            }
          }
        }
      }
    }
    assert.ok(suggested > 100 && withPadding > 100, `${suggested} and ${withPadding}`);
  });

  for (const [name, text] of [
    ['learning_rate', '0,001'],
    ['weight_decay', '0,005'],
    ['learning_rate', '0_010'],
    ['epochs', '0,012'],
    ['learning_rate', '1.000,000'],
  ] as const satisfies readonly [ParameterName, string][]) {
    it(`of ${name} "${text}": a comma may be a decimal one`, () =>
      assert.throws(() => parseParameterText(findParameter(name)!, text), { name: 'ParameterError', parameter: name, value: text }));
  }
});

function refusalOf(parameters: Parameters, image: ImageFormat): ParameterError | undefined {
  try {
    describeNetwork(parameters, image);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    return error;
  }
}
