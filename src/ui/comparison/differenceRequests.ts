import type { DifferenceRequest } from '../../contract/differenceRequests';
import type { Services } from '../services';
import { answerImages } from '../dashboard/imageRequests';

/** Whether a page asks about the difference of runs, or about the images behind it. */
export function isAboutDifference(request: { readonly type: string }): request is DifferenceRequest {
  const types: readonly string[] = [
    'difference',
    'differenceImages',
    'listImages',
    'lookAtImage',
    'otherRuns',
  ] satisfies DifferenceRequest['type'][];
  return types.includes(request.type);
}

/** What is asked of the inspector about runs that are named by their ids. @throws {Error} with why there is no answer, for a person */
export async function answerDifference(
  services: Pick<Services, 'inspector' | 'lab' | 'names'>,
  request: DifferenceRequest,
): Promise<unknown> {
  const { inspector, lab } = services;
  const foldersOf = (ids: readonly string[]): string[] =>
    ids.map(id => {
      const run = lab.find(id);
      if (!run) throw new Error(`There is no run ${id} any more.`);
      return run.folder;
    });
  switch (request.type) {
    case 'difference':
      return inspector.ask({ type: 'difference', a: foldersOf(request.a), b: foldersOf(request.b) });
    case 'differenceImages': {
      const { truth, predicted } = request;
      return inspector.ask({ type: 'differenceImages', a: foldersOf(request.a), b: foldersOf(request.b), truth, predicted });
    }
    case 'listImages':
    case 'lookAtImage':
    case 'otherRuns':
      return answerImages(services, lab.find(request.runId), request);
  }
}
