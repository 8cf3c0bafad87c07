import type { EngineName } from '../contract/engines';
import type { EngineCheck } from '../contract/trainer';
import { describeEnvironment, describeTrainer } from './environment';
import { withEngine } from './openEngine';

/** Loads an engine, which has it do a training step whose result is known. @throws {EngineError} if it does not work here */
export async function checkEngine(name: EngineName): Promise<EngineCheck> {
  const began = performance.now();
  return withEngine({ choice: name, threads: 1 }, async opening => {
    const { engine } = await opening;
    const durationMs = Math.round(performance.now() - began);
    return { version: engine.identity.version, durationMs, instructionSet: describeEnvironment().instructionSet, ...describeTrainer() };
  });
}
