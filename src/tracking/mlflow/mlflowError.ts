import { RequestError, type RequestTrouble } from '../requestError';

/** A request to an MLflow server that failed. */
export class MlflowError extends RequestError {
  override readonly name = 'MlflowError';

  constructor(
    trouble: RequestTrouble,
    message: string,
    {
      code,
      retryAfterMs,
    }: {
      /** MLflow's own name of what is wrong. */
      readonly code?: string | undefined;
      readonly retryAfterMs?: number | undefined;
    } = {},
  ) {
    super(trouble, message, retryAfterMs);
    this.code = code;
  }

  /** MLflow's own name of what is wrong: `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: string | undefined;
}
