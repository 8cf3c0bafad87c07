/**
 * `missing`: a program of Slurm is not on the PATH. `unreachable`: the controller does not answer, or not in time; what it was asked may have
 * been done, and nothing is said about its jobs. `refused`: it said no. `invalid`: what it was to be asked cannot be asked.
 */
export type SlurmProblem = 'missing' | 'unreachable' | 'refused' | 'invalid';

/** Something of Slurm that did not come about. The message says what was wrong, what was expected, and what to do. */
export class SlurmError extends Error {
  override readonly name = 'SlurmError';

  constructor(
    readonly problem: SlurmProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** @param expected ends the sentence */
export function invalid(what: string, value: unknown, expected: string): SlurmError {
  return new SlurmError('invalid', `${what}: found ${JSON.stringify(value)?.slice(0, 120) ?? 'nothing'}; expected ${expected}.`);
}
