import { blue, plot, yellow } from 'asciichart';
import type { EpochEnded } from '../contract/trainer';
import { maxOf, minOf } from '../util/extremes';
import { loss } from '../util/format';
import type { Output } from './output';
import type { Style } from './textSink';

/** What asciichart makes of a character in a colour. */
// eslint-disable-next-line no-control-regex
const colouredCharacter = /(\u001b\[3[34]m)(.)\u001b\[0m/g;

const HEIGHT = 8;

/** A chart of few epochs is drawn so wide. */
const WIDTH = 48;

/** A loss that spans more than this is drawn on a logarithmic scale: a linear one would show its largest values alone. */
const LINEAR_SPAN = 1000;

/** Training and validation loss by epoch as small charts; more epochs than fit are thinned out. */
export function curves(epochs: readonly EpochEnded[], { columns, style }: Pick<Output, 'columns' | 'style'>): string[] {
  const room = Math.max(10, Math.min(columns, 100) - 14);
  const width = Math.min(room, Math.max(WIDTH, epochs.length));
  const training = epochs.map(epoch => epoch.loss);
  const validation = epochs.every(({ valLoss }) => valLoss !== null) ? epochs.map(({ valLoss }) => valLoss!) : undefined;
  const chart = (series: readonly number[][], legend: string, colors?: readonly string[]): string[] => {
    const { lines, isLog } = plotted(series, width, colors);
    return [...lines, style('dim', `            ${legend}, by epoch, 1 to ${epochs.at(-1)!.epoch}${isLog ? ', logarithmic' : ''}`)];
  };
  if (!validation) return chart([training], 'training loss');
  // Two lines in one chart can be told apart by colour alone.
  if (style('bold', '') === '') return [...chart([training], 'training loss'), ...chart([validation], 'validation loss')];
  return chart([training, validation], 'loss: training (blue) and validation (yellow)', [blue, yellow]).map(line => restyled(line, style));
}

function plotted(series: readonly number[][], width: number, colors?: readonly string[]): { lines: string[]; isLog: boolean } {
  const [lowest, highest] = [minOf(series.flat()), maxOf(series.flat())];
  const isLog = lowest > 0 && highest / lowest > LINEAR_SPAN;
  const [there, back] = isLog ? [Math.log10, (power: number) => 10 ** power] : [Number, Number];
  const [least, span] = [there(lowest), there(highest) - there(lowest)];
  // From 1 to 2, whatever the losses are: asciichart counts its rows in the unit of the values, and never ends where these are huge.
  const placed = series.map(values => resampled(values.map(there), width).map(value => (span > 0 ? 1 + (value - least) / span : 1)));
  const format = (place: number): string => loss(back(least + (place - 1) * span)).padStart(10);
  const lines = plot(placed, { height: HEIGHT, format, ...(colors && { colors }) }).split('\n');
  return { lines: lines.map(line => line.trimEnd()), isLog };
}

/** The colours of asciichart, a character each, in the command line's own way. */
function restyled(line: string, style: Style): string {
  return line.replaceAll(colouredCharacter, (_, colour: string, character: string) =>
    style(colour === blue ? 'blue' : 'yellow', character),
  );
}

/** Resamples a series to a number of values at equal distances, by linear interpolation. */
function resampled(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i * (values.length - 1)) / (count - 1);
    const before = values[Math.floor(at)]!;
    return before + (at - Math.floor(at)) * (values[Math.ceil(at)]! - before);
  });
}
