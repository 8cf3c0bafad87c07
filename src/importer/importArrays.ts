import type { ImportedRecordings, ImportRequest } from '../contract/importing';
import type { Scores } from '../contract/scores';
import { evaluateLabels } from '../evaluation/labelScores';
import { evaluateClassifier } from '../evaluation/scores';
import { checkedArrays, type CheckedArrays } from '../runFolder/importing/checkedArrays';
import type { GivenArray } from '../runFolder/importing/givenArrays';
import { prepareImportedRun, type PreparedRun } from '../runFolder/importing/importedRun';
import { importPlans, type ImportPlan } from '../runFolder/importing/importPlans';
import type { ReadArray } from '../runFolder/importing/labelArray';
import { RunFolderError } from '../runFolder/runFolderError';
import type { Importing } from './importing';
import { knownTestSet } from './knownTestSet';

interface Prepared {
  readonly run: ImportedRecordings['arrays'][number];
  readonly folder: PreparedRun;
}

/** So many runs are made at once at most. */
const MOST_RUNS = 100;

/**
 * Makes runs of arrays: all that were asked for, or none.
 * @throws {RunFolderError} that names the array and what is wrong with it, or says which arrays were found
 */
export async function importArrays(
  request: ImportRequest,
  { draftId, onReading }: Pick<Importing, 'draftId' | 'onReading'>,
): Promise<ImportedRecordings['arrays']> {
  const plans = await importPlans(request);
  if (plans.length > MOST_RUNS) throw new RunFolderError(`${plans.length} runs; expected at most ${MOST_RUNS} at once.`);
  if (plans.length > 1 && request.name !== undefined)
    throw new RunFolderError(
      `The arrays are of ${plans.length} runs (${plans.map(({ name }) => name).join(', ')}); a name can be given to one.`,
    );
  const prepared: Prepared[] = [];
  let isDone = false;
  try {
    // One after the other, so that the arrays of one are in memory at a time.
    for (const [done, plan] of plans.entries()) {
      onReading({ path: plan.arrays.truth.file, done, of: plans.length });
      prepared.push(await prepare(plan, request, draftId));
    }
    onReading({ path: request.runsFolder, done: plans.length, of: plans.length });
    for (const { folder } of prepared) await folder.commit();
    isDone = true;
  } finally {
    // The error that is thrown counts; what cannot be removed now is so by a later import.
    if (!isDone) for (const { folder } of prepared) await folder.discard().catch(() => undefined);
  }
  return prepared.map(({ run }) => run);
}

async function prepare(
  { name: usualName, arrays: given }: ImportPlan,
  { runsFolder, name = usualName }: ImportRequest,
  draftId: string,
): Promise<Prepared> {
  const { truth, predictions, probabilities } = given;
  const checked = checkedArrays({
    truth: await read(truth),
    predictions: predictions && (await read(predictions)),
    probabilities: probabilities && (await read(probabilities)),
  });
  const known = await knownTestSet(checked, runsFolder);
  const classes = known?.dataset.classes ?? checked.classes;
  const arrays = { ...checked, classes };
  const scores = scoresOf(arrays);
  const { parameters, dataset } = known ?? { parameters: {}, dataset: { classes, testImages: arrays.truth.length } };
  const source = { tool: 'arrays', run: sourceInWords(given) };
  const folder = await prepareImportedRun(
    { runsFolder, draftId, name, config: { source, parameters, dataset }, arrays, scores },
    new Date(),
  );
  const labels = { truth: truth.label, ...(predictions && { predictions: predictions.label }) };
  return {
    folder,
    run: {
      id: folder.id,
      folder: folder.folder,
      name,
      images: scores.count,
      classes,
      accuracy: scores.accuracy,
      arrays: { ...labels, ...(probabilities && { probabilities: probabilities.label }) },
      dataset: dataset.name ?? null,
      notes: arrays.notes,
    },
  };
}

async function read({ label, file, read }: GivenArray): Promise<ReadArray> {
  return { ...(await read()), label, file };
}

function scoresOf({ truth, predicted, probabilities, classes }: CheckedArrays): Scores {
  return probabilities ? evaluateClassifier({ truth, probabilities, classes }) : evaluateLabels({ truth, predicted, classes });
}

/** Without the folders above it, which are nobody else's business. */
function sourceInWords({ truth, predictions, probabilities }: ImportPlan['arrays']): string {
  return [truth, predictions, probabilities].flatMap(array => array?.label ?? []).join(', ');
}
