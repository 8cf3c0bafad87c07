import type { InferOutput } from 'valibot';
import { engineNames, nativeEngines, universalEngine, type EngineName } from './engines';
import type { engineSpeedsFile } from './formats/engineSpeeds';

/** How fast an engine trains the default network, in images a second; null if it did not work when it was measured. */
export interface EngineSpeed {
  readonly engine: EngineName;
  readonly imagesPerSecond: number | null;
}

/** A speed as it is kept. */
export type KeptSpeed = InferOutput<typeof engineSpeedsFile>['speeds'][number];

/**
 * The order in which `auto` tries the engines: the fastest first. A native engine whose speed is not known stands before WebAssembly, which
 * has no chance against one that works.
 * @param speeds those that are known, of this machine and with the threads that are meant
 */
export function engineOrder(speeds: readonly EngineSpeed[]): EngineName[] {
  const known = (name: EngineName): number | null | undefined => speeds.find(({ engine }) => engine === name)?.imagesPerSecond;
  const slowest = known(universalEngine) ?? 0;
  const rank = (name: EngineName): number => known(name) ?? (name === universalEngine ? 0 : slowest);
  const natives = (name: EngineName): number => (name === universalEngine ? 0 : 1);
  return engineNames.toSorted((a, b) => rank(b) - rank(a) || natives(b) - natives(a));
}

/**
 * The engines that have to be measured before `auto` knows the fastest: where there is one native engine only, none.
 * @param present the engines that are installed
 * @param speeds those that are known, also of engines that did not work
 */
export function toBeMeasured(present: readonly EngineName[], speeds: readonly EngineSpeed[]): EngineName[] {
  const candidates = nativeEngines.filter(name => present.includes(name));
  if (candidates.length < 2) return [];
  return candidates.filter(name => speeds.every(({ engine }) => engine !== name));
}
