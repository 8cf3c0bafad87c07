import { startImport, type ImportProcess, type ImportStart } from './process/importProcess';

/** The imports of a window, which end with it. */
export class Imports {
  private readonly running = new Set<ImportProcess>();

  /** @param file the importer's bundle */
  constructor(private readonly file: string) {}

  /** The same as `startImport`. */
  start(what: Pick<ImportStart, 'request' | 'onProgress'>): ImportProcess {
    const started = startImport({ file: this.file, ...what });
    this.running.add(started);
    const end = (): void => void this.running.delete(started);
    started.imported.then(end, end);
    return started;
  }

  /** Settles when no process is left, and nothing half written. */
  async dispose(): Promise<void> {
    for (const one of this.running) one.stop();
    await Promise.allSettled([...this.running].map(({ imported }) => imported));
  }
}
