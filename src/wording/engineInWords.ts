import { engineTitles } from '../contract/engines';
import type { EngineIdentity } from '../contract/run';
import { counted } from '../util/format';

/** `ONNX Runtime 1.30.0, 2 threads` */
export function engineInWords({ name, version, threads }: EngineIdentity): string {
  return `${engineTitles[name]} ${version}, ${counted(threads, 'thread')}`;
}
