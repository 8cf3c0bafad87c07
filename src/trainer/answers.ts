import { trainerRequest } from '../contract/formats/commands';
import { parseValue } from '../contract/formats/parse';
import type { TrainerAnswer } from '../contract/trainer';
import { checkEngine } from './checkEngine';
import { evaluateRun } from './evaluateRun';

/** The answer to a request. @throws the reason why there is none */
export async function answerTo(body: unknown): Promise<TrainerAnswer> {
  const request = parseValue(trainerRequest, body, 'A request to the trainer');
  switch (request.type) {
    case 'evaluate':
      return evaluateRun(request);
    case 'checkEngine':
      return checkEngine(request.engine);
  }
}
