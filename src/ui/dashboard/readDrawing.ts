import { workspace } from 'vscode';
import { engineChosen, type EngineChoice } from '../../contract/engines';
import { MOST_DRAWN_FOR } from '../../contract/formats/drawn';
import type { Drawing, DrawnAnswer, ReadDrawing } from '../../contract/inspection';
import type { LabRun } from '../../runs/labRun';
import { testedOnSameImages } from '../../runs/sameImages';
import { messageOf } from '../../util/messageOf';
import type { Services } from '../services';
import { setting } from '../settings';

/** What the model of a run takes a drawing for, and those of the runs that are looked at with it. */
export async function readDrawing(services: Services, run: LabRun | undefined, drawing: Drawing): Promise<ReadDrawing> {
  const none = (whyNot: string): ReadDrawing => ({ runs: [], left: 0, whyNot });
  if (!run) return none('The run is not there any more.');
  // Models are not only looked at here: they compute.
  if (!workspace.isTrusted) return none('No model computes in Restricted Mode: trust the workspace first.');
  const all = [run, ...othersBeside(run, services)];
  const asked = all.slice(0, MOST_DRAWN_FOR);
  try {
    const results = await ask(services, asked, drawing);
    return {
      runs: asked.flatMap(({ id }, i) => {
        const result = results[i];
        return result ? [{ runId: id, label: services.names.shortOf(id), result }] : [];
      }),
      left: all.length - asked.length,
      whyNot: null,
    };
  } catch (error) {
    return none(messageOf(error));
  }
}

/** Those that are checked; if none is, those that were tested on the same images. */
function othersBeside(run: LabRun, { lab, checked }: Services): LabRun[] {
  const ofChecked = checked.ids.flatMap(id => (id === run.id ? [] : (lab.find(id) ?? [])));
  if (ofChecked.length > 0) return ofChecked;
  return testedOnSameImages(run, lab.runs)
    .filter(({ labels }) => !labels.archived)
    .toReversed();
}

/** Has the native engine taken the process down, that of a question about a drawing is WebAssembly from then on. */
let hasCrashed = false;

async function ask({ inspector }: Services, runs: readonly LabRun[], drawing: Drawing): Promise<readonly DrawnAnswer[]> {
  const folders = runs.map(({ folder }) => folder);
  const askWith = async (engine: EngineChoice): Promise<readonly DrawnAnswer[]> =>
    (await inspector.ask({ type: 'drawn', folders, drawing, engine })).results;
  const choice = engineChosen(setting('digitsLab.engine'));
  if (choice !== 'auto') return askWith(choice);
  if (!hasCrashed) {
    try {
      return await askWith('auto');
    } catch {
      hasCrashed = true;
    }
  }
  return askWith('wasm');
}
