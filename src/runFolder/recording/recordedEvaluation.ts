import path from 'node:path';
import { LONGEST_CLASS_NAME, MOST_CLASSES } from '../../contract/formats/config';
import { noEvaluation } from '../../contract/noEvaluation';
import type { Recording } from '../../contract/recording';
import type { Scores } from '../../contract/scores';
import { evaluateLabels } from '../../evaluation/labelScores';
import { evaluateClassifier } from '../../evaluation/scores';
import { messageOf } from '../../util/messageOf';
import { roleOf, type ArrayRole } from '../importing/arrayRoles';
import { checkedArrays, type CheckedArrays } from '../importing/checkedArrays';
import type { ReadArray } from '../importing/labelArray';
import { readArrayOf } from '../readArray';
import { confusionTableOf } from './confusionTable';
import { againstKnownLabels, isOfKnownLabels, type Answers, type KnownDataset, type ReadKnownLabels } from './knownTestLabels';
import { recordingFiles } from './readRecording';
import type { LoggedAccuracy } from './recordedSummary';

/** What a run's files tell of its test, and what is to be known about it. */
export interface RecordedEvaluation {
  readonly scores: Scores | undefined;
  /** Undefined where only a confusion matrix came. */
  readonly arrays: CheckedArrays | undefined;
  readonly classes: number;
  readonly classNames: readonly string[] | undefined;
  /** The data set that the true classes are those of, where it is known here. */
  readonly dataset: KnownDataset | undefined;
  /** In sentences. */
  readonly notes: readonly string[];
}

export interface EvaluationSources {
  readonly readKnownLabels: ReadKnownLabels | undefined;
  readonly accuracy: LoggedAccuracy | undefined;
}

/**
 * The evaluation of a run out of what its script left: arrays of labels or probabilities under their usual names, in one artifact, or among
 * all its files; predictions without true classes, where those of a known test set are theirs; else W&B's confusion matrix. What cannot be read
 * is said in the notes. Undefined where there is nothing of that kind.
 */
export async function recordedEvaluation(
  folder: string,
  recording: Recording,
  { readKnownLabels, accuracy }: EvaluationSources,
): Promise<RecordedEvaluation | undefined> {
  const notes: string[] = [];
  const groups = groupsOf(recording);
  for (const files of groups.filter(({ truth }) => truth !== undefined)) {
    try {
      const arrays = await arraysOf(folder, files);
      if (!arrays) continue;
      const known = await readKnownLabels?.().catch(() => undefined);
      return evaluated(arrays, known && isOfKnownLabels(arrays, known) ? known.dataset : undefined, notes);
    } catch (error) {
      notes.push(`${noEvaluation.arrays}${messageOf(error)}`);
    }
  }
  const withoutTruth = groups.find(({ truth }) => truth === undefined);
  const whyNoTruth: string[] = [];
  if (withoutTruth) {
    try {
      const answers = await answersOf(folder, withoutTruth);
      const found = answers && (await againstKnownLabels(answers, { readKnownLabels, accuracy }));
      if (found?.arrays) return evaluated(found.arrays, found.dataset, [...notes, found.note]);
      if (found) whyNoTruth.push(found.note);
    } catch (error) {
      whyNoTruth.push(`${noEvaluation.arrays}${messageOf(error)}`);
    }
  }
  try {
    const table = await confusionTableOf(folder, recording);
    if (table) {
      const { labels, classNames } = table;
      const scores = evaluateLabels({ ...labels, classes: classNames.length });
      const names = classNames.every(name => name !== '' && name.length <= LONGEST_CLASS_NAME) ? classNames : undefined;
      return { scores, arrays: undefined, classes: classNames.length, classNames: names, dataset: undefined, notes };
    }
  } catch (error) {
    notes.push(`${noEvaluation.matrix}${messageOf(error)}`);
  }
  const all = [...notes, ...whyNoTruth];
  return all.length === 0
    ? undefined
    : { scores: undefined, arrays: undefined, classes: 0, classNames: undefined, dataset: undefined, notes: all.slice(0, MOST_CLASSES) };
}

function evaluated(arrays: CheckedArrays, dataset: KnownDataset | undefined, notes: readonly string[]): RecordedEvaluation {
  const { truth, predicted, probabilities, classes: found } = arrays;
  const classes = dataset?.classes ?? found;
  const scores = probabilities ? evaluateClassifier({ truth, probabilities, classes }) : evaluateLabels({ truth, predicted, classes });
  return { scores, arrays: { ...arrays, classes }, classes, classNames: undefined, dataset, notes: [...notes, ...arrays.notes] };
}

type Roles = Partial<Record<ArrayRole, string>>;

/** What may belong together, the likeliest first: the arrays of one artifact, the newest before the others; all files. Each has predictions. */
function groupsOf({ files, artifacts }: Recording): Roles[] {
  const ofArtifacts = artifacts.map(({ name, version, files: own }) =>
    own.map(file => `${recordingFiles.artifacts}/${name}/${version}/${file.path}`),
  );
  const own = files.map(file => `${recordingFiles.files}/${file.path}`);
  const newestFirst = ofArtifacts.toReversed();
  const groups = [...newestFirst, own, [...newestFirst.flat(), ...own]].map(rolesOf);
  return groups.filter(({ predictions, probabilities }) => (predictions ?? probabilities) !== undefined);
}

function rolesOf(files: readonly string[]): Roles {
  const roles: Roles = {};
  for (const file of files) {
    const role = /\.npy$/i.test(file) ? roleOf(path.posix.basename(file).slice(0, -4)) : undefined;
    if (role) roles[role] ??= file;
  }
  return roles;
}

async function arraysOf(folder: string, roles: Roles): Promise<CheckedArrays | undefined> {
  const truth = await readOne(folder, roles.truth);
  const answers = truth && (await answersOf(folder, roles));
  return truth && answers && checkedArrays({ truth, ...answers });
}

/** What the model said, whatever is true; undefined where the files are not there any more. */
async function answersOf(folder: string, { predictions, probabilities }: Roles): Promise<Answers | undefined> {
  const answers = { predictions: await readOne(folder, predictions), probabilities: await readOne(folder, probabilities) };
  return answers.predictions || answers.probabilities ? answers : undefined;
}

async function readOne(folder: string, name: string | undefined): Promise<ReadArray | undefined> {
  if (name === undefined) return undefined;
  const array = await readArrayOf(folder, name);
  return array && { ...array, label: name, file: path.join(folder, name) };
}
