/** What is asked cannot be answered, since it names something that there is not. The message says what there is. */
export class QuestionError extends Error {
  override readonly name: string = 'QuestionError';
}
