import { Option } from 'commander';
import { acceptedChoices, engineChoices, engineChosen } from '../contract/engines';
import { offering } from './completion/offered';
import { UsageError } from './exitCode';

/** The option `--engine`; its default stands in brackets at the end of the description. */
export function engineOption(otherwise = 'auto'): Option {
  const description = `What computes: onnx (ONNX Runtime for this machine), tensorflow (@tensorflow/tfjs-node, where it is installed: DIGITS_TENSORFLOW names its folder), wasm (ONNX Runtime as WebAssembly; runs everywhere, slower), or auto: the fastest that works here. [${otherwise}]`;
  const option = new Option('--engine <name>', description).argParser(text => {
    const word = acceptedChoices.find(choice => choice === text);
    if (word === undefined) throw new UsageError(`--engine ${text}: expected ${engineChoices.join(', ')}.`);
    return engineChosen(word);
  });
  return offering(option, { kind: 'words', words: engineChoices });
}
