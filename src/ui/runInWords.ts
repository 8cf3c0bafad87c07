import { l10n } from 'vscode';
import type { RunStatus } from '../contract/runState';
import { parameterTable } from '../contract/parameters';
import { networkInWords } from '../experiment/networkInWords';
import { describeNetwork } from '../contract/network';
import { differingParameters } from '../experiment/differences';
import { runLabel } from '../experiment/arrangement';
import { valueInWords } from '../experiment/runLabel';
import type { LabRun } from '../runs/labRun';
import { Markdown } from './sinks/markdown';
import { duration, grouped, loss, percent } from '../util/format';

/** The status as a person reads it. */
export function statusInWords(status: RunStatus): string {
  const words: Readonly<Record<RunStatus, string>> = {
    starting: l10n.t('starting'),
    running: l10n.t('running'),
    completed: l10n.t('completed'),
    stopped: l10n.t('stopped'),
    failed: l10n.t('failed'),
    interrupted: l10n.t('interrupted'),
  };
  return words[status];
}

/** What stands behind a run's label in a list: how far it is, or how well it did and how long ago. */
export function runDescription(run: LabRun, now: number): string {
  const parts = [progressInWords(run), age(now - Date.parse(run.createdAt))];
  if (run.labels.pinned) parts.push(l10n.t('pinned'));
  if (run.labels.archived) parts.push(l10n.t('archived'));
  return parts.filter(Boolean).join(' · ');
}

function progressInWords({ status, isStopping, live, parameters, summary, reason }: LabRun): string {
  switch (status) {
    case 'starting':
      return l10n.t('starting');
    case 'running': {
      const last = live?.epochs.at(-1);
      const accuracy = last ? ` · ${percent(last.valAccuracy ?? last.accuracy)}` : '';
      const words = `${live?.epochs.length ?? 0}/${parameters.epochs}${accuracy}`;
      return isStopping ? l10n.t('stopping · {0}', words) : words;
    }
    case 'failed':
      return (reason ?? l10n.t('failed')).slice(0, 60);
    case 'interrupted':
      return l10n.t('interrupted');
    case 'stopped':
      return l10n.t('{0} · at {1}/{2}', testAccuracy(summary), summary?.epochs ?? 0, parameters.epochs);
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
  if (minutes < 1) return l10n.t('now');
  if (minutes < 60) return l10n.t('{0}m', minutes);
  if (minutes < 24 * 60) return l10n.t('{0}h', Math.floor(minutes / 60));
  const days = Math.floor(minutes / (24 * 60));
  return days < 14 ? l10n.t('{0}d', days) : l10n.t('{0}w', Math.floor(days / 7));
}

/**
 * What a run is, for a tooltip.
 * @param more what else there is to say: how it compares with the run that it repeats, how far it is at W&B
 */
export function runTooltip(run: LabRun, more: readonly (string | undefined)[] = []): Markdown {
  const { id, config, summary, parameters, labels, reason } = run;
  const differing = differingParameters(parameters);
  const facts: (Markdown | false | '' | undefined)[] = [
    Markdown.of('**{0}** · {1}', runLabel(run), `${statusInWords(run.status)}${reason ? `: ${reason}` : ''}`),
    Markdown.text([id, ...labels.tags].join(' · ')),
    summary?.testAccuracy != null &&
      Markdown.of(l10n.t('Test accuracy **{0}**, loss {1}'), percent(summary.testAccuracy), loss(summary.testLoss ?? 0)),
    ...more.map(text => text && Markdown.text(text)),
    summary?.durationMs != null &&
      Markdown.of(l10n.t(summary.epochs === 1 ? '{0} epoch in {1}' : '{0} epochs in {1}'), summary.epochs, duration(summary.durationMs)),
    config &&
      Markdown.of(
        l10n.t('{0}: {1} training, {2} validation, {3} test images'),
        config.dataset.name,
        grouped(config.dataset.trainImages),
        grouped(config.dataset.validationImages),
        grouped(config.dataset.testImages),
      ),
    config && Markdown.text(networkInWords(describeNetwork(parameters, config.dataset))),
    config && Markdown.of(l10n.t('Engine {0} {1}, {2} threads'), config.engine.name, config.engine.version, config.engine.threads),
  ];
  const rows = parameterTable.map(({ name }) =>
    Markdown.of(differing.includes(name) ? `| **${name}** | **{0}** |` : `| ${name} | {0} |`, valueInWords(name, parameters)),
  );
  const table = Markdown.joined([Markdown.of('| | |'), Markdown.of('|:--|:--|'), ...rows], '\n');
  return Markdown.joined([Markdown.joined(facts.filter(fact => fact instanceof Markdown), '  \n'), table], '\n\n'); // prettier-ignore
}
