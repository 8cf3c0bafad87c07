import { messageOf } from '../../util/messageOf';
import { asMessage } from './plainText';

/** Does some work whose error VS Code, or another extension, may show in a notification. */
export async function withShownError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw shownError(error);
  }
}

/** The error with a message that may be shown: the same one where it is so already. */
export function shownError(error: unknown): unknown {
  const message = messageOf(error);
  const shown = asMessage(message);
  return shown === message ? error : new Error(shown, { cause: error });
}
