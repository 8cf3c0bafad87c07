import { QuestionError } from '../queries/questionError';
import { RunFolderError } from '../runFolder/runFolderError';

/** How a command ends. */
export const ExitCode = { done: 0, failed: 1, badUsage: 2, interrupted: 130, terminated: 143 } as const;

/** The command line asks for something impossible. */
export class UsageError extends QuestionError {
  override readonly name = 'UsageError';
}

/** For what a person names and cannot be used: its own message, with the command's usage. */
export function asUsageError(error: unknown): never {
  throw error instanceof RunFolderError ? new UsageError(error.message, { cause: error }) : error;
}
