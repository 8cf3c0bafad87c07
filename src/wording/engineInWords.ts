import type { EngineSpeed } from '../contract/engineOrder';
import { engineTitle, universalEngine, type EngineChoice } from '../contract/engines';
import type { EngineIdentity, FailedEngine } from '../contract/run';
import { counted, grouped } from '../util/format';

/** `ONNX Runtime 1.30.0, 2 threads` */
export function engineInWords({ name, version, threads }: EngineIdentity): string {
  return `${engineTitle(name)} ${version}, ${counted(threads, 'thread')}`;
}

/** Of a run whose engine this version of Digits Lab does not have: that another one takes its place. */
export function missingEngineInWords({ name, version }: EngineIdentity): string {
  return `The run was trained with the engine ${name} ${version}, which this version of Digits Lab does not have: the fastest that works here takes its place.`;
}

/** That an engine does not work here, and which one computes in its place. */
export function insteadOfInWords({ name, reason }: FailedEngine, computing: Pick<EngineIdentity, 'name'>): string {
  const howFast = computing.name === universalEngine ? ', several times slower' : '';
  return `${engineTitle(name)} does not work here, so that ${engineTitle(computing.name)} computes${howFast}. ${reason}`;
}

/** In brief, beside the engine of a run: `in the place of ONNX Runtime, which did not work`; empty where it was the first choice. */
export function replacedInWords({ insteadOf = [] }: Pick<EngineIdentity, 'insteadOf'>): string {
  return insteadOf.length === 0
    ? ''
    : `in the place of ${insteadOf.map(({ name }) => engineTitle(name)).join(' and ')}, which did not work`;
}

/** How fast the engines are that were measured for a run. */
export function measuredInWords(speeds: readonly EngineSpeed[], threads: number): string {
  const each = speeds.map(({ engine, imagesPerSecond }) => `${engineTitle(engine)} ${speedInWords(imagesPerSecond)}`);
  return `The engines were measured once, with ${counted(threads, 'thread')}: ${each.join(', ')}. The fastest computes.`;
}

/** `5,012 images/s` */
export function speedInWords(imagesPerSecond: number | null): string {
  return imagesPerSecond === null ? 'does not work' : `${grouped(Math.round(imagesPerSecond))} images/s`;
}

/** That none of the engines works, with the reason of each. */
export function noEngineInWords(failed: readonly FailedEngine[]): string {
  return ['No engine works here.', ...failed.map(({ name, reason }) => `${engineTitle(name)}: ${reason}`)].join(' ');
}

/** What a choice stands for, in a few words. */
export function choiceInWords(choice: EngineChoice): string {
  return choice === 'auto' ? 'The fastest that works on this machine' : engineTitle(choice);
}
