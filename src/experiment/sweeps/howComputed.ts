import type { SweepShares } from './varianceShares';

/** Paragraphs of how the figures of a sweep are computed, with the sources of the formulas. */
export const howRanked =
  'Validation accuracy is that of the epoch whose weights were kept, never the best of all epochs. Settings are ranked by its mean over the seeds; ± is the standard deviation over the seeds (by n − 1), which says how far a single run is off, not how certain the mean is. A setting of which a run diverged or failed has no rank, since the mean of the others is that of the runs that went well. Test images choose nothing. How far luck puts the best of N equal settings above their mean is s/√n times the expected largest of N standard normal variables, by Blom (Statistical Estimates and Transformed Beta-Variables, 1958), with s pooled over the settings and n seeds.';

const howOfGrid =
  'An analysis of variance of the additive model with the parameters as factors, and the seed as one where there are several: ω² = (SS − df · MS of the residual) / (SS of all + MS of the residual) (Hays, Statistics, 1963), as statsmodels’ anova_lm gives the sums of squares. It is without the bias of η², and may come out below 0, which says no more than 0. The residual is what is left: what parameters do only together, and chance. p is that of the F test, corrected for the number of factors by Holm. It holds where every combination is there equally often.';

const howOfRandom =
  'The correlation ratio of the settings’ means, corrected for its bias: ε² = 1 − (1 − η²)(n − 1)/(n − k) (Kelley, PNAS 21, 1935), where η² is the share of the variance that lies between the k groups of a parameter’s values: words as they are, numbers in groups of neighbours, at least 5 settings each and 10 groups at most. It may come out below 0, which says no more than 0. “Chance alone” holds the middle 95 % of the ε² of 1,999 random deals of the same means to the groups (a permutation test, Pitman 1937); p is how often a deal comes to as much, corrected for the number of parameters by Holm. It is no interval of the share itself. Nothing is computed of fewer than 20 settings.';

export function howShared({ kind }: SweepShares, planKind: 'grid' | 'random'): string {
  return (kind === 'none' ? planKind : kind) === 'grid' ? howOfGrid : howOfRandom;
}
