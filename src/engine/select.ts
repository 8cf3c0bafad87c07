/** The only place that knows which engines exist: it opens the engine that was chosen. */
import type { EngineChoice, EngineName } from '../contract/engines';
import { messageOf } from '../util/messageOf';
import { OnnxEngine } from './onnx/onnxEngine';
import { EngineError, type EngineRuntime, type OpenEngine } from './runtime';

export interface EngineOptions {
  readonly choice: EngineChoice;
  readonly threads: number;
  /** The script that the engine's threads run; it must call runEngineThread(). */
  readonly workerFile: string;
}

export interface SelectedEngine {
  readonly engine: EngineRuntime;
  /** Why the preferred engine is not used. */
  readonly warning?: string;
}

const openers: Readonly<Record<EngineName, OpenEngine>> = {
  onnx: (threads, workerFile) => OnnxEngine.open('onnx', threads, workerFile),
  wasm: (threads, workerFile) => OnnxEngine.open('wasm', threads, workerFile),
};

/**
 * Opens the engine that was chosen.
 * @throws {EngineError} if it does not work here, or none does
 */
export async function selectEngine({ choice, threads, workerFile }: EngineOptions): Promise<SelectedEngine> {
  const open = (name: EngineName): Promise<EngineRuntime> => openers[name](threads, workerFile);
  if (choice !== 'auto' && choice !== 'onnx') return { engine: await open(choice) };
  try {
    return { engine: await open('onnx') };
  } catch (error) {
    const reason = messageOf(error);
    if (choice === 'onnx') {
      throw new EngineError(
        `The native engine does not work here: ${reason} Choose the engine auto or wasm, or install the Digits Lab that is made for ${process.platform}-${process.arch}.`,
        { cause: error },
      );
    }
    const warning = `The native engine does not work here, so that WebAssembly computes, several times slower. ${reason}`;
    return { engine: await open('wasm'), warning };
  }
}
