import type { EngineSpeed } from '../../contract/engineOrder';
import type { EngineName } from '../../contract/engines';
import { keptSpeeds } from '../../machine/engineSpeeds';
import { measureEngines, type Measuring } from './measureEngines';

/** By the number of threads: runs that begin together wait for one measurement. */
const underWay = new Map<number, Promise<EngineSpeed[]>>();

/**
 * Measures engines whose speeds are not known, or waits for the measurement that is under way.
 * @returns all speeds that are known then. Never rejects.
 */
export function measureOnce(engines: readonly EngineName[], measuring: Measuring): Promise<EngineSpeed[]> {
  const { threads } = measuring;
  const begun = underWay.get(threads);
  if (begun) return begun;
  const speeds = measured(engines, measuring).finally(() => underWay.delete(threads));
  underWay.set(threads, speeds);
  return speeds;
}

async function measured(engines: readonly EngineName[], measuring: Measuring): Promise<EngineSpeed[]> {
  const known = (await keptSpeeds(measuring.threads)).filter(({ engine }) => !engines.includes(engine));
  const states = await measureEngines(engines, measuring);
  return [
    ...known.map(({ engine, imagesPerSecond }) => ({ engine, imagesPerSecond })),
    ...states.flatMap(state =>
      state.state === 'missing' ? [] : [{ engine: state.engine, imagesPerSecond: state.state === 'works' ? state.imagesPerSecond : null }],
    ),
  ];
}
