import { engineOrder } from '../../contract/engineOrder';
import type { EngineName } from '../../contract/engines';
import type { EngineMeasurement, TrainerRequest } from '../../contract/trainer';
import { keepSpeeds } from '../../machine/engineSpeeds';
import { messageOf } from '../../util/messageOf';
import { AnsweringTrainer, type AnsweringTrainerOptions } from '../process/answeringTrainer';

/** What an engine does on this machine. */
export type EngineState = { readonly engine: EngineName } & (
  | Extract<EngineMeasurement, { readonly state: 'works' }>
  /** An optional engine that is not installed; the reason says how to get it. */
  | Extract<EngineMeasurement, { readonly state: 'missing' }>
  | { readonly state: 'broken'; readonly reason: string }
);

/** Has a process measure an engine. */
export type AskEngine = (request: TrainerRequest & { readonly type: 'measureEngine' }) => Promise<EngineMeasurement>;

export interface Measuring {
  readonly threads: number;
  readonly ask: AskEngine;
  /** Called before each one. */
  readonly onEngine?: (engine: EngineName) => void;
}

/**
 * Measures how fast engines train, one after the other, so that each is alone, and keeps the speeds for `auto`. Never rejects: an engine that
 * does not work is one of the states.
 */
export async function measureEngines(engines: readonly EngineName[], { threads, ask, onEngine }: Measuring): Promise<EngineState[]> {
  const states: EngineState[] = [];
  for (const engine of engines) {
    onEngine?.(engine);
    states.push(await stateOf(engine, threads, ask));
  }
  const measuredAt = new Date().toISOString();
  await keepSpeeds(
    states.flatMap(state => {
      if (state.state === 'missing') return [];
      const { version: engineVersion, imagesPerSecond } = state.state === 'works' ? state : { version: '', imagesPerSecond: null };
      return [{ engine: state.engine, engineVersion, threads, imagesPerSecond, measuredAt }];
    }),
  );
  return states;
}

async function stateOf(engine: EngineName, threads: number, ask: AskEngine): Promise<EngineState> {
  try {
    return { engine, ...(await ask({ type: 'measureEngine', engine, threads })) };
  } catch (error) {
    return { engine, state: 'broken', reason: messageOf(error) };
  }
}

/** The engine that `auto` takes, as the measurement has it; undefined if none works. */
export function autoTakes(states: readonly EngineState[]): EngineName | undefined {
  const works = states.flatMap(state =>
    state.state === 'works' ? [{ engine: state.engine, imagesPerSecond: state.imagesPerSecond }] : [],
  );
  return engineOrder(works).find(name => works.some(({ engine }) => engine === name));
}

/** Each engine has a process of its own, so that a crash costs nothing but the answer. */
export function inOwnProcess(options: AnsweringTrainerOptions): AskEngine {
  return async request => {
    const trainer = new AnsweringTrainer(options);
    try {
      return await trainer.ask(request);
    } finally {
      await trainer.close();
    }
  };
}
