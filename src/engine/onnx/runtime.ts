import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Ort from 'onnxruntime-common';
import { silenceTelemetry } from '../../util/noTelemetry';

/** ONNX Runtime, natively or as WebAssembly. */
export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'>;

/** For this machine, or as WebAssembly, by the names that these engines have. */
export type OrtBuild = 'onnx' | 'wasm';

/**
 * ONNX Runtime for this machine or as WebAssembly. Either takes its time to load, so each only when it is wanted.
 * @param folder where the build put the WebAssembly files
 */
export async function loadRuntime(build: OrtBuild, folder: string): Promise<OrtModule> {
  if (build === 'onnx') {
    silenceTelemetry();
    return import('./native');
  }
  const ort = await import('onnxruntime-web');
  const file = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  ort.env.wasm.wasmPaths = { mjs: file('ort-wasm-simd-threaded.mjs'), wasm: file('ort-wasm-simd-threaded.wasm') };
  // The threads of this project are workers, each with an instance of its own.
  ort.env.wasm.numThreads = 1;
  return ort;
}

/** The runtime's own version. */
export function runtimeVersion({ env: { versions } }: OrtModule): string {
  return versions.node ?? versions.web ?? versions.common;
}

/** Whether a run writes into the tensors that it is given for its results; WebAssembly has them in a memory of its own. */
export function writesInPlace({ env: { versions } }: OrtModule): boolean {
  return versions.web === undefined;
}
