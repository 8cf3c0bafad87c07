import type { EngineChoice } from '../../contract/engines';
import type { EngineRuntime } from '../../engine/runtime';
import { selectEngine } from '../../engine/select';

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
  const opened = { choice, engine: selectEngine({ choice, threads: 1, workerFile: __filename }).then(({ engine }) => engine) };
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
