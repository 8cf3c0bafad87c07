import { metrics } from '../contract/metrics';
import { describeNetwork } from '../contract/network';
import { parameterTable } from '../contract/parameters';
import { differingParameters } from '../experiment/differences';
import { timeLeft } from '../experiment/remaining';
import { runLabel, valueInWords } from '../experiment/runLabel';
import type { LabRun } from '../runs/labRun';
import { counted, duration, loss, percent } from '../util/format';
import { datasetInWords } from '../wording/datasetInWords';
import { failureInBrief } from '../wording/divergence';
import { networkInWords } from '../wording/networkInWords';
import { age } from '../wording/timeInWords';
import { Markdown } from './sinks/markdown';

/** What stands behind a run's label in a list: how far it is, or how well it did and how long ago. */
export function runDescription(run: LabRun, now: number): string {
  const parts = [progressInWords(run), age(now - Date.parse(run.createdAt))];
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

function progressInWords(run: LabRun): string {
  const { status, isStopping, parameters, summary, reason } = run;
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
      return `${testAccuracy(summary)} · at ${summary?.epochs ?? 0}/${parameters.epochs ?? '–'}`;
    case 'completed':
      return testAccuracy(summary);
  }
}

function testAccuracy(summary: LabRun['summary']): string {
  return summary?.testAccuracy == null ? '' : percent(summary.testAccuracy);
}

/**
 * What a run is, for a tooltip.
 * @param more what else there is to say: how it compares with the run that it repeats, how far it is at W&B
 */
export function runTooltip(run: LabRun, more: readonly (string | undefined)[] = [], now = Date.now()): Markdown {
  const { id, config, summary, parameters, labels, reason } = run;
  const differing = differingParameters(parameters);
  const left = run.live && timeLeft(run.live, now);
  const facts: (Markdown | false | '' | undefined)[] = [
    Markdown.of`**${runLabel(run)}** · ${`${run.status}${reason ? `: ${reason}` : ''}`}`,
    Markdown.text([id, ...labels.tags].join(' · ')),
    run.live && Markdown.text([`Epochs ${epochsInWords(run)}`, left && `about ${left} left`].filter(Boolean).join(' · ')),
    summary?.testAccuracy != null &&
      Markdown.of`${metrics.test_accuracy.label} **${percent(summary.testAccuracy)}**, loss ${loss(summary.testLoss ?? 0)}`,
    ...more.map(text => text && Markdown.text(text)),
    summary?.durationMs != null && Markdown.of`${counted(summary.epochs, 'epoch')} in ${duration(summary.durationMs)}`,
    config?.kind === 'imported' && Markdown.of`Imported from ${config.source.tool}`,
    config?.kind === 'trained' && Markdown.text(datasetInWords(config.dataset)),
    config?.kind === 'trained' && Markdown.text(networkInWords(describeNetwork(config.parameters, config.dataset))),
    config?.kind === 'trained' && Markdown.of`Engine ${config.engine.name} ${config.engine.version}, ${config.engine.threads} threads`,
  ];
  const rows = parameterTable.map(({ name }) => {
    const value = valueInWords(name, parameters);
    return differing.includes(name) ? Markdown.of`| **${name}** | **${value}** |` : Markdown.of`| ${name} | ${value} |`;
  });
  const table = Markdown.joined([Markdown.of`| | |`, Markdown.of`|:--|:--|`, ...rows], '\n');
  return Markdown.joined([Markdown.joined(facts.filter(fact => fact instanceof Markdown), '  \n'), table], '\n\n'); // prettier-ignore
}
