/** How each figure of a comparison is computed: a paragraph each, with the source of its formula. */
export const methods = {
  effect:
    'Both runs of a pair have the same seed, so the same images to validate on and the same order of batches; the difference of each pair is that of the other level less that of the reference. The mean of the differences is shown with the 95 % interval of Student’s paired t: mean ± t(n − 1) · s / √n (Student, Biometrika 6, 1908; as scipy.stats.ttest_rel). It holds 95 % where the differences are about normal. Where differences are strongly skewed it holds less (82 to 84 % in simulations of lognormal ones), and where one level now and then collapses much less (14 to 40 %): a collapse that none of the seeds had is not in it.',
  verdict:
    'A hypothesis is typed before the first run and names one metric and a direction. It is supported or refuted only by three pairs or more with p < 0.05 after Holm’s correction, of which none was added, reused or left out when results could be seen: adding one seed at a time from 5 to 10 until p falls below 0.05 finds an effect where there is none in 12.6 % of cases instead of 5 %. "No effect" is supported where the whole interval lies within the margin.',
  several:
    'With several levels, p is corrected by Holm’s method (Scandinavian Journal of Statistics 6, 1979) and each interval is widened by Bonferroni’s, to 1 − 0.05 / (levels − 1), so that all hold at once with 95 %. The first is sharper than the second: they may disagree, which is then said.',
  testNoise:
    'Of a single pair, the test images that only one of the two models got right tell what another set of test images could have made of the difference: McNemar’s exact test (Psychometrika 12, 1947) and Newcombe’s interval for paired shares (Statistics in Medicine 17, 1998, method 10). They say nothing of other seeds.',
  guard:
    'A pair counts if everything but the one parameter is equal: all other parameters, of scripts every other setting that was recorded, data and split, the numerics version of the trainer, engine and version, instruction set and threads; for training time also the processor, the machine and what other programs took of it, all of which must be known. The workspace’s Git commit is shown and not compared.',
  precision:
    'The number of pairs n with which t(n − 1) · s / √n falls below the wanted half-width, if the differences go on to vary as they did (s, their standard deviation so far).',
  metrics:
    'Validation accuracy and loss are those of the epoch whose weights were kept, never the best of all epochs; of a run of another tool, which does not tell what it kept, those of its last epoch. Runs are chosen by validation; figures of the test images are reported and never chosen by.',
} as const;
