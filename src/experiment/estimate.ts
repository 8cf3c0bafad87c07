import type { EngineChoice } from '../contract/engines';
import { describeNetwork, type ImageFormat } from '../contract/network';
import type { Parameters } from '../contract/parameters';
import type { MeasuredSpeed } from './measuredSpeeds';

/** What is known of the machine that is to train. */
export interface Machine {
  /** How its runs went, the newest first. */
  readonly speeds: readonly MeasuredSpeed[];
  readonly engine: EngineChoice;
  /** Gradient workers. */
  readonly threads: number;
}

/** How long a run will take. */
export interface Estimate {
  readonly ms: number;
  /** Too few runs on this machine were like it, and long enough, to say. */
  readonly isGuess: boolean;
}

export interface Images {
  readonly format: ImageFormat;
  /** Of an epoch. */
  readonly train: number;
  /** After each epoch. */
  readonly validation: number;
  /** Once, at the end. */
  readonly test: number;
}

/** Of the default network on one core of a server of 2024 (see docs/performance.md), where no run has been measured yet. */
const GUESSED_FLOPS_PER_SECOND = 30e9;
/** A forward pass costs about so much of a training step, backward pass included. */
const FORWARD_SHARE = 1 / 3;
/** So long a run must have trained that the first batches, which compile and warm up, do not count. */
const SUSTAINED_SECONDS = 10;
/** From so many runs on, their median is believed. */
const ENOUGH = 3;
/** The median is that of so many runs at most. */
const MOST = 5;
/** The logarithm of how much larger or smaller a network, or its batches, may be to say something about another one. */
const NEAR = Math.log(4);

/**
 * The time that a run takes: from the median speed of the sustained runs with the same engine and threads whose networks and batches are
 * nearest in size, in proportion to the operations.
 */
export function estimateDuration(parameters: Parameters, images: Images, machine: Machine): Estimate {
  const { flopsPerImage } = describeNetwork(parameters, images.format);
  const distanceOf = (speed: MeasuredSpeed): number =>
    Math.abs(Math.log(speed.flopsPerImage / flopsPerImage)) + Math.abs(Math.log(speed.batchSize / parameters.batch_size));
  const nearestFirst = (speeds: readonly MeasuredSpeed[]): MeasuredSpeed[] => speeds.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  const alike = nearestFirst(speedsLike(machine));
  const near = alike.filter(speed => distanceOf(speed) <= NEAR);
  const sustained = near.filter(({ seconds }) => seconds >= SUSTAINED_SECONDS);
  const [far] = [...alike, ...nearestFirst(machine.speeds)];
  const measured = (sustained.length > 0 ? sustained : near).slice(0, MOST);
  const flopsPerSecond = measured.length > 0 ? median(measured.map(rateOf)) : guessedRate(machine.threads, far);
  const trained = parameters.epochs * (images.train + images.validation * FORWARD_SHARE) + images.test * FORWARD_SHARE;
  return {
    ms: (1000 * trained * flopsPerImage) / flopsPerSecond,
    isGuess: sustained.length < ENOUGH,
  };
}

function rateOf({ flopsPerImage, imagesPerSecond }: MeasuredSpeed): number {
  return flopsPerImage * imagesPerSecond;
}

/**
 * Operations a second, where no run was like the next one. A network that is much smaller spends its time on other things than operations:
 * halfway, in proportion, between what it says and what is usual, neither is far off.
 */
function guessedRate(threads: number, far: MeasuredSpeed | undefined): number {
  const usual = GUESSED_FLOPS_PER_SECOND * threads;
  return far ? Math.sqrt(usual * rateOf(far)) : usual;
}

/** Those of runs that trained as the next one will: `auto` takes the fastest engine that has worked here. */
function speedsLike({ speeds, engine, threads }: Machine): MeasuredSpeed[] {
  const equal = speeds.filter(speed => speed.threads === threads);
  const name = engine === 'auto' ? fastest(equal)?.engine : engine;
  return equal.filter(speed => speed.engine === name);
}

function fastest(speeds: readonly MeasuredSpeed[]): MeasuredSpeed | undefined {
  return speeds.reduce<MeasuredSpeed | undefined>((best, one) => (best && rateOf(best) >= rateOf(one) ? best : one), undefined);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
