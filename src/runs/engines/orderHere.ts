import { engineOrder, toBeMeasured } from '../../contract/engineOrder';
import { nativeEngines, type EngineName } from '../../contract/engines';
import { keptSpeeds } from '../../machine/engineSpeeds';
import type { Inspector } from '../inspector';
import { measureOnce } from './measureOnce';

/** The order in which `auto` tries the engines here; speeds that have to be known for it, and are not, are measured. */
export async function orderHere(inspector: Pick<Inspector, 'ask'>, threads: number): Promise<EngineName[]> {
  const kept = await keptSpeeds(threads);
  if (toBeMeasured(nativeEngines, kept).length === 0) return engineOrder(kept);
  const { engines: present } = await inspector.ask({ type: 'presentEngines' });
  const unknown = toBeMeasured(present, kept);
  const speeds = unknown.length === 0 ? kept : await measureOnce(unknown, { threads, ask: request => inspector.ask(request) });
  return engineOrder(speeds).filter(name => present.includes(name));
}
