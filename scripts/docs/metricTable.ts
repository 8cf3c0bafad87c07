import { choosesModels, metricTable, type Metric } from '../../src/contract/metrics';
import { markdownTable } from './markdownTable';

/** The table of metrics as the documentation shows it, in Markdown. */
export function metricsAsMarkdown(): string {
  const rows = metricTable.map(metric => [`\`${metric.name}\``, metric.help, unitInWords(metric), metric.better, useOf(metric)]);
  return markdownTable(['metric', 'what it measures', 'unit', 'better', 'use'], rows);
}

function unitInWords({ kind }: Metric): string {
  const units: Readonly<Record<Metric['kind'], string>> = { share: 'share', nats: 'nats', rate: 'images/s', duration: 'time' };
  return units[kind];
}

function useOf(metric: Metric): string {
  if (choosesModels(metric)) return 'may choose a model';
  return metric.measuredOn === 'test' ? 'is only reported' : 'is watched';
}
