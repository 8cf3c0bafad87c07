import { blue, plot, yellow } from 'asciichart';
import type { EpochEnded } from '../contract/trainer';
import type { Output } from './output';

const HEIGHT = 8;

/** Training and validation loss by epoch as a small chart; more epochs than fit are thinned out. */
export function curves(epochs: readonly EpochEnded[], { columns, style }: Pick<Output, 'columns' | 'style'>): string[] {
  const room = Math.max(10, Math.min(columns, 100) - 14);
  const points =
    epochs.length <= room ? epochs : Array.from({ length: room }, (_, i) => epochs[Math.round((i * (epochs.length - 1)) / (room - 1))]!);
  const validated = points.every(({ valLoss }) => valLoss !== null);
  // One epoch is drawn as a level line, so that it can be seen.
  const wide = points.length === 1 ? [...points, ...points] : points;
  const series = [wide.map(({ loss }) => loss), ...(validated ? [wide.map(({ valLoss }) => valLoss!)] : [])];
  const coloured = style('bold', '') !== '';
  const chart = plot(series, {
    height: HEIGHT,
    format: value => value.toFixed(4).padStart(10),
    ...(coloured && { colors: [blue, yellow] }),
  });
  const legend = `loss by epoch, 1 to ${epochs.at(-1)!.epoch}: training${coloured ? ' (blue)' : ''}${validated ? ` and validation${coloured ? ' (yellow)' : ''}` : ''}`;
  return [...chart.split('\n').map(line => line.trimEnd()), style('dim', `            ${legend}`)];
}
