import { ExitCode } from './exitCode';

/** Watches for requests to end while a command runs. */
export interface Interruption {
  /** What the process exits with because of it; undefined without a request. */
  readonly exitCode: number | undefined;
  dispose(): void;
}

/** Calls back at SIGINT and SIGTERM instead of ending the process; `first` is true the first time. */
export function onInterrupt(callback: (first: boolean) => void): Interruption {
  let exitCode: number | undefined;
  const handle = (signal: NodeJS.Signals): void => {
    const first = exitCode === undefined;
    exitCode ??= signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated;
    callback(first);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    get exitCode() {
      return exitCode;
    },
    dispose() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
