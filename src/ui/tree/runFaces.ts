import type { RunStatus } from '../../contract/runState';
import type { Tracking } from '../../contract/tracking';
import { differingParameters } from '../../experiment/differences';
import { listArtifacts, readNotes } from '../../runFolder/artifacts';
import type { BrokenRun } from '../../runFolder/listRuns';
import { whyNotResumed, type LabRun } from '../../runs/labRun';
import { bytes } from '../../util/format';
import { mistakesInWords } from '../../wording/mistakesInWords';
import { noteInBrief } from '../../wording/noteInBrief';
import { statusIcons } from '../../wording/statusIcon';
import { syncTrouble } from '../../wording/syncInWords';
import { commandOn, type RowFace, type RowIcon } from './rowFace';
import { runDescription, type RunLook } from '../runInWords';
import type { RunPart } from './runRows';
import { syncContext, syncFace } from '../wandb/syncFace';

/** What is known of a run besides itself. */
export interface RunSurroundings extends RunLook {
  readonly tracking: Tracking | undefined;
  /** To be compared. */
  readonly isChecked: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A run in a list. */
export function runFace(run: LabRun, { label, isBest, tracking, isChecked, now }: RunSurroundings): RowFace {
  const description = [runDescription(run, { now }), tracking && syncTrouble(tracking)].filter(Boolean).join(' · ');
  return {
    label: label.short,
    description,
    // However narrow the sidebar is, it is seen.
    icon: isBest ? { id: 'star-full', colour: colours[run.status] } : statusIcon(run.status),
    context: [contextOf(run), ...(tracking ? syncContext(tracking) : [])].join(' '),
    spoken: `${label.full}, ${run.status}, ${isBest ? 'best of those shown by validation, ' : ''}${description}`,
    command: commandOn(run.id, 'digitsLab.preview', 'Open Dashboard'),
    isChecked,
    below: 'collapsed',
  };
}

/** A folder that cannot be read, and why. */
export function brokenFace({ id, folder, reason }: BrokenRun): RowFace {
  return {
    label: id,
    // The path, which is long and known, is left to the tooltip.
    description: `broken: ${reason.replace(folder, '').replace(/^[\\/:]\s*/, '')}`,
    tooltip: reason,
    icon: { id: 'error', colour: 'charts.red' },
    context: 'broken',
    spoken: `${id} cannot be read: ${reason}`,
  };
}

/** The row of a part of a run. For artifacts and notes the run's folder is read. */
export async function partFace(part: RunPart, run: LabRun, tracking: Tracking | undefined, isOwn: boolean): Promise<RowFace> {
  switch (part) {
    case 'config': {
      const differing = differingParameters(run.parameters).length;
      return {
        label: 'Config',
        description: configInWords(run, differing),
        icon: { id: 'json' },
        context: part,
        command: commandOn(run.id, 'digitsLab.openConfig', 'Config'),
      };
    }
    case 'metrics': {
      const epochs = run.live?.epochs.length ?? run.summary?.epochs ?? 0;
      return {
        label: 'Metrics',
        description: run.recorded && epochs === 0 ? 'recorded' : epochsInBrief(epochs, run),
        icon: { id: 'graph-line' },
        context: part,
        command: commandOn(run.id, 'digitsLab.openMetrics', 'Metrics'),
      };
    }
    case 'matrix': {
      const matrix = run.summary?.confusionMatrix;
      return {
        label: 'Confusion matrix',
        description: matrix ? mistakesInWords(matrix) : 'not evaluated yet',
        icon: { id: 'table' },
        context: part,
        command: commandOn(run.id, 'digitsLab.openConfusionMatrix', 'Confusion matrix'),
      };
    }
    case 'artifacts': {
      const artifacts = await listArtifacts(run.folder);
      const size = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
      return {
        label: 'Artifacts',
        description: artifacts.length === 0 ? 'none yet' : `${artifacts.length} files · ${bytes(size)}`,
        icon: { id: 'package' },
        context: part,
        ...(artifacts.length > 0 && { below: 'collapsed' }),
      };
    }
    case 'notes': {
      const brief = noteInBrief(await readNotes(run.folder));
      return {
        label: 'Notes',
        description: brief === '' ? 'none yet' : `“${brief}”`,
        icon: { id: 'note' },
        context: part,
        command: commandOn(run.id, 'digitsLab.openNotes', 'Notes'),
      };
    }
    case 'wandb':
      return tracking ? syncFace(tracking, run.id, isOwn) : { label: '', context: part };
  }
}

function epochsInBrief(epochs: number, { config }: LabRun): string {
  if (epochs === 0 && config?.kind === 'imported') return 'no epochs';
  return epochs === 1 ? '1 epoch' : `${epochs} epochs`;
}

function configInWords({ config, recorded }: LabRun, differing: number): string {
  if (config?.kind === 'imported') return `${recorded ? 'recorded by' : 'imported from'} ${config.source.tool}`;
  return differing === 0 ? 'defaults' : `${differing} differ from the defaults`;
}

/** What the context menus ask for. */
function contextOf(run: LabRun): string {
  const { status, isOwn, labels } = run;
  const words = ['run', status];
  if (run.config?.kind === 'imported') words.push('imported');
  if (isOwn) words.push('own');
  if (whyNotResumed(run) === undefined) words.push('resumable');
  if (labels.pinned) words.push('pinned');
  if (labels.archived) words.push('archived');
  return words.join(' ');
}

const colours: Readonly<Record<RunStatus, string>> = {
  starting: 'charts.blue',
  running: 'charts.blue',
  completed: 'charts.green',
  failed: 'charts.red',
  interrupted: 'charts.yellow',
  stopped: 'descriptionForeground',
};

function statusIcon(status: RunStatus): RowIcon {
  const isActive = status === 'starting' || status === 'running';
  return { id: `${statusIcons[status]}${isActive ? '~spin' : ''}`, colour: colours[status] };
}
