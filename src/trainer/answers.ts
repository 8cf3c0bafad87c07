import { trainerRequest } from '../contract/formats/commands';
import { parseValue } from '../contract/formats/parse';
import type { TrainerAnswer } from '../contract/trainer';
import { presentEngines } from '../engine/select';
import { checkEngine } from './checkEngine';
import { measureEngine } from './measureEngine';
import { evaluateRun } from './evaluateRun';
import { classCounts, meanCurves, runCurves } from './inspection/curves';
import { drawn } from './inspection/drawn';
import { report } from './inspection/report';
import { imageScores, listing } from './inspection/listing';
import { difference, imagesOfDifference } from './inspection/difference';
import { paired } from './inspection/paired';
import { testImages } from './inspection/testImages';
import { verdicts } from './inspection/verdicts';

/** The answer to a request. @throws the reason why there is none */
export async function answerTo(body: unknown): Promise<TrainerAnswer> {
  const request = parseValue(trainerRequest, body, 'A request to the trainer');
  switch (request.type) {
    case 'evaluate':
      return evaluateRun(request);
    case 'checkEngine':
      return checkEngine(request.engine);
    case 'measureEngine':
      return measureEngine(request);
    case 'presentEngines':
      return { engines: presentEngines() };
    case 'images':
      return testImages(request);
    case 'curves':
      return runCurves(request);
    case 'meanCurves':
      return meanCurves(request);
    case 'classCounts':
      return classCounts(request);
    case 'drawn':
      return drawn(request);
    case 'report':
      return report(request);
    case 'listing':
      return listing(request);
    case 'image':
      return imageScores(request);
    case 'verdicts':
      return verdicts(request);
    case 'paired':
      return paired(request);
    case 'difference':
      return difference(request);
    case 'differenceImages':
      return imagesOfDifference(request);
  }
}
