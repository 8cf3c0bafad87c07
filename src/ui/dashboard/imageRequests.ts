import type { FromDashboard, ImageRequest, OtherRuns } from '../../contract/dashboard';
import { MOST_OTHERS } from '../../contract/formats/inspection';
import type { ImageListing, ImageScores, TestImages } from '../../contract/inspection';
import type { LabRun } from '../../runs/labRun';
import { testedOnSameImages } from '../../runs/sameImages';
import type { Services } from '../services';

/** Whether a page asks about the images that a run was tested on. */
export function isAboutImages(request: Pick<FromDashboard, 'type'>): request is ImageRequest {
  const types: readonly FromDashboard['type'][] = ['listImages', 'lookAtImage', 'otherRuns'];
  return types.includes(request.type);
}

/**
 * What a page asks about the images that a run was tested on; they pass through the host a page at a time.
 * @throws {Error} with why there is no answer, for a person
 */
export async function answerImages(
  services: Pick<Services, 'inspector' | 'lab' | 'names'>,
  run: LabRun | undefined,
  request: ImageRequest,
): Promise<ImageListing | ImageScores | OtherRuns> {
  if (!run) throw new Error('The run is not there any more.');
  const { inspector } = services;
  const { folder } = run;
  switch (request.type) {
    case 'listImages': {
      const { selection, sort, offset, count } = request;
      const found = await inspector.ask({ type: 'listing', folder, selection, sort, offset, count, withPixels: true });
      return { ...found, pixels: asOwn(found.pixels) };
    }
    case 'lookAtImage': {
      const found = await inspector.ask({ type: 'image', folder, index: request.index });
      return { ...found, pixels: asOwn(found.pixels) };
    }
    case 'otherRuns':
      return otherRunsOf(services, run, request);
  }
}

/** The newest first. */
async function otherRunsOf(
  { inspector, lab, names }: Pick<Services, 'inspector' | 'lab' | 'names'>,
  run: LabRun,
  { index, offset }: { readonly index: number; readonly offset: number },
): Promise<OtherRuns> {
  const others = testedOnSameImages(run, lab.runs).toReversed();
  const asked = others.slice(offset, offset + MOST_OTHERS);
  if (asked.length === 0) return { total: others.length, runs: [] };
  const folders = asked.map(({ folder }) => folder);
  const found = await inspector.ask({ type: 'verdicts', folder: run.folder, index, others: folders });
  return { total: others.length, runs: asked.flatMap(({ id }, i) => told(id, names.fullOf(id), found[i])) };
}

function told(runId: string, label: string, verdict: OtherRuns['runs'][number]['verdict'] | undefined): OtherRuns['runs'] {
  return verdict ? [{ runId, label, verdict }] : [];
}

/** Bytes that came from a process lie within all of its message, and VS Code would send that. */
function asOwn(images: TestImages | null): TestImages | null {
  return images && { ...images, pixels: new Uint8Array(images.pixels) };
}
