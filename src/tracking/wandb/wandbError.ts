import { RequestError } from '../requestError';

/** A request to W&B's server that failed. */
export class WandbError extends RequestError {
  override readonly name = 'WandbError';
}
