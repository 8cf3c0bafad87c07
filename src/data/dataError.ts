/** Data that cannot be read. The message names the file, the place in it, what was found, what was expected and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}
