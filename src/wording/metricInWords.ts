import { formatMetric, type Metric } from '../contract/metrics';

/** A metric in a line of others: `val accuracy 98.22 %`; one whose unit says what it is stands without its name: `5,432 images/s`. */
export function metricInWords(metric: Pick<Metric, 'name' | 'kind'>, value: number): string {
  const text = formatMetric(metric, value);
  switch (metric.kind) {
    case 'share':
    case 'nats':
      return `${metric.name.replaceAll('_', ' ')} ${text}`;
    case 'rate':
      return `${text} images/s`;
    case 'duration':
      return text;
  }
}
