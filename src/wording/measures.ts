/** The measures of a classifier, the classes' ones by the names in the table of class metrics. */
export type MeasureName =
  | 'precision'
  | 'recall'
  | 'specificity'
  | 'f1'
  | 'auroc'
  | 'average_precision'
  | 'accuracy'
  | 'log_loss'
  | 'macro'
  | 'micro'
  | 'weighted';

export interface Measure {
  readonly title: string;
  /** What it is, in two sentences. */
  readonly explained: string;
  /** When it is the one to look at, in one. */
  readonly matters: string;
}

export const measures: Readonly<Record<MeasureName, Measure>> = {
  precision: {
    title: 'Precision',
    explained:
      'Of the images that were read as this class, the share that are of it. It says how far a finding can be believed, but nothing of what was missed.',
    matters: 'It matters where a false alarm is dear: a good e-mail that is lost as spam.',
  },
  recall: {
    title: 'Recall',
    explained:
      'Of the images of this class, the share that were read as it. It says how little is missed, but nothing of how often the class is seen where it is not.',
    matters: 'It matters where a miss is dear: a cancer that is not found.',
  },
  specificity: {
    title: 'Specificity',
    explained:
      'Of the images of all other classes, the share that were not read as this one. It is the recall of “not this class”, and one minus the false positive rate.',
    matters: 'It matters where many are tested who have nothing: each healthy person with an alarm is examined again.',
  },
  f1: {
    title: 'F1',
    explained:
      'The harmonic mean of precision and recall, which lies nearer to the lower of the two. It is high only where little is missed and findings can be believed.',
    matters: 'It matters where a miss and a false alarm cost about the same, and classes are of different size.',
  },
  auroc: {
    title: 'AUROC',
    explained:
      'The chance that an image of this class gets a higher score than one of another class, equal scores counting half. It judges the order of the scores at all thresholds together, and so is the area under the ROC curve.',
    matters:
      'It matters where the threshold is chosen later; where a class is rare it looks good too soon, and average precision says more.',
  },
  average_precision: {
    title: 'Average precision',
    explained:
      'The mean precision while the threshold falls and one image of the class after the other is found: the area under the precision–recall curve, taken as steps. By chance alone it is the share of images that are of the class, and not one half.',
    matters: 'It matters where a class is rare and its best-scored images are looked at first: a search, a list of suspicious payments.',
  },
  accuracy: {
    title: 'Accuracy',
    explained: 'The share of all images that were read as what they are. Every image counts the same, so a rare class hardly shows in it.',
    matters: 'It matters where classes are of about the same size and every mistake costs the same.',
  },
  log_loss: {
    title: 'Log loss',
    explained:
      'The mean of −ln of the probability that the true class was given, in nats: 0 if always certain and right, ln 10 = 2.30 for guessing among ten classes. A mistake costs the more the surer the model was of it.',
    matters: 'It matters where the probabilities themselves are used: a doubtful digit goes to a person.',
  },
  macro: {
    title: 'Macro',
    explained: 'The plain mean over the classes that occur. Each class weighs the same, however few images it has.',
    matters: 'It matters where a rare class is as important as a frequent one.',
  },
  micro: {
    title: 'Micro',
    explained:
      'The answers about all classes counted together: every image asks of each class whether it is that one. Where each image is read as one class, its precision, recall and F1 all equal the accuracy.',
    matters: 'It matters where every image is as important as any other, so that frequent classes decide.',
  },
  weighted: {
    title: 'Weighted',
    explained: 'The mean over the classes, each weighing as much as it has images. Its recall equals the accuracy.',
    matters: 'It matters where a figure of each class is wanted as the images meet it, and not as if classes were equally frequent.',
  },
};
