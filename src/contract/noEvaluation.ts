/** How the sentences begin that say why arrays of a script were not evaluated. */
export const noEvaluation = {
  arrays: 'These arrays were not evaluated: ',
  matrix: 'The confusion matrix was not read: ',
  truth: 'No confusion matrix: ',
} as const;

/** Those of the sentences on how a run was understood that say why what its script saved was not evaluated. */
export function whyNotEvaluated(understood: readonly string[]): readonly string[] {
  return understood.filter(sentence => Object.values(noEvaluation).some(begin => sentence.startsWith(begin)));
}
