import { engineOrder, toBeMeasured, type EngineSpeed, type KeptSpeed } from '../contract/engineOrder';
import type { EngineChoice, EngineName } from '../contract/engines';
import type { FailedEngine } from '../contract/run';
import { presentEngines, selectEngine, type SelectedEngine } from '../engine/select';
import { forgetSpeed, keptSpeeds } from '../machine/engineSpeeds';
import { engineThreadFile } from './bundles';

/** Which engine is wanted. */
export interface EngineWish {
  readonly choice: EngineChoice;
  readonly threads: number;
  /** Of `auto`: tried before all others, whatever their speed. */
  readonly first?: EngineName | undefined;
  /** Of `auto`: those that have taken a process down. */
  readonly crashed?: readonly FailedEngine[] | undefined;
  /** Speeds that were just measured; by default those that are kept. */
  readonly measured?: readonly EngineSpeed[] | undefined;
  readonly onOpening?: (name: EngineName) => void;
}

/** The engines whose speeds have to be measured first, so that `auto` can take the fastest; none where one is tried first in any case. */
export async function unmeasured({ choice, threads, first, measured }: EngineWish): Promise<EngineName[]> {
  if (choice !== 'auto' || first !== undefined || measured) return [];
  const present = presentEngines();
  // One native engine is the usual case, and then nothing has to be read.
  return toBeMeasured(present, []).length === 0 ? [] : toBeMeasured(present, await keptSpeeds(threads));
}

/** Calls back while the engine loads, so that the data can be read meanwhile, and closes the engine when the work is over. */
export async function withEngine<T>(wish: EngineWish, work: (opening: Promise<SelectedEngine>) => Promise<T>): Promise<T> {
  const opening = open(wish);
  const settled = opening.catch(() => undefined);
  try {
    return await work(opening);
  } finally {
    await (await settled)?.engine.close();
  }
}

async function open({ choice, threads, first, crashed = [], measured, onOpening }: EngineWish): Promise<SelectedEngine> {
  const how = { threads, workerFile: engineThreadFile, ...(onOpening && { onOpening }) };
  if (choice !== 'auto') return selectEngine({ order: [choice], ...how });
  const kept = measured ? [] : await keptSpeeds(threads);
  const present = presentEngines();
  const order = engineOrder(measured ?? kept).filter(name => present.includes(name) && name !== first && !isAmong(crashed, name));
  if (first !== undefined && !isAmong(crashed, first)) order.unshift(first);
  const selected = await selectEngine({ order, ...how });
  forgetIfChanged(selected, kept);
  return { ...selected, insteadOf: [...crashed, ...selected.insteadOf] };
}

function isAmong(failed: readonly FailedEngine[], name: EngineName): boolean {
  return failed.some(one => one.name === name);
}

/** An engine that was installed anew may be faster, or slower, than it was. */
function forgetIfChanged({ engine: { identity } }: SelectedEngine, kept: readonly KeptSpeed[]): void {
  const speed = kept.find(({ engine }) => engine === identity.name);
  if (speed && speed.engineVersion !== identity.version) void forgetSpeed(speed.engine);
}
