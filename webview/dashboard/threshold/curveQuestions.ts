import { meanCurves, runCurves, thresholdCounts } from '../../../src/contract/formats/inspection';
import { parseValue } from '../../../src/contract/formats/parse';
import type { Counted, CurveMean, MeanCurves, RunCurves } from '../../../src/contract/inspection';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { host } from '../host';

/** The curves of the classes of the run that the panel shows. @throws {RequestError} with why they cannot be had */
export function askForCurves(): Promise<RunCurves> {
  return host.ask({ type: 'curves' }, answer => parseValue(runCurves, answer, 'The curves of the run'));
}

/** Those of all classes together. @throws {RequestError} with why they cannot be had */
export function askForMean(mean: CurveMean): Promise<MeanCurves> {
  return host.ask({ type: 'meanCurves', mean }, answer => parseValue(meanCurves, answer, 'The curves of a mean'));
}

/** All that a class of it, or the answers about all, come to, threshold by threshold. @throws {RequestError} with why it cannot be had */
export function askForCounts(of: Counted): Promise<ThresholdCounts> {
  return host.ask({ type: 'classCounts', of }, answer => parseValue(thresholdCounts, answer, 'The counts of a class'));
}
