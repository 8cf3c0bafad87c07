import { QuestionError } from '../queries/questionError';

/** How a command ends. */
export const ExitCode = { done: 0, failed: 1, badUsage: 2, interrupted: 130, terminated: 143 } as const;

/** The command line asks for something impossible. */
export class UsageError extends QuestionError {
  override readonly name = 'UsageError';
}
