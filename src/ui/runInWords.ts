import type { RunStatus } from '../contract/runState';
import { parameterTable } from '../contract/parameters';
import { networkInWords } from '../experiment/networkInWords';
import { describeNetwork } from '../contract/network';
import { differingParameters } from '../experiment/differences';
import { runLabel } from '../experiment/arrangement';
import { valueInWords } from '../experiment/runLabel';
import type { LabRun } from '../runs/labRun';
import { Markdown } from './sinks/markdown';
import { counted, duration, grouped, loss, percent } from '../util/format';

/** The status as a person reads it. */
export function statusInWords(status: RunStatus): string {
  const words: Readonly<Record<RunStatus, string>> = {
    starting: 'starting',
    running: 'running',
    completed: 'completed',
    stopped: 'stopped',
    failed: 'failed',
    interrupted: 'interrupted',
  };
  return words[status];
}

/** What stands behind a run's label in a list: how far it is, or how well it did and how long ago. */
export function runDescription(run: LabRun, now: number): string {
  const parts = [progressInWords(run), age(now - Date.parse(run.createdAt))];
  if (run.labels.pinned) parts.push('pinned');
  if (run.labels.archived) parts.push('archived');
  return parts.filter(Boolean).join(' · ');
}

function progressInWords({ status, isStopping, live, parameters, summary, reason }: LabRun): string {
  switch (status) {
    case 'starting':
      return 'starting';
    case 'running': {
      const last = live?.epochs.at(-1);
      const accuracy = last ? ` · ${percent(last.valAccuracy ?? last.accuracy)}` : '';
      const words = `${live?.epochs.length ?? 0}/${parameters.epochs}${accuracy}`;
      return isStopping ? `stopping · ${words}` : words;
    }
    case 'failed':
      return (reason ?? 'failed').slice(0, 60);
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

/** `now`, `4m`, `2h`, `3d`, `5w`: a time that has gone, in milliseconds. */
export function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h`;
  const days = Math.floor(minutes / (24 * 60));
  return days < 14 ? `${days}d` : `${Math.floor(days / 7)}w`;
}

/**
 * What a run is, for a tooltip.
 * @param more what else there is to say: how it compares with the run that it repeats, how far it is at W&B
 */
export function runTooltip(run: LabRun, more: readonly (string | undefined)[] = []): Markdown {
  const { id, config, summary, parameters, labels, reason } = run;
  const differing = differingParameters(parameters);
  const facts: (Markdown | false | '' | undefined)[] = [
    Markdown.of`**${runLabel(run)}** · ${`${statusInWords(run.status)}${reason ? `: ${reason}` : ''}`}`,
    Markdown.text([id, ...labels.tags].join(' · ')),
    summary?.testAccuracy != null && Markdown.of`Test accuracy **${percent(summary.testAccuracy)}**, loss ${loss(summary.testLoss ?? 0)}`,
    ...more.map(text => text && Markdown.text(text)),
    summary?.durationMs != null && Markdown.of`${counted(summary.epochs, 'epoch')} in ${duration(summary.durationMs)}`,
    config?.kind === 'imported' && Markdown.of`Imported from ${config.source.tool}`,
    config?.kind === 'trained' &&
      Markdown.of`${config.dataset.name}: ${grouped(config.dataset.trainImages)} training, ${grouped(config.dataset.validationImages)} validation, ${grouped(config.dataset.testImages)} test images`,
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
