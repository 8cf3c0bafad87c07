import { metrics } from '../contract/metrics';
import { describeNetwork } from '../contract/network';
import type { RunSummary } from '../contract/summary';
import { parameterTable } from '../contract/parameters';
import { differingParameters } from '../experiment/differences';
import { accuracyToChooseBy } from '../experiment/bestRuns';
import type { Label } from '../experiment/distinctLabels';
import { recordedInBrief } from '../experiment/recorded/recordedInBrief';
import { timeLeft } from '../experiment/remaining';
import { valueInWords } from '../experiment/runLabel';
import type { LabRun } from '../runs/labRun';
import { counted, duration, loss, percent } from '../util/format';
import { datasetInWords } from '../wording/datasetInWords';
import { failureInBrief, wouldDivergeAgain } from '../wording/divergence';
import { replacedInWords } from '../wording/engineInWords';
import { networkInWords } from '../wording/networkInWords';
import { namedMetricInWords } from '../wording/recordedMetric';
import { recordedStateInWords } from '../wording/recordingInWords';
import { age } from '../wording/timeInWords';
import { Markdown } from '../util/markdown';

/** How a run stands among those that are shown with it. */
export interface RunLook {
  readonly label: Label;
  /** Whether it is the best by validation. */
  readonly isBest: boolean;
}

/** The mark of the best run. */
export const BEST = '★';

/**
 * What stands behind a run's label in a list: how far it is, or how well it did and how long ago.
 * @param mark before its accuracy
 */
export function runDescription(run: LabRun, { now, mark = '' }: { readonly now: number; readonly mark?: string }): string {
  const parts = [progressInWords(run, mark), age(now - Date.parse(run.createdAt))];
  if (run.labels.pinned) parts.push('pinned');
  if (run.labels.archived) parts.push('archived');
  return parts.filter(Boolean).join(' · ');
}

/** `3/10 · 97.82 %`: epochs that are done, and the accuracy after the last one. */
export function epochsInWords({ live, parameters }: Pick<LabRun, 'live' | 'parameters'>): string {
  const last = live?.epochs.at(-1);
  const accuracy = last ? ` · ${percent(last.valAccuracy ?? last.accuracy)}` : '';
  return `${live?.epochs.length ?? 0}/${parameters.epochs}${accuracy}`;
}

/** `3/10 · 97.82 % · 1m20s`, the time that is left last: of a run that is trained. */
export function trainingInWords(run: LabRun, now: number): string {
  if (run.isStopping) return 'stopping';
  return [epochsInWords(run), run.live && timeLeft(run.live, now)].filter(Boolean).join(' · ');
}

function progressInWords(run: LabRun, mark: string): string {
  const { status, isStopping, parameters, summary, reason } = run;
  const result = [mark, accuracyInWords(run)].filter(Boolean).join(' ');
  if (run.recorded && result === '' && !wouldDivergeAgain(reason)) return recordedInBrief(run.recorded, status);
  switch (status) {
    case 'starting':
      return 'starting';
    case 'running':
      return isStopping ? `stopping · ${epochsInWords(run)}` : epochsInWords(run);
    case 'failed':
      return failureInBrief(reason ?? '').slice(0, 60) || 'failed';
    case 'interrupted':
      return 'interrupted';
    case 'stopped':
      return [result, `at ${summary?.epochs ?? 0}/${parameters.epochs ?? '–'}`].filter(Boolean).join(' · ');
    case 'completed':
      return result || (run.config?.kind === 'imported' ? 'imported' : 'not validated');
  }
}

/** Of the validation images: what the test images say is no reason to prefer a run, and stands where a run is looked at. */
function accuracyInWords(run: LabRun): string {
  const accuracy = accuracyToChooseBy(run);
  return accuracy === null ? '' : percent(accuracy);
}

interface TooltipOptions extends RunLook {
  /** What else there is to say: how it compares with the run that it repeats, how far it is at W&B. */
  readonly more: readonly (string | undefined)[];
  readonly now?: number;
}

/** What a run is, for a tooltip. */
export function runTooltip(run: LabRun, { label, isBest, more, now = Date.now() }: TooltipOptions): Markdown {
  const { id, config, summary, parameters, labels, reason } = run;
  const differing = differingParameters(parameters);
  const left = run.live && timeLeft(run.live, now);
  const facts: (Markdown | false | '' | undefined)[] = [
    Markdown.of`**${label.full}** · ${`${run.recorded ? recordedStateInWords(run.recorded, run.status) : run.status}${reason ? `: ${reason}` : ''}`}`,
    Markdown.text([id, ...labels.tags].join(' · ')),
    run.live && Markdown.text([`Epochs ${epochsInWords(run)}`, left && `about ${left} left`].filter(Boolean).join(' · ')),
    summary && validationInWords(summary, isBest),
    summary?.testAccuracy != null &&
      Markdown.of`${metrics.test_accuracy.label} **${percent(summary.testAccuracy)}**${summary.testLoss === null ? '' : `, loss ${loss(summary.testLoss)}`}`,
    ...more.map(text => text && Markdown.text(text)),
    summary?.durationMs != null && Markdown.of`${counted(summary.epochs, 'epoch')} in ${duration(summary.durationMs)}`,
    config?.kind === 'imported' && Markdown.of`${run.recorded ? 'Recorded by' : 'Imported from'} ${config.source.tool}`,
    ...recordedFacts(run),
    config?.kind === 'trained' && Markdown.text(datasetInWords(config.dataset)),
    config?.kind === 'trained' && Markdown.text(networkInWords(describeNetwork(config.parameters, config.dataset))),
    config?.kind === 'trained' && Markdown.of`Engine ${config.engine.name} ${config.engine.version}, ${config.engine.threads} threads`,
    config?.kind === 'trained' && replacedInWords(config.engine) && Markdown.text(replacedInWords(config.engine)),
  ];
  const known = parameterTable.filter(({ name }) => config?.kind !== 'imported' || parameters[name] !== undefined);
  const rows = known.map(({ name }) => {
    const value = valueInWords(name, parameters);
    return differing.includes(name) ? Markdown.of`| **${name}** | **${value}** |` : Markdown.of`| ${name} | ${value} |`;
  });
  const told = Markdown.joined(facts.filter(fact => fact instanceof Markdown), '  \n'); // prettier-ignore
  if (rows.length === 0) return told;
  const table = Markdown.joined([Markdown.of`| | |`, Markdown.of`|:--|:--|`, ...rows], '\n');
  return Markdown.joined([told, table], '\n\n');
}

function recordedFacts({ recorded }: LabRun): (Markdown | false)[] {
  if (!recorded) return [];
  const { metric, project, group, jobType } = recorded;
  const where = [project && `Project ${project}`, group && `group ${group}`, jobType && `job type ${jobType}`].filter(Boolean).join(', ');
  return [
    metric !== null && Markdown.of`In its summary: **${namedMetricInWords(metric)}**`,
    where !== '' && Markdown.text(capitalised(where)),
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function validationInWords(summary: RunSummary, isBest: boolean): Markdown | false {
  const [accuracy, lossOf] = [metrics.val_accuracy.ofRun(summary), metrics.val_loss.ofRun(summary)];
  if (accuracy === null) return false;
  const more = `${lossOf === null ? '' : `, loss ${loss(lossOf)}`}${isBest ? ': the best of the runs shown' : ''}`;
  return Markdown.of`${metrics.val_accuracy.label} **${percent(accuracy)}**${more}`;
}
