import { blue, plot, yellow } from 'asciichart';
import type { EpochEnded } from '../contract/trainer';
import { loss } from '../util/format';
import type { Output } from './output';
import type { Style } from './textSink';

/** What asciichart makes of a character in a colour. */
// eslint-disable-next-line no-control-regex
const colouredCharacter = /(\u001b\[3[34]m)(.)\u001b\[0m/g;

const HEIGHT = 8;

/** A chart of few epochs is drawn so wide. */
const WIDTH = 48;

/** Training and validation loss by epoch as small charts; more epochs than fit are thinned out. */
export function curves(epochs: readonly EpochEnded[], { columns, style }: Pick<Output, 'columns' | 'style'>): string[] {
  const room = Math.max(10, Math.min(columns, 100) - 14);
  const drawn = (values: readonly number[]): number[] => resampled(values, Math.min(room, Math.max(WIDTH, values.length)));
  const training = drawn(epochs.map(epoch => epoch.loss));
  const validation = epochs.every(({ valLoss }) => valLoss !== null) ? drawn(epochs.map(({ valLoss }) => valLoss!)) : undefined;
  const chart = (series: readonly number[][], legend: string, colors?: readonly string[]): string[] => [
    ...plot(series, { height: HEIGHT, format: value => loss(value).padStart(10), ...(colors && { colors }) })
      .split('\n')
      .map(line => line.trimEnd()),
    style('dim', `            ${legend}, by epoch, 1 to ${epochs.at(-1)!.epoch}`),
  ];
  if (!validation) return chart([training], 'training loss');
  // Two lines in one chart can be told apart by colour alone.
  if (style('bold', '') === '') return [...chart([training], 'training loss'), ...chart([validation], 'validation loss')];
  return chart([training, validation], 'loss: training (blue) and validation (yellow)', [blue, yellow]).map(line => restyled(line, style));
}

/** The colours of asciichart, a character each, in the command line's own way. */
function restyled(line: string, style: Style): string {
  return line.replaceAll(colouredCharacter, (_, colour: string, character: string) =>
    style(colour === blue ? 'blue' : 'yellow', character),
  );
}

/** So many values at equal distances along the line through all of them. */
function resampled(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const at = (i * (values.length - 1)) / (count - 1);
    const before = values[Math.floor(at)]!;
    return before + (at - Math.floor(at)) * (values[Math.ceil(at)]! - before);
  });
}
