import type { EngineIdentity } from '../contract/run';

const names = { onnx: 'ONNX Runtime', wasm: 'ONNX Runtime as WebAssembly', tensorflow: 'TensorFlow' } as const;

/** `ONNX Runtime 1.30.0, 2 threads` */
export function engineInWords({ name, version, threads }: EngineIdentity): string {
  return `${names[name]} ${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
