import { engineNames, type EngineChoice } from '../../contract/engines';
import type { EngineRuntime } from '../../engine/runtime';
import { selectEngine } from '../../engine/select';
import { engineThreadFile } from '../bundles';

let open: { readonly choice: EngineChoice; readonly engine: Promise<EngineRuntime> } | undefined;
let endsWithProcess = false;

/**
 * The engine that models are asked with, on one thread; it stays open until another one is wanted or the process ends.
 * @throws {EngineError} if it does not work here
 */
export async function askingEngine(choice: EngineChoice): Promise<EngineRuntime> {
  if (open?.choice === choice) return open.engine;
  await close();
  // A thread that is open would keep the process from ending.
  if (!endsWithProcess) process.once('disconnect', () => void close());
  endsWithProcess = true;
  // For one image the speed in training means nothing: what loads at once comes first.
  const order = choice === 'auto' ? engineNames : [choice];
  const opened = { choice, engine: selectEngine({ order, threads: 1, workerFile: engineThreadFile }).then(({ engine }) => engine) };
  open = opened;
  // The next one tries anew.
  opened.engine.catch(() => open === opened && (open = undefined));
  return opened.engine;
}

async function close(): Promise<void> {
  const closing = open;
  open = undefined;
  await closing?.engine.then(
    engine => engine.close(),
    () => undefined,
  );
}
