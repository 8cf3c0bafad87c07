import { Option } from 'commander';
import { engineChoices } from '../contract/trainer';
import { UsageError } from './exitCode';

/** `--engine`; what it is without being said stands in brackets. */
export function engineOption(otherwise = 'auto'): Option {
  const description = `What computes: native, wasm (WebAssembly; runs everywhere, slower), or auto: native where it works. [${otherwise}]`;
  return new Option('--engine <name>', description).argParser(text => {
    const engine = engineChoices.find(choice => choice === text);
    if (engine === undefined) throw new UsageError(`--engine ${text}: expected ${engineChoices.join(', ')}.`);
    return engine;
  });
}
