import { mnistFormat, describeNetwork } from '../contract/network';
import { defaultParameters } from '../contract/parameters';
import type { EngineName } from '../contract/engines';
import type { EngineMeasurement } from '../contract/trainer';
import { dropoutBatchKey } from '../engine/dropoutMask';
import { EngineError, MissingEngineError, type TrainingSession } from '../engine/runtime';
import { threadsByDefault } from '../machine/threadsByDefault';
import { withEngine } from './openEngine';

/** The first steps compile and fill caches. */
const WARM_UP_STEPS = 6;
/** Of a measured stretch. */
const STEPS = 12;
/** The best stretch counts: what else the machine does only slows one down. */
const STRETCHES = 3;

/**
 * Loads an engine, which has it do a training step whose result is known, and measures how fast it trains the default network on images of
 * noise: a fixed amount of work, for which most engines take a second or two.
 * @throws {EngineError} if it is installed and does not work here
 */
export async function measureEngine({
  engine: name,
  threads = threadsByDefault(),
}: {
  readonly engine: EngineName;
  readonly threads?: number;
}): Promise<EngineMeasurement> {
  const began = performance.now();
  try {
    return await withEngine({ choice: name, threads }, async opening => {
      const { engine } = await opening;
      const durationMs = Math.round(performance.now() - began);
      const session = await engine.start(describeNetwork(defaultParameters, mnistFormat), defaultParameters);
      const imagesPerSecond = Math.round(await bestSpeed(session));
      return { state: 'works', version: engine.identity.version, durationMs, imagesPerSecond, threads };
    });
  } catch (error) {
    if (error instanceof MissingEngineError) return { state: 'missing', reason: error.message };
    // The reason alone: that it does not work, and what to do, is said by who asks.
    throw error instanceof EngineError && error.cause instanceof EngineError ? error.cause : error;
  }
}

/** In images a second. */
async function bestSpeed(session: TrainingSession): Promise<number> {
  const { batch_size: batchSize } = defaultParameters;
  const batch = noise(batchSize);
  let step = 0;
  const train = async (steps: number): Promise<void> => {
    const next = (): Promise<unknown> => session.trainStep({ ...batch, step: ++step, dropoutKey: dropoutBatchKey(0, 1, step) });
    // As train() does, the next step waits in the engine while this one is computed.
    let current = next();
    for (let i = 1; i < steps; i++) {
      const following = next();
      following.catch(() => undefined);
      await current;
      current = following;
    }
    await current;
  };
  await train(WARM_UP_STEPS);
  let best = 0;
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    const began = performance.now();
    await train(STEPS);
    best = Math.max(best, (1000 * STEPS * batchSize) / (performance.now() - began));
  }
  return best;
}

/** A batch of images that is the same every time. */
function noise(count: number): { images: Uint8Array; labels: Uint8Array; indices: Int32Array } {
  const { height, width, classes } = mnistFormat;
  return {
    images: Uint8Array.from({ length: count * height * width }, (_, i) => (i * 53) % 256),
    labels: Uint8Array.from({ length: count }, (_, i) => i % classes),
    indices: Int32Array.from({ length: count }, (_, i) => i),
  };
}
