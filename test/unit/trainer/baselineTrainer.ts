import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { trainerFile } from './forkTrainer';

/**
 * A trainer whose WebAssembly V8 compiles without optimising it: with that it works for longer, on every core, than a short training lasts,
 * and the process does not end before. The numbers are the same.
 * @param home a folder for its script
 * @returns the script
 */
export function baselineTrainer(home: string, trainer = trainerFile): string {
  const script = path.join(home, 'baselineTrainer.cjs');
  writeFileSync(script, `require('node:v8').setFlagsFromString('--liftoff-only');\nrequire(${JSON.stringify(trainer)});\n`);
  return script;
}
