/** What an array is to an imported run. */
export const arrayRoles = ['truth', 'predictions', 'probabilities'] as const;
export type ArrayRole = (typeof arrayRoles)[number];

/** What arrays are usually called; the first five are told. */
const usualNames: Readonly<Record<ArrayRole, readonly string[]>> = {
  truth: ['ground_truth', 'y_true', 'labels', 'truth', 'targets', 'label', 'true', 'target', 'y_test', 'test_labels', 'y'],
  predictions: ['predictions', 'y_pred', 'preds', 'predicted', 'y_hat', 'prediction', 'pred', 'y_predicted', 'predicted_labels'],
  probabilities: [
    'probabilities',
    'y_prob',
    'probs',
    'scores',
    'y_score',
    'probability',
    'y_probs',
    'y_proba',
    'prob',
    'proba',
    'y_scores',
    'softmax',
    'logits',
  ],
};

const roleByName: ReadonlyMap<string, ArrayRole> = new Map(
  arrayRoles.flatMap(role => usualNames[role].map(name => [plain(name), role] as const)),
);

/** What an array of a name is, if that is one of the usual ones, in whatever case. @param name without `.npy` */
export function roleOf(name: string): ArrayRole | undefined {
  return roleByName.get(plain(name));
}

/** For a person: those names that are best known. */
export function usualNamesOf(role: ArrayRole): string {
  return usualNames[role].slice(0, 5).join(', ');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}
