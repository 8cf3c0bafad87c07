import type { RunConfig } from '../../contract/run';
import type { RunSummary } from '../../contract/summary';
import { testedClasses } from '../../contract/testedClasses';
import { evaluateLabels } from '../../evaluation/labelScores';
import { imagesOf } from '../../evaluation/mistakes';
import { evaluateClassifier } from '../../evaluation/scores';
import { useFileIn } from '../../files/readFiles';
import type { ReportedRun, ReportedScores } from '../../report/written/reportedRun';
import { messageOf } from '../../util/messageOf';
import { readNotes } from '../artifacts';
import { readPredictions, type RunPredictions } from '../predictions';
import { readOverview, readRun } from '../readRun';

/** A run with the arrays that it was tested by, where they are there. */
export interface ReadRun extends ReportedRun {
  readonly predictions?: RunPredictions;
}

/** Everything that a report tells of a run. @throws {RunFolderError} if there is no run that can be read */
export async function readReported(folder: string): Promise<ReadRun> {
  const { id, config, labels, status, summary } = await readOverview(folder);
  const run = await readRun(folder);
  return { id, status, config, labels, summary, run, notes: await readNotes(folder), ...(await readScores(folder, config, summary)) };
}

/** The scores from the arrays; of a run without them those that were kept. */
async function readScores(
  folder: string,
  config: RunConfig,
  summary: RunSummary | undefined,
): Promise<Pick<ReadRun, 'scores' | 'remarks' | 'predictions'>> {
  const kept = summary && keptScores(summary);
  const classes = testedClasses({ config, summary });
  if (classes === undefined) return { scores: kept, remarks: [] };
  try {
    // One that is something else than a file is there, and is told of.
    if (!(await useFileIn(folder, 'ground_truth.npy', () => true))) return { scores: kept, remarks: [] };
    const predictions = await readPredictions(folder, classes);
    return { scores: scoresOf(predictions), predictions, remarks: [] };
  } catch (error) {
    const instead = kept ? 'The figures are those that were kept when the run ended.' : 'There are no figures of the test images.';
    return { scores: kept, remarks: [`${messageOf(error)} ${instead}`] };
  }
}

function scoresOf({ truth, predicted, probabilities, classes }: RunPredictions): ReportedScores {
  return probabilities ? evaluateClassifier({ truth, probabilities, classes }) : evaluateLabels({ truth, predicted, classes });
}

function keptScores(summary: RunSummary): ReportedScores | undefined {
  const { confusionMatrix: matrix, perClass, macro, micro, weighted, testAccuracy, testLoss } = summary;
  if (!matrix || !perClass || !macro || !micro || !weighted || testAccuracy === null) return undefined;
  return {
    count: imagesOf(matrix),
    accuracy: testAccuracy,
    logLoss: testLoss,
    confusionMatrix: matrix,
    perClass,
    macro,
    micro,
    weighted,
  };
}
