import path from 'node:path';
import type { OtherVerdict } from '../../contract/inspection';
import { messageOf } from '../../util/messageOf';
import { checkImage } from './listing';
import { testedRun, type TestedRun } from './testedRun';

interface VerdictsRequest {
  readonly folder: string;
  readonly index: number;
  readonly others: readonly string[];
}

/**
 * What other runs said of an image that a run was tested on, in their order.
 * @throws {RunFolderError} if the run's own arrays cannot be used, or have no such image
 */
export async function verdicts({ folder, index, others }: VerdictsRequest): Promise<OtherVerdict[]> {
  const run = await testedRun(folder);
  checkImage(run, index);
  const found: OtherVerdict[] = [];
  // One after the other: a hundred runs at once would all be in memory.
  for (const other of others) {
    found.push(
      await testedRun(other).then(
        read => verdictOf(read, run, index),
        (error: unknown): OtherVerdict => ({ outcome: 'refused', reason: messageOf(error) }),
      ),
    );
  }
  return found;
}

function verdictOf(other: TestedRun, run: TestedRun, index: number): OtherVerdict {
  if (other.count !== run.count || other.classes !== run.classes || other.truth[index] !== run.truth[index])
    return { outcome: 'refused', reason: `${path.join(other.folder, 'ground_truth.npy')}: these are labels of other images.` };
  const predicted = other.predicted[index]!;
  const confidence = other.probabilities?.[index * other.classes + predicted];
  return { outcome: 'read', predicted, confidence: confidence === undefined ? null : Math.min(1, confidence) };
}
