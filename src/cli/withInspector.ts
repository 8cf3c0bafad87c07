import { RequestError } from '../contract/requests';
import { RunFolderError } from '../runFolder/runFolderError';
import { Inspector } from '../runs/inspector';
import type { Cli } from './context';

/**
 * Does some work with a process that answers what is asked of tested runs; it ends with the work, and when the person stops the command:
 * at the first Ctrl-C between two steps of what it does, at the second at once.
 * @returns what the work says to exit with, or that of a command that was stopped
 * @throws {RunFolderError} with the reason why there is no answer; what the work throws
 */
export async function withInspector(cli: Cli, work: (inspector: Inspector) => Promise<number>): Promise<number> {
  const inspector = new Inspector({ trainerFile: cli.trainerFile, log: line => cli.output.err.line(`note: ${line}`) });
  const interruption = cli.onInterrupt(first => (first ? void inspector.dispose() : inspector.kill()));
  try {
    const exitCode = await work(inspector);
    return interruption.exitCode ?? exitCode;
  } catch (error) {
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    if (error instanceof RequestError) throw new RunFolderError(error.message, { cause: error });
    throw error;
  } finally {
    await inspector.dispose();
    interruption.dispose();
  }
}
