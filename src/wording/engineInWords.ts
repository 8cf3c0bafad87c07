import { engineTitle } from '../contract/engines';
import type { EngineIdentity } from '../contract/run';
import { counted } from '../util/format';

/** `ONNX Runtime 1.30.0, 2 threads` */
export function engineInWords({ name, version, threads }: EngineIdentity): string {
  return `${engineTitle(name)} ${version}, ${counted(threads, 'thread')}`;
}

/** Of a run whose engine this version of Digits Lab does not have: that another one takes its place. */
export function missingEngineInWords({ name, version }: EngineIdentity): string {
  return `The run was trained with the engine ${name} ${version}, which this version of Digits Lab does not have: the fastest that works here takes its place.`;
}
