/** The only place that knows which engines exist: it opens the first of some that works. */
import { engineNames, engineTitle, type EngineName } from '../contract/engines';
import type { Network } from '../contract/network';
import type { Parameters } from '../contract/parameters';
import type { FailedEngine } from '../contract/run';
import { messageOf } from '../util/messageOf';
import { noEngineInWords } from '../wording/engineInWords';
import { OnnxEngine } from './onnx/onnxEngine';
import { prepared } from './onnx/prepared';
import { EngineError, MissingEngineError, type EngineRuntime, type OpenEngine } from './runtime';
import { dropThreads } from './spareThreads';
import { isTensorFlowThere } from './tensorflow/loadTensorFlow';

export interface EngineOptions {
  /** Tried one after the other. */
  readonly order: readonly EngineName[];
  readonly threads: number;
  /** The script that the engine's threads run; it must call runEngineThread(). */
  readonly workerFile: string;
  /** Called before each one is opened: native code may take the process down. */
  readonly onOpening?: (name: EngineName) => void;
}

export interface SelectedEngine {
  readonly engine: EngineRuntime;
  /** Those before it that do not work here. An engine that is not installed counts only where it was the first. */
  readonly insteadOf: readonly FailedEngine[];
}

const openers: Readonly<Record<EngineName, OpenEngine>> = {
  onnx: (threads, workerFile) => OnnxEngine.open('onnx', threads, workerFile),
  // Its code is read when it is wanted, which is seldom.
  tensorflow: async threads => (await import('./tensorflow/tensorFlowEngine')).TensorFlowEngine.open(threads),
  wasm: (threads, workerFile) => OnnxEngine.open('wasm', threads, workerFile),
};

/** Does while an engine opens what its start() would have to do first. */
export function prepareTraining(network: Network, parameters: Parameters, threads: number): void {
  prepared(network, parameters, threads);
}

/** Of engines that are not part of this product: whether they are installed, which is told without loading them. */
const installed: Readonly<Partial<Record<EngineName, () => boolean>>> = { tensorflow: isTensorFlowThere };

/** The engines that are there, whether they work or not. */
export function presentEngines(): EngineName[] {
  return engineNames.filter(name => installed[name]?.() ?? true);
}

/**
 * Opens the first engine that works.
 * @throws {EngineError} if none does; of a single one that is not installed a MissingEngineError
 */
export async function selectEngine({ order, threads, workerFile, onOpening }: EngineOptions): Promise<SelectedEngine> {
  const insteadOf: FailedEngine[] = [];
  let cause: unknown;
  for (const [i, name] of order.entries()) {
    onOpening?.(name);
    try {
      const engine = await openers[name](threads, workerFile);
      dropThreads();
      return { engine, insteadOf };
    } catch (error) {
      cause = error;
      if (i === 0 || !(error instanceof MissingEngineError)) insteadOf.push({ name, reason: messageOf(error) });
    }
  }
  if (order.length === 1 && cause instanceof MissingEngineError) throw cause;
  throw new EngineError(noneWorks(insteadOf, order.length === 1), { cause });
}

function noneWorks(failed: readonly FailedEngine[], isChosen: boolean): string {
  if (!isChosen) return noEngineInWords(failed);
  const reasons = failed.map(({ name, reason }) => `${engineTitle(name)} does not work here: ${asSentence(reason)}`).join(' ');
  return failed.some(({ name }) => name === 'onnx')
    ? `${reasons} Choose the engine auto or wasm, or install the Digits Lab that is made for ${process.platform}-${process.arch}.`
    : `${reasons} Choose the engine auto.`;
}

function asSentence(reason: string): string {
  return /[.!?]\s*$/.test(reason) ? reason : `${reason}.`;
}
