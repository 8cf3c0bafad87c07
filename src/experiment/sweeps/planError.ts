/** A plan that fits its description and cannot be run. The message says what is wrong with it and what to do. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}
