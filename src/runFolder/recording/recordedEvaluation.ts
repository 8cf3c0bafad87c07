import path from 'node:path';
import { LONGEST_CLASS_NAME, MOST_CLASSES } from '../../contract/formats/config';
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
import { recordingFiles } from './readRecording';

/** What a run's files tell of its test, and what is to be known about it. */
export interface RecordedEvaluation {
  readonly scores: Scores | undefined;
  /** Undefined where only a confusion matrix came. */
  readonly arrays: CheckedArrays | undefined;
  readonly classes: number;
  readonly classNames: readonly string[] | undefined;
  /** In sentences. */
  readonly notes: readonly string[];
}

/**
 * The evaluation of a run out of what its script left: arrays of labels or probabilities under their usual names, in one artifact, or among
 * all its files; else W&B's confusion matrix. What cannot be read is said in the notes. Undefined where there is nothing of that kind.
 */
export async function recordedEvaluation(folder: string, recording: Recording): Promise<RecordedEvaluation | undefined> {
  const notes: string[] = [];
  for (const files of groupsOf(recording)) {
    try {
      const arrays = await arraysOf(folder, files);
      if (!arrays) continue;
      const { truth, predicted, probabilities, classes } = arrays;
      const scores = probabilities ? evaluateClassifier({ truth, probabilities, classes }) : evaluateLabels({ truth, predicted, classes });
      return { scores, arrays, classes, classNames: undefined, notes: [...notes, ...arrays.notes] };
    } catch (error) {
      notes.push(`These arrays were not evaluated: ${messageOf(error)}`);
    }
  }
  try {
    const table = await confusionTableOf(folder, recording);
    if (table) {
      const { labels, classNames } = table;
      const scores = evaluateLabels({ ...labels, classes: classNames.length });
      const names = classNames.every(name => name !== '' && name.length <= LONGEST_CLASS_NAME) ? classNames : undefined;
      return { scores, arrays: undefined, classes: classNames.length, classNames: names, notes };
    }
  } catch (error) {
    notes.push(`The confusion matrix was not read: ${messageOf(error)}`);
  }
  return notes.length === 0
    ? undefined
    : { scores: undefined, arrays: undefined, classes: 0, classNames: undefined, notes: notes.slice(0, MOST_CLASSES) };
}

type Roles = Partial<Record<ArrayRole, string>>;

/** What may belong together, the likeliest first: the arrays of one artifact, the newest before the others; all files. */
function groupsOf({ files, artifacts }: Recording): Roles[] {
  const ofArtifacts = artifacts.map(({ name, version, files: own }) =>
    own.map(file => `${recordingFiles.artifacts}/${name}/${version}/${file.path}`),
  );
  const own = files.map(file => `${recordingFiles.files}/${file.path}`);
  const newestFirst = ofArtifacts.toReversed();
  const groups = [...newestFirst, own, [...newestFirst.flat(), ...own]].map(rolesOf);
  return groups.filter(({ truth, predictions, probabilities }) => truth !== undefined && (predictions ?? probabilities) !== undefined);
}

function rolesOf(files: readonly string[]): Roles {
  const roles: Roles = {};
  for (const file of files) {
    const role = /\.npy$/i.test(file) ? roleOf(path.posix.basename(file).slice(0, -4)) : undefined;
    if (role) roles[role] ??= file;
  }
  return roles;
}

async function arraysOf(folder: string, { truth, predictions, probabilities }: Roles): Promise<CheckedArrays | undefined> {
  const read = async (name: string | undefined): Promise<ReadArray | undefined> => {
    if (name === undefined) return undefined;
    const array = await readArrayOf(folder, name);
    return array && { ...array, label: name, file: path.join(folder, name) };
  };
  const labels = await read(truth);
  if (!labels) return undefined;
  const [predicted, rows] = [await read(predictions), await read(probabilities)];
  return predicted || rows ? checkedArrays({ truth: labels, predictions: predicted, probabilities: rows }) : undefined;
}
