import type { RunLabels } from '../../contract/labels';
import { tagsInUse } from '../../experiment/tagsInUse';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import { chooseTags } from './chooseTags';
import type { RunEdits } from './runEdits';
import type { RunNames } from '../runNames';

interface Parts {
  readonly lab: Pick<Lab, 'runs' | 'queued'>;
  readonly edits: Pick<RunEdits, 'changeEach'>;
  readonly names: Pick<RunNames, 'fullOf'>;
}

/** Lets a person change the tags of runs. Of several, those are set that all of them have; the others of each stay as they are. */
export async function editTags({ lab, edits, names }: Parts, runs: readonly LabRun[]): Promise<void> {
  const [first] = runs;
  if (!first) return;
  const common = first.labels.tags.filter(tag => runs.every(({ labels }) => labels.tags.includes(tag)));
  const chosen = await chooseTags({
    title: `Edit tags of ${runs.length === 1 ? names.fullOf(first.id) : `${runs.length} runs`}`,
    existing: tagsInUse([...lab.runs, ...lab.queued]),
    chosen: common,
  });
  if (!chosen) return;
  await edits.changeEach(runs.map(run => ({ run, changed: { tags: changedTags(run.labels, common, chosen) } })));
}

function changedTags({ tags }: Pick<RunLabels, 'tags'>, common: readonly string[], chosen: readonly string[]): string[] {
  return [...new Set([...tags.filter(tag => !common.includes(tag)), ...chosen])];
}
