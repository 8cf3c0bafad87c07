/** A filter that cannot be understood. The message says what, where and what was expected. */
export class FilterError extends Error {
  override readonly name = 'FilterError';

  /**
   * @param condition the part of the filter that it is about, as it was typed; undefined if the sentence names it
   * @param sentence what is wrong with it, or what was expected
   */
  constructor(
    readonly condition: string | undefined,
    sentence: string,
  ) {
    super(condition === undefined ? sentence : `"${condition}": ${sentence}`);
  }
}
